"""Two petitions at once, in any order of verbs: merging, unmerging and splitting keep both within the law."""

from collections.abc import Callable

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from tests.tracking import act, city, law, walk
from tests.tracking.people import DISPATCHER, everybody
from tests.tracking.profile import SHORT_WALKS
from tests.tracking.story import Story, registered, with_unit
from tracking.domain.error import DomainError
from tracking.domain.people import SYSTEM, Actor
from tracking.domain.procedure import callback, merging
from tracking.domain.stage import PetitionStage
from tracking.domain.verb import Verb
from tracking.domain.vocabulary import Outcome

ACTORS = st.sampled_from(everybody())


class Relatives(RuleBasedStateMachine):
    """Two petitions, each of which can go with the other."""

    def __init__(self) -> None:
        super().__init__()
        self.one = with_unit()
        self.other = registered(number="SY20260302-W-000002-2").classified()

    def _pair(self, turned: bool) -> tuple[Story, Story]:
        return (self.other, self.one) if turned else (self.one, self.other)

    @rule(turned=st.booleans(), by=ACTORS)
    def one_is_merged_into_the_other(self, turned: bool, by: Actor) -> None:
        child, master = self._pair(turned)
        self._try(lambda: merging.merge(child.case, master.case, by=by, at=child.at, reason="同一处"))

    @rule(turned=st.booleans(), by=ACTORS)
    def it_is_unmerged(self, turned: bool, by: Actor) -> None:
        child, master = self._pair(turned)
        table = city.timetable()
        self._try(
            lambda: merging.unmerge(child.case, master.case, by=by, at=child.at, timetable=table, reason="不是同一处")
        )

    @rule(turned=st.booleans(), data=st.data())
    def either_goes_on(self, turned: bool, data: st.DataObject) -> None:
        story, _ = self._pair(turned)
        alone = set(act.ACTS) - {Verb.MERGE, Verb.TAKE_IN, Verb.UNMERGE, Verb.FOLLOW}
        pairs = [pair for pair in walk.possible(story.case) if pair[0] in alone - walk.ENDINGS]
        if pairs:
            verb, index = data.draw(st.sampled_from(pairs))
            self._try(lambda: story.later(hours=1).do(verb, index=index))

    @rule()
    def what_follows_for_the_other_is_noted(self) -> None:
        for child, master in (self._pair(False), self._pair(True)):
            if child.case.petition.master == master.case.petition.number:
                self._follow(child, master)

    def _follow(self, child: Story, master: Story) -> None:
        waits = child.case.petition.can_be_called and child.case.petition.called_back_at is None
        merged = child.case.petition.stage is PetitionStage.MERGED
        self._try(lambda: merging.follow(master.case, by=SYSTEM, at=master.at, uncalled=int(waits and merged)))
        if master.case.petition.stage is PetitionStage.CLOSED and merged:
            at, by = master.at, DISPATCHER
            self._try(lambda: callback.close_with_master(child.case, by=by, at=at, outcome=Outcome.SOLVED))

    def _try(self, verb: Callable[[], object]) -> None:
        before = [law.snapshot(story.case) for story in (self.one, self.other)]
        try:
            verb()
        except DomainError:
            assert [law.snapshot(story.case) for story in (self.one, self.other)] == before, "changes neither"

    @invariant()
    def the_laws_hold_for_both(self) -> None:
        law.holds(self.one.case)
        law.holds(self.other.case)
        both_merged = {self.one.case.petition.stage, self.other.case.petition.stage} == {PetitionStage.MERGED}
        assert not both_merged, "somebody has the clock"

    def teardown(self) -> None:
        law.survives_replay(self.one.case)
        law.survives_replay(self.other.case)


TestTwoPetitionsInAnyOrderKeepTheLaws = Relatives.TestCase
TestTwoPetitionsInAnyOrderKeepTheLaws.settings = SHORT_WALKS

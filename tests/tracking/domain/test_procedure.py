"""Every verb in any order by anybody: no sequence of them leaves the tables or breaks a law."""

from collections.abc import Callable

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from tests.tracking import act, city, law, walk
from tests.tracking.people import DISPATCHER, everybody
from tests.tracking.profile import WALKS
from tests.tracking.story import Story, registered, with_citizen, with_unit
from tracking.domain.case import Case
from tracking.domain.error import DomainError
from tracking.domain.people import Actor
from tracking.domain.procedure import callback, intake
from tracking.domain.procedure.rating import Answers
from tracking.domain.stage import PetitionStage
from tracking.domain.verb import Verb
from tracking.domain.vocabulary import Kind, Outcome, Satisfaction, Urgency, Verification

ACTORS = st.sampled_from([*everybody(), *everybody("B102")])
ASIDE = {Verb.URGE, Verb.ADD_FACTS, Verb.CORRECT, Verb.CLASSIFY, Verb.REMIND, Verb.REQUEST_DATA, Verb.DECIDE_DATA}
GOING_ON = set(Verb) - walk.ENDINGS - ASIDE
ANSWERS = st.builds(
    Answers,
    contacted=st.none() | st.booleans(),
    verified=st.none() | st.sampled_from(Verification),
    outcome=st.none() | st.sampled_from(Outcome),
    satisfaction=st.none() | st.sampled_from(Satisfaction),
)


class Procedure(RuleBasedStateMachine):
    """One petition, from its registration, its dispatch or its accepted report on."""

    def __init__(self) -> None:
        super().__init__()
        self.story: Story = registered()

    @initialize(begin=st.sampled_from([registered, with_unit, with_citizen]))
    def it_begins(self, begin: Callable[[], Story]) -> None:
        self.story = begin()

    @rule(hours=st.integers(1, 24 * 12))
    def time_passes(self, hours: int) -> None:
        self.story.later(hours=hours)

    @rule(verb=st.sampled_from(list(act.ACTS)), index=st.integers(1, 4), by=ACTORS)
    def anybody_tries_anything(self, verb: Verb, index: int, by: Actor) -> None:
        self._try(lambda case: act.do(verb, case, at=self.story.at, index=index, by=by))

    @rule(data=st.data())
    def the_matter_goes_on(self, data: st.DataObject) -> None:
        self._do_one(data, [pair for pair in walk.possible(self.story.case) if pair[0] in GOING_ON])

    @rule(data=st.data())
    def a_unit_or_its_reviewer_does_what_is_possible(self, data: st.DataObject) -> None:
        self._do_one(data, [pair for pair in walk.possible(self.story.case) if pair[1]])

    @precondition(lambda self: len(self.story.case.entries) > 12)
    @rule(data=st.data())
    def anything_possible_happens(self, data: st.DataObject) -> None:
        self._do_one(data, walk.possible(self.story.case))

    @precondition(lambda self: self.story.case.petition.stage is PetitionStage.REGISTERED)
    @rule(kind=st.sampled_from(Kind), urgency=st.sampled_from(Urgency))
    def the_desk_classifies(self, kind: Kind, urgency: Urgency) -> None:
        at, table = self.story.at, city.timetable()
        self._try(
            lambda case: intake.classify(
                case, by=DISPATCHER, at=at, timetable=table, kind=kind, topic=act.TOPIC, urgency=urgency
            )
        )

    @precondition(lambda self: self.story.case.petition.callback_due_at is not None)
    @rule(answers=st.none() | ANSWERS)
    def the_citizen_is_called(self, answers: Answers | None) -> None:
        at, table = self.story.at, city.timetable()
        self._try(lambda case: callback.record_callback(case, by=DISPATCHER, at=at, timetable=table, answers=answers))

    def _do_one(self, data: st.DataObject, pairs: list[tuple[Verb, int]]) -> None:
        if pairs:
            verb, index = data.draw(st.sampled_from(pairs))
            self._try(lambda case: act.do(verb, case, at=self.story.at, index=index))

    def _try(self, verb: Callable[[Case], object]) -> None:
        before = law.snapshot(self.story.case)
        try:
            verb(self.story.case)
        except DomainError:
            assert law.snapshot(self.story.case) == before, "a refused verb changes nothing"
        else:
            law.follows(before, self.story.case)

    @invariant()
    def the_laws_hold(self) -> None:
        law.holds(self.story.case)

    def teardown(self) -> None:
        law.survives_replay(self.story.case)


TestAnyOrderOfVerbsKeepsTheLaws = Procedure.TestCase
TestAnyOrderOfVerbsKeepsTheLaws.settings = WALKS

"""What must hold of a petition at any time, and of any step it takes."""

from dataclasses import replace

from tracking.domain.case import Case, replay
from tracking.domain.ledger import verify
from tracking.domain.petition import Assignment, Petition
from tracking.domain.stage import ASSIGNMENT, FINAL_STAGES, PETITION, AssignmentStage, PetitionStage
from tracking.domain.verb import Verb
from tracking.domain.vocabulary import Nature

Snapshot = tuple[Petition, list[Assignment], int, int]
ENDED = FINAL_STAGES | {PetitionStage.ARCHIVED}
WITH_A_UNIT = {PetitionStage.WITH_UNIT, PetitionStage.UNDER_REVIEW}
GONE_WITH_MASTER = {PetitionStage.MERGED, *ENDED}
TAKES_ALL = {Verb.WITHDRAW, Verb.TERMINATE, Verb.UPHOLD_RETURN, Verb.MERGE}
ADDS = {Verb.DISPATCH, Verb.ARBITRATE, Verb.ADD_ASSIST, Verb.REWORK}
CARDS = {Verb.ISSUE_YELLOW_CARD, Verb.ISSUE_RED_CARD}
MOVES_E = {Verb.GRANT_EXTENSION, Verb.GRANT_SUSPENSION, Verb.RESUME, Verb.RESCHEDULE}
FOREVER = (
    "dispatched_at",
    "signed_at",
    "contacted_at",
    "completed_at",
    "yellow_card_at",
    "red_card_at",
    "withdrawn_at",
    "yellow_cancelled_at",
    "red_cancelled_at",
)
DUES = ("sign_due_at", "contact_due_at", "return_due_at")


def snapshot(case: Case) -> Snapshot:
    """Everything about a case that a refused verb must leave as it is."""
    return replace(case.petition), [replace(each) for each in case.assignments], len(case.entries), len(case.texts)


def holds(case: Case) -> None:
    """The laws of a petition at rest; ``case.entries`` is its whole ledger."""
    petition, leads = case.petition, [each for each in case.assignments if each.nature is Nature.LEAD]
    open_leads = [each for each in leads if each.is_open]
    assert [each.round for each in leads] == list(range(1, len(leads) + 1)), "one lead a round"
    assert len(open_leads) == (petition.stage in WITH_A_UNIT), "one unit is in charge, and only while it is at work"
    assert (petition.closed_at is not None) == (petition.stage in ENDED)
    assert petition.stage not in ENDED or not any(each.is_open for each in case.assignments)
    assert petition.stage is not PetitionStage.CLOSED or petition.outcome is not None
    assert petition.version == len(case.entries) == verify(case.entries)
    _ends_rightly(petition)
    for each in case.assignments:
        _pauses_rightly(each)


def _ends_rightly(petition: Petition) -> None:
    """Nothing closes before everybody was asked, and what goes with a master goes alone."""
    if petition.stage is PetitionStage.CLOSED:
        assert petition.called_back_at or not petition.callback_needed or petition.master
        assert not petition.open_parts
        assert not petition.uncalled
    assert petition.master is None or petition.stage in GONE_WITH_MASTER
    assert petition.stage is not PetitionStage.MERGED or petition.master
    assert 0 <= petition.uncalled <= petition.merged
    assert petition.open_parts >= 0


def _pauses_rightly(part: Assignment) -> None:
    assert part.suspended_days <= 180
    if part.stage is AssignmentStage.SUSPENDED:
        assert part.suspended_at
        assert part.suspended_until
        assert part.due_before_pause


def survives_replay(case: Case) -> None:
    again = replay(case.entries)
    assert (again.petition, again.assignments) == (case.petition, case.assignments)


def follows(before: Snapshot, case: Case) -> None:
    """One verb, one entry (after the cards that were due), and nothing moved but as the tables say.

    Two verbs of the program may find nothing to do and then write nothing.
    """
    petition, assignments, entries, _ = before
    if len(case.entries) == entries:
        assert snapshot(case) == before
        return
    *cards, entry = case.entries[entries:]
    assert {each.verb for each in cards} <= CARDS
    if case.petition.stage is not petition.stage:
        assert case.petition.stage in PETITION[petition.stage, entry.verb]
    for was, now in zip(assignments, case.assignments, strict=False):
        _part_follows(was, now, entry.verb, own=entry.assignment == was.index)
    added = case.assignments[len(assignments) :]
    assert [each.stage for each in added] == [AssignmentStage.TO_SIGN] * (entry.verb in ADDS)


def _part_follows(was: Assignment, now: Assignment, verb: Verb, *, own: bool) -> None:
    if now.stage is not was.stage and own:
        assert now.stage in ASSIGNMENT[was.stage, verb]
    elif now.stage is not was.stage:
        assert now.stage is AssignmentStage.WITHDRAWN
        assert verb in TAKES_ALL
    assert not [name for name in FOREVER if getattr(was, name) and not getattr(now, name)], "facts stay"
    moved = [name for name in DUES if getattr(was, name) != getattr(now, name)]
    assert not moved or verb is Verb.RESCHEDULE, "these deadlines never move"
    assert not [name for name in moved if getattr(was, name)], "but a provisional one becomes real"
    assert now.handle_due_at == was.handle_due_at or _moved(was, now, verb)


def _moved(was: Assignment, now: Assignment, verb: Verb) -> bool:
    """E never moves back behind where it was before an extension or a pause."""
    before = (was.due_before_pause or was.handle_due_at) if verb is Verb.RESUME else was.handle_due_at
    told = now.handle_due_at is None or before is None or now.handle_due_at >= before
    return verb in MOVES_E and told

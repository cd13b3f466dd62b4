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
TAKES_ALL = {Verb.WITHDRAW, Verb.TERMINATE, Verb.UPHOLD_RETURN, Verb.MERGE}
ADDS = {Verb.DISPATCH, Verb.ARBITRATE, Verb.ADD_ASSIST, Verb.REWORK}
CARDS = {Verb.ISSUE_YELLOW_CARD, Verb.ISSUE_RED_CARD}
MOVES_THE_DEADLINE = {Verb.GRANT_EXTENSION, Verb.GRANT_SUSPENSION, Verb.RESUME, Verb.RESCHEDULE}
FOREVER = (
    "dispatched_at",
    "signed_at",
    "contacted_at",
    "completed_at",
    "yellow_card_at",
    "red_card_at",
    "withdrawn_at",
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


def survives_replay(case: Case) -> None:
    again = replay(case.entries)
    assert (again.petition, again.assignments) == (case.petition, case.assignments)


def follows(before: Snapshot, case: Case) -> None:
    """One verb, one entry (before a late report also the cards it brings), and nothing moved but as the tables say."""
    petition, assignments, entries, _ = before
    entry = case.entries[-1]
    before_it = [each.verb for each in case.entries[entries:-1]]
    assert not before_it or (entry.verb is Verb.REPORT_BACK and set(before_it) <= CARDS)
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
    assert not [name for name in DUES if getattr(was, name) != getattr(now, name)], "these deadlines never move"
    assert now.handle_due_at == was.handle_due_at or verb in MOVES_THE_DEADLINE

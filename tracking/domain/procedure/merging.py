"""并单 and 拆单: several petitions about one matter run as one; one petition with several matters becomes several.

A merged petition stays its petitioner's: it is told and called back, and ends with its master. A part that was
split off is a petition of its own; what it came from does not close before it.
"""

from dataclasses import replace
from datetime import datetime

from tracking.domain.case import Case, require
from tracking.domain.deadline import Step
from tracking.domain.error import InvalidValue, OpenChildren
from tracking.domain.people import Actor
from tracking.domain.procedure.assigning import withdrawn
from tracking.domain.procedure.intake import Matter, register
from tracking.domain.procedure.timetable import Timetable
from tracking.domain.verb import Verb
from tracking.domain.vocabulary import Kind, Withdrawal


def merge(child: Case, master: Case, *, by: Actor, at: datetime, reason: str) -> None:
    """并单: ``child`` goes with ``master``, whose unit has one clock for both. Always a person's decision."""
    require(reason=reason)
    _check_mergeable(child, master)
    number = child.petition.number
    child.check(Verb.MERGE, by=by)
    master.record(Verb.TAKE_IN, by=by, at=at, petition=_relatives(master, child, 1), coded={"child": number})
    child.record(
        Verb.MERGE,
        by=by,
        at=at,
        petition={"master": master.petition.number, "unit": None, "due_at": None, "called_back_at": None},
        others=withdrawn(child, at, Withdrawal.MERGED),
        texts={"reason": reason},
    )


def unmerge(child: Case, master: Case, *, by: Actor, at: datetime, timetable: Timetable, reason: str) -> None:
    """撤销并单: it was another matter after all; it waits for its own dispatch."""
    require(reason=reason)
    if child.petition.master != master.petition.number:
        raise InvalidValue("it is not merged into this petition", field="master", value=master.petition.number)
    child.check(Verb.UNMERGE, by=by)
    number = child.petition.number
    master.record(Verb.LET_GO, by=by, at=at, petition=_relatives(master, child, -1), coded={"child": number})
    set_free(child, by=by, at=at, timetable=timetable, reason=reason)


def set_free(child: Case, *, by: Actor, at: datetime, timetable: Timetable, reason: str) -> None:
    """It stands for itself again; so does every merged petition whose master is withdrawn or terminated."""
    petition = child.petition
    due_at = timetable.due(Step.DISPATCH, at, kind=petition.kind, urgency=petition.urgency)
    changes = {"master": None, "dispatch_due_at": due_at, "callback_due_at": None, "callback_needed": False}
    child.record(Verb.UNMERGE, by=by, at=at, petition=changes, texts={"reason": reason})


def split(parent: Case, number: str, *, by: Actor, at: datetime, timetable: Timetable, text: str, reason: str) -> Case:
    """拆单: part of what was said becomes petition ``number`` of the same petitioner, through the same door."""
    require(text=text, reason=reason)
    petition = parent.petition
    coded, texts = {"part": number}, {"reason": reason}
    parent.record(Verb.SPLIT, by=by, at=at, petition={"open_parts": petition.open_parts + 1}, coded=coded, texts=texts)
    matter = Matter(
        text=text,
        channel=petition.channel,
        identity=petition.identity,
        legacy_source=petition.legacy_source,
        district=petition.district,
        street=petition.street,
        wants_contact=petition.wants_contact,
        agrees_to_publication=petition.agrees_to_publication,
    )
    desk = replace(by, channel=petition.channel)
    return register(number, matter, by=desk, at=at, timetable=timetable, split_from=petition.number)


def follow(case: Case, *, by: Actor, at: datetime, open_parts: int | None = None, uncalled: int | None = None) -> None:
    """Note how many parts are open and how many merged petitioners were not called back yet, as they stand now."""
    given = {"open_parts": open_parts, "uncalled": uncalled}
    changes = {
        name: value for name, value in given.items() if value is not None and value != getattr(case.petition, name)
    }
    if changes:
        case.record(Verb.FOLLOW, by=by, at=at, petition=changes)


def ask_with_master(child: Case, *, by: Actor, at: datetime, due_at: datetime | None, needed: bool) -> None:
    """The master was handled: its merged petitioner is to be called back too; ``needed`` False takes that back."""
    never = {"called_back_at": None, "callback_tries": 0, "callback_tried": ""}
    changes = {"callback_due_at": due_at, "callback_needed": needed, **never}
    case = child.petition
    if (case.callback_due_at, case.callback_needed) != (due_at, needed):
        child.record(Verb.FOLLOW, by=by, at=at, petition=changes)


def join(case: Case, *, by: Actor, at: datetime) -> None:
    """我也遇到: somebody else has the same trouble; counted, and told of the result. Never for a report."""
    if case.petition.kind is Kind.REPORT:
        raise InvalidValue("a report is not joined", field="number")
    case.record(Verb.JOIN, by=by, at=at, petition={"joined": case.petition.joined + 1})


def check_no_open_children(case: Case) -> None:
    """Raises ``OpenChildren``: a matter ends after its shares and parts, and after all its petitioners were asked."""
    petition = case.petition
    if any(each.is_open for each in case.assignments):
        raise OpenChildren("an assignment is still open", number=petition.number)
    if petition.open_parts:
        raise OpenChildren("a part that was split off is still open", number=petition.number, parts=petition.open_parts)
    if petition.uncalled:
        raise OpenChildren(
            "a merged petitioner was not called back", number=petition.number, uncalled=petition.uncalled
        )


def _check_mergeable(child: Case, master: Case) -> None:
    one, other = child.petition, master.petition
    if one.number == other.number:
        raise InvalidValue("a petition cannot be merged into itself", field="master", value=other.number)
    if one.merged or one.open_parts:
        raise OpenChildren("it has merged petitions or open parts itself", number=one.number)
    if (one.kind is Kind.REPORT) is not (other.kind is Kind.REPORT):
        raise InvalidValue("a report is merged with reports only", field="master", value=other.number)


def _relatives(master: Case, child: Case, more: int) -> dict[str, int]:
    """How many are merged, and how many of them are still to be called back."""
    waits = child.petition.can_be_called and child.petition.called_back_at is None
    petition = master.petition
    merged, uncalled = petition.merged + more, petition.uncalled + (more if waits else 0)
    return {"merged": merged, "uncalled": max(0, min(uncalled, merged))}

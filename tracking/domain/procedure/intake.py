"""受理: registering, understanding, and the endings that need no unit."""

from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from tracking.domain.case import Case, require
from tracking.domain.deadline import Step
from tracking.domain.error import InvalidValue
from tracking.domain.people import Actor
from tracking.domain.petition import Petition
from tracking.domain.procedure.timetable import Timetable
from tracking.domain.stage import PetitionStage
from tracking.domain.verb import Verb
from tracking.domain.vocabulary import Identity, Kind, Urgency


@dataclass(frozen=True, kw_only=True)
class Matter:
    """What is known of a petition when it comes in, without anything personal.

    ``kind`` and ``topic`` are set by doors that know them in our codes; others leave them to the classifier.
    """

    text: str
    channel: str
    identity: Identity = Identity.NAMED
    legacy_source: str | None = None
    kind: Kind | None = None
    topic: str | None = None
    district: str | None = None
    street: str | None = None
    longitude: float | None = None
    latitude: float | None = None
    wants_contact: bool = True
    agrees_to_publication: bool = False


def register(
    number: str,
    matter: Matter,
    *,
    by: Actor,
    at: datetime,
    timetable: Timetable,
    received_at: datetime | None = None,
    split_from: str | None = None,
) -> Case:
    """登记. The first entry of the ledger holds every field that is set.

    ``received_at`` is given when the citizen spoke elsewhere before; the clocks run from ``at`` all the same.
    """
    given = first_fields(number, matter, at=at, timetable=timetable, received_at=received_at)
    given |= {"split_from": split_from} if split_from else {}
    case = Case(Petition(**given), [])
    case.record(Verb.REGISTER, by=by, at=at, petition=given, texts={"said": matter.text})
    return case


def first_fields(
    number: str, matter: Matter, *, at: datetime, timetable: Timetable, received_at: datetime | None
) -> dict[str, Any]:
    """The fields of a petition that was just heard of. Raises ``InvalidValue`` for a moment in the future."""
    require(text=matter.text)
    if received_at is not None and received_at > at:
        raise InvalidValue("a petition cannot have come in the future", field="received_at")
    known = {f.name: getattr(matter, f.name) for f in fields(Matter) if f.name != "text"}
    known |= {"taken_over_at": at if received_at else None}
    return {name: value for name, value in known.items() if value is not None} | {
        "number": number,
        "stage": PetitionStage.REGISTERED,
        "received_at": received_at or at,
        "rules": timetable.rules.version,
        "dispatch_due_at": timetable.due(Step.DISPATCH, at, kind=None, urgency=Urgency.NORMAL),
    }


def classify(
    case: Case,
    *,
    by: Actor,
    at: datetime,
    timetable: Timetable,
    kind: Kind,
    topic: str | None,
    urgency: Urgency,
    needs_person: bool = False,
    district: str | None = None,
    street: str | None = None,
) -> None:
    """分类. Kind, topic and urgency are known; the dispatch clock is that of this kind."""
    petition = case.petition
    came_at = petition.taken_over_at or petition.received_at
    dispatch_due_at = timetable.due(Step.DISPATCH, came_at, kind=kind, urgency=urgency)
    case.record(
        Verb.CLASSIFY,
        by=by,
        at=at,
        petition={
            "kind": kind,
            "topic": topic,
            "urgency": urgency,
            "needs_person": needs_person,
            "district": petition.district or district,
            "street": petition.street or street,
            "dispatch_due_at": dispatch_due_at,
        },
    )


def correct(case: Case, *, by: Actor, at: datetime, kind: Kind, topic: str, reason: str) -> None:
    """更正. Changing kind or topic after registration is an audited event with its reason."""
    require(reason=reason)
    was = {"was_kind": case.petition.kind, "was_topic": case.petition.topic}
    case.record(
        Verb.CORRECT, by=by, at=at, petition={"kind": kind, "topic": topic}, texts={"reason": reason}, coded=was
    )


def answer(case: Case, *, by: Actor, at: datetime, reply: str) -> None:
    """即时答复. Answered at the desk; kept and counted apart."""
    require(reply=reply)
    case.record(Verb.ANSWER, by=by, at=at, petition={"closed_at": at}, texts={"public_reply": reply})


def decline(case: Case, *, by: Actor, at: datetime, reason: str, explanation: str) -> None:
    """不予受理, with a coded reason and the way that is open to the citizen instead."""
    require(reason=reason, explanation=explanation)
    changes = {"decline_reason": reason, "closed_at": at}
    case.record(Verb.DECLINE, by=by, at=at, petition=changes, texts={"public_reply": explanation})


def divert(case: Case, *, by: Actor, at: datetime, target: str, explanation: str) -> None:
    """转出 to 110, 119, 120, 122, a court or a discipline body."""
    require(target=target)
    changes = {"diverted_to": target, "closed_at": at}
    case.record(Verb.DIVERT, by=by, at=at, petition=changes, texts={"public_reply": explanation})

"""What the petitioner sees of the own petition: three reads, no locks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, select

from tracking.domain.ledger import Entry
from tracking.domain.people import Role
from tracking.domain.stage import PetitionStage
from tracking.domain.verb import Verb
from tracking.domain.vocabulary import Identity, Kind, Outcome, Satisfaction
from tracking.store import case as cases
from tracking.store import schema

OWN_WORDS = frozenset({"said", "words", "reason", "data_request"})
TO_THE_CITIZEN = frozenset({"question", "data_decision"})
PUBLIC_REPLY, PUBLIC_ANSWER = "public_reply", "public_answer"


@dataclass(frozen=True, kw_only=True, slots=True)
class Standing:
    """Where a petition stands. ``code_key`` is the keyed hash of its query code."""

    number: str
    title: str
    stage: PetitionStage
    identity: Identity
    kind: Kind | None
    received_at: datetime
    dispatch_due_at: datetime | None
    unit: str | None
    due_at: datetime | None
    callback_due_at: datetime | None
    urges: int
    outcome: Outcome | None
    satisfaction: Satisfaction | None
    closed_at: datetime | None
    version: int
    code_key: bytes


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    """One entry of the ledger with what the petitioner said, or was asked, in it."""

    entry: Entry
    words: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Progress:
    """The whole way so far, oldest step first."""

    standing: Standing
    steps: Sequence[Step]
    public_reply: str | None


_PETITION = schema.petition.c
_STANDING = select(*(_PETITION[field.name] for field in fields(Standing))).where(
    _PETITION.number == bindparam("number")
)
_TEXT = schema.text_.c
_WORDS = (
    select(_TEXT.seq, _TEXT.purpose, _TEXT.body)
    .where(
        _TEXT.number == bindparam("number"),
        _TEXT.purpose.in_([*sorted(OWN_WORDS), *sorted(TO_THE_CITIZEN), PUBLIC_REPLY, PUBLIC_ANSWER]),
    )
    .order_by(_TEXT.seq)
)


def standing(connection: Connection, number: str) -> Standing | None:
    """Where a petition stands, None where there is none of this number."""
    row = connection.execute(_STANDING, {"number": number}).mappings().first()
    return _standing(dict(row)) if row else None


def email_key_of(connection: Connection, number: str) -> bytes | None:
    """The keyed hash of the petitioner's address, None where there is none."""
    return connection.execute(select(_PETITION.email_key).where(_PETITION.number == number)).scalar_one_or_none()


def number_among(connection: Connection, numbers: Sequence[str]) -> str | None:
    """The first of these numbers that there is."""
    found = select(_PETITION.number).where(_PETITION.number.in_(numbers)).limit(1)
    return connection.execute(found).scalar()


def number_of_phone(connection: Connection, phone_key: bytes, *, ending: str) -> str | None:
    """The latest petition of a telephone number whose number ends like this."""
    mine = select(_PETITION.number).where(_PETITION.phone_key == phone_key, _PETITION.number.endswith(ending))
    return connection.execute(mine.order_by(_PETITION.received_at.desc()).limit(1)).scalar()


def progress(connection: Connection, found: Standing) -> Progress:
    """Everything that happened. Words of officials are left out, except what is for the petitioner to read: the public
    reply, what they asked or decided of the own data, and the redacted answer to an urge of the petitioner's own.
    """
    entries = cases.entries(connection, found.number)
    rows = connection.execute(_WORDS, {"number": found.number}).all()
    own = {row.seq: row.body for row in rows if row.purpose in OWN_WORDS}
    asked = {row.seq: row.body for row in rows if row.purpose in TO_THE_CITIZEN}
    answers = {row.seq: row.body for row in rows if row.purpose == PUBLIC_ANSWER}
    theirs = asked | {seq: answers[seq] for seq in _to_own_urges(entries) if seq in answers}
    replies = [row.body for row in rows if row.purpose == PUBLIC_REPLY]
    steps = [Step(entry=each, words=(own if _citizens(each) else theirs).get(each.seq)) for each in entries]
    return Progress(standing=found, steps=steps, public_reply=replies[-1] if replies else None)


def _to_own_urges(entries: Sequence[Entry]) -> Iterator[int]:
    """The answers to urges of which one at least came from the petitioner, by a door or by telephone."""
    urged = False
    for each in entries:
        if each.verb is Verb.URGE:
            urged = urged or each.role in (Role.CITIZEN, Role.OPERATOR)
        elif each.verb is Verb.ANSWER_URGE:
            if urged:
                yield each.seq
            urged = False


def _citizens(entry: Entry) -> bool:
    return entry.role is Role.CITIZEN or entry.seq == 1


def _standing(row: dict[str, Any]) -> Standing:
    coded = {
        "stage": PetitionStage(row["stage"]),
        "identity": Identity(row["identity"]),
        "kind": Kind(row["kind"]) if row["kind"] else None,
        "outcome": Outcome(row["outcome"]) if row["outcome"] else None,
        "satisfaction": Satisfaction(row["satisfaction"]) if row["satisfaction"] else None,
    }
    return Standing(**row | coded)

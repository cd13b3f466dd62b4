"""Questions we asked by message: the next text from that number may be the answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import Connection, select, update
from sqlalchemy.dialects.postgresql import insert

from channels.sms.schema import message_question

OPEN_FOR = timedelta(days=14)
_Q = message_question.c


class Asked(StrEnum):
    """What a question asks for."""

    RATING = "rating"
    PLACE = "place"
    FACTS = "facts"


@dataclass(frozen=True, kw_only=True)
class Question:
    """One question; ``(number, seq)`` names the ledger entry that caused it."""

    number: str
    seq: int
    asks: Asked


def ask(connection: Connection, question: Question, phone_key: bytes, *, at: datetime) -> None:
    """Note that it was asked; once, however often the event comes."""
    row = {"number": question.number, "seq": question.seq, "asks": question.asks}
    values = row | {"phone_key": phone_key, "asked_at": at}
    connection.execute(insert(message_question).values(values).on_conflict_do_nothing())


def waiting(connection: Connection, phone_key: bytes, *, at: datetime) -> Question | None:
    """The latest question to this number that is not answered yet."""
    mine = _Q.phone_key == phone_key, _Q.answered_at.is_(None), _Q.asked_at > at - OPEN_FOR
    found = select(_Q.number, _Q.seq, _Q.asks).where(*mine).order_by(_Q.asked_at.desc(), _Q.seq.desc()).limit(1)
    row = connection.execute(found).first()
    return Question(number=row.number, seq=row.seq, asks=Asked(row.asks)) if row else None


def answered(connection: Connection, question: Question, *, at: datetime) -> None:
    """It has its answer, or can have none any more."""
    one = _Q.number == question.number, _Q.seq == question.seq
    connection.execute(update(message_question).where(*one).values(answered_at=at))

"""What a branch hotline uploads: a batch of rows, each read by itself, so that one flaw spoils one row."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from channels.base import ChannelError, Flaw, Refused, marked
from channels.choice import choice_of
from channels.moment import moment_of
from channels.place import Gazetteer
from channels.review import Review
from channels.submission import Door, Draft, fits, submission
from channels.topic import topic_of
from channels.wording import KINDS, URGENCIES
from channels.words import clean, text_of
from tracking.domain.vocabulary import Kind, Urgency
from tracking.service.intake import Submission

DOOR = Door("branch", "B")
MOST_ROWS = 200
OLDEST = timedelta(days=30)
_SHAPE = marked("这一行的内容不是接口规定的字段或类型。")
_OLD = marked("超过30天的诉求请用历史件导入。")
_CODED = marked("已答复或已在办理的诉求须写明类型和问题分类。")
_REPORT = marked("举报件不能由分支热线自行答复或办理，请按 open 上报。")
_REPLY = marked("已答复的诉求须写明答复内容。")
_NO_REPLY = marked("只有已答复的诉求才有答复内容。")


class State(StrEnum):
    """How far the branch has come with it."""

    OPEN = "open"
    ANSWERED = "answered"
    HANDLING = "handling"


_STATES: Mapping[State, str] = {State.OPEN: "待办理", State.ANSWERED: "已答复", State.HANDLING: "办理中"}


class NotABatch(ChannelError):
    """The body is no batch at all."""

    code = "bad_request"


class Row(BaseModel):
    """One matter as a branch tells it; see docs/channels/branch.md."""

    model_config = ConfigDict(extra="forbid", strict=True)

    id: str
    text: str
    received_at: str = ""
    phone: str = ""
    name: str = ""
    place: str = ""
    spot: str = ""
    identity: str = ""
    kind: str = ""
    topic: str = ""
    urgency: str = ""
    legacy_source: str = ""
    state: str = ""
    reply: str = ""
    wants_contact: bool = True
    agrees_to_publication: bool = False


@dataclass(frozen=True, kw_only=True)
class Known:
    """What rows may refer to, whose they are, and what time it is."""

    unit: str
    gazetteer: Gazetteer
    topics: Mapping[str, str]
    sources: Collection[str]
    now: datetime


@dataclass(frozen=True, kw_only=True)
class Heard:
    """A row that was understood. ``raw`` is the row as it came, in one order of its fields."""

    id: str
    raw: str
    submission: Submission
    received_at: datetime | None
    urgency: Urgency
    state: State
    reply: str


def rows_of(body: bytes) -> Sequence[object]:
    """The rows of a batch, still unread. Raises ``NotABatch``."""
    try:
        batch = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise NotABatch from error
    rows = batch.get("petitions") if isinstance(batch, dict) and set(batch) == {"petitions"} else None
    if not isinstance(rows, list) or not 0 < len(rows) <= MOST_ROWS:
        raise NotABatch
    return rows


def identity_of(row: object) -> str | None:
    """The branch's own id of a row, where it can be read: it stands in the result."""
    identity = row.get("id") if isinstance(row, dict) else None
    return identity if isinstance(identity, str) and fits(identity) else None


def parse(row: object, known: Known) -> Heard:
    """Raises ``Refused`` with every flaw."""
    read, review = _read(row), Review()
    state = review.of(lambda: choice_of(read.state, _STATES, "state")) or State.OPEN
    kind = review.of(lambda: choice_of(read.kind, KINDS, "kind"))
    topic = review.of(lambda: topic_of(read.topic, known.topics))
    urgency = review.of(lambda: choice_of(read.urgency, URGENCIES, "urgency")) or Urgency.NORMAL
    received_at = review.of(lambda: _heard_at(read.received_at, known.now))
    reply = review.of(lambda: _reply(read.reply, state)) or ""
    item = review.of(lambda: _item(read, known, kind, topic))
    review.of(lambda: _may(state, kind, topic))
    review.finish()
    if item is None:
        raise Refused
    raw = json.dumps(row, sort_keys=True)
    return Heard(
        id=read.id,
        raw=raw,
        submission=item,
        received_at=received_at,
        urgency=urgency,
        state=state,
        reply=reply,
    )


def _read(row: object) -> Row:
    try:
        return Row.model_validate(row)
    except ValidationError as error:
        raise Refused(*map(_flaw, error.errors(include_url=False, include_input=False))) from None


def _flaw(found: Any) -> Flaw:
    code = {"missing": "missing_field", "extra_forbidden": "unknown_field"}.get(found["type"], "invalid_value")
    return Flaw(field=clean(".".join(map(str, found["loc"])))[:60], code=code, message=_SHAPE)


def _item(read: Row, known: Known, kind: Kind | None, topic: str | None) -> Submission:
    draft = Draft(
        text=read.text,
        phone=read.phone,
        name=read.name,
        place=read.place,
        spot=read.spot,
        identity=read.identity,
        kind=kind,
        topic=topic,
        legacy_source=read.legacy_source or (known.unit if known.unit in known.sources else ""),
        wants_contact=read.wants_contact,
        agrees_to_publication=read.agrees_to_publication,
    )
    return submission(draft, DOOR, external_id=read.id, gazetteer=known.gazetteer, sources=known.sources)


def _heard_at(raw: str, now: datetime) -> datetime | None:
    at = moment_of(raw, "received_at", now=now)
    if at is not None and at < now - OLDEST:
        raise Refused(Flaw(field="received_at", code="invalid_value", message=_OLD))
    return at


def _reply(raw: str, state: State) -> str:
    if state is State.ANSWERED:
        return text_of(raw, "reply", required=_REPLY)
    if raw.strip():
        raise Refused(Flaw(field="reply", code="invalid_value", message=_NO_REPLY))
    return ""


def _may(state: State, kind: Kind | None, topic: str | None) -> None:
    """A branch may settle what it can name, and never a report: that may be about itself."""
    if state is State.OPEN:
        return
    if kind is None or topic is None:
        raise Refused(Flaw(field="kind" if kind is None else "topic", code="missing_field", message=_CODED))
    if kind is Kind.REPORT:
        raise Refused(Flaw(field="state", code="invalid_value", message=_REPORT))

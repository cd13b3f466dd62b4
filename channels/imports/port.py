"""One row of an old system's table, and how it becomes a petition that has its past."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from channels.base import Flaw, Refused, marked
from channels.choice import choice_of
from channels.imports.heading import Mapped
from channels.legacy import source_of
from channels.moment import iso, moment_of
from channels.place import Gazetteer
from channels.review import Review
from channels.submission import Door, Draft, submission
from channels.topic import topic_of
from channels.wording import IDENTITIES, KINDS, OUTCOMES, SATISFACTION
from channels.words import line_of, note_of
from tracking.domain.procedure.takeover import Past
from tracking.domain.vocabulary import Identity
from tracking.service.intake import Submission

DOOR = Door("import", "L")
KEY_LENGTH, REPLY_LENGTH = 100, 2000
_NOTHING = frozenset({"无", "/", "-", "—", "未知", "不详", "匿名", "无电话", "未留", "null", "none", "n/a"})
_KEY = marked("缺少原编号。")
_WHEN = marked("缺少受理时间。")
_ORDER = marked("办结时间早于受理时间。")
_OPEN = marked("没有办结时间：未办结的诉求要勾选“包含未办结的诉求”才会导入。")
_UNIT = marked("没有这个单位，请用代码、全称或简称。")
_DISTRICT = marked("没有这个区县。")
_DOOR = marked("没有这个渠道。")


@dataclass(frozen=True, kw_only=True)
class Known:
    """What rows may refer to, and what time it is.

    ``units``, ``districts`` and ``channels`` give the code of a code or name; ``letters`` the letter of a channel in
    petition numbers; ``sources`` the channel into which a legacy source was merged.
    """

    units: Mapping[str, str]
    districts: Mapping[str, str]
    topics: Mapping[str, str]
    channels: Mapping[str, str]
    letters: Mapping[str, str]
    sources: Mapping[str, str]
    with_open: bool
    now: datetime


@dataclass(frozen=True, kw_only=True)
class Old:
    """A row that was understood. ``raw`` holds its fields as they were written."""

    external_id: str
    raw: str
    submission: Submission
    past: Past


def parse(cells: Sequence[str], mapped: Mapped, known: Known) -> Old:
    """Raises ``Refused`` with every flaw."""
    row = {name: _said(name, cells[column]) for name, column in mapped.items() if column < len(cells)}
    review = Review()
    key = review.of(lambda: _key(row))
    item = _item(row, known, review)
    past = _past(row, known, review)
    review.finish()
    if key is None or item is None or past is None:
        raise Refused
    return Old(external_id=key, raw=json.dumps(row, sort_keys=True), submission=item, past=past)


def key_in(cells: Sequence[str], mapped: Mapped) -> str | None:
    """The row's own id where it can be read, to find the row again."""
    column = mapped.get("external_id", len(cells))
    return cells[column][:KEY_LENGTH] or None if column < len(cells) else None


def _said(name: str, cell: str) -> str:
    """A cell without the words that old systems put where there is nothing."""
    return "" if name in ("phone", "name", "place", "closed_at") and cell.lower() in _NOTHING else cell


def _key(row: Mapping[str, str]) -> str:
    key: str | None = line_of(row.get("external_id", ""), "external_id", most=KEY_LENGTH)
    if key is None:
        raise Refused(Flaw(field="external_id", code="missing_field", message=_KEY))
    return key


def _item(row: Mapping[str, str], known: Known, review: Review) -> Submission | None:
    source = review.of(lambda: source_of(row.get("legacy_source", ""), known.sources))
    channel = review.of(lambda: _one_of(row.get("channel", ""), known.channels, "channel", _DOOR))
    through = channel or known.sources.get(source or "", DOOR.channel)
    district = review.of(lambda: _one_of(row.get("district", ""), known.districts, "district", _DISTRICT))
    identity = review.of(lambda: choice_of(row.get("identity", ""), IDENTITIES, "identity"))
    draft = Draft(
        text=_text(row),
        phone=row.get("phone", ""),
        name=row.get("name", ""),
        place=district or "",
        spot=row.get("place", ""),
        identity=identity or Identity.CONFIDENTIAL,
        kind=review.of(lambda: choice_of(row.get("kind", ""), KINDS, "kind")),
        topic=review.of(lambda: topic_of(row.get("topic", ""), known.topics)),
        legacy_source=source or "",
    )
    door = Door(through, known.letters.get(through, DOOR.letter))
    places = Gazetteer(dict.fromkeys(known.districts.values(), ""), {})
    return review.of(lambda: submission(draft, door, external_id=None, gazetteer=places, sources=known.sources))


def _past(row: Mapping[str, str], known: Known, review: Review) -> Past | None:
    received_at = review.of(lambda: _required(_moment(row, "received_at", known.now)))
    closed_at = review.of(lambda: _moment(row, "closed_at", known.now))
    unit = review.of(lambda: _one_of(row.get("unit", ""), known.units, "unit", _UNIT))
    outcome = review.of(lambda: choice_of(row.get("outcome", ""), OUTCOMES, "outcome"))
    satisfaction = review.of(lambda: choice_of(row.get("satisfaction", ""), SATISFACTION, "satisfaction"))
    reply = review.of(lambda: note_of(row.get("reply", ""), "reply", most=REPLY_LENGTH)) or ""
    if received_at is None:
        return None
    review.of(lambda: _in_order(received_at, closed_at, row, known))
    return Past(
        received_at=received_at,
        closed_at=closed_at,
        unit=unit,
        outcome=outcome,
        satisfaction=satisfaction,
        reply=reply,
    )


def _text(row: Mapping[str, str]) -> str:
    """The words, after the title where they do not begin with it."""
    title, text = row.get("title", ""), row.get("text", "")
    return text if not title or text.startswith(title) else f"{title}\n{text}".strip()


def _moment(row: Mapping[str, str], field: str, now: datetime) -> datetime | None:
    return moment_of(iso(row.get(field, "")), field, now=now)


def _required(at: datetime | None) -> datetime:
    if at is None:
        raise Refused(Flaw(field="received_at", code="missing_field", message=_WHEN))
    return at


def _in_order(received_at: datetime, closed_at: datetime | None, row: Mapping[str, str], known: Known) -> None:
    if closed_at is not None and closed_at < received_at:
        raise Refused(Flaw(field="closed_at", code="invalid_value", message=_ORDER))
    if closed_at is None and not row.get("closed_at") and not known.with_open:
        raise Refused(Flaw(field="closed_at", code="missing_field", message=_OPEN))


def _one_of(raw: str, codes: Mapping[str, str], field: str, message: str) -> str | None:
    given = raw.strip()
    if given and given not in codes:
        raise Refused(Flaw(field=field, code="unknown_code", message=message))
    return codes.get(given)

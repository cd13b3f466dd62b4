"""Documents get their number here: without gaps within a year, whoever else issues at the same time.

The row of the year is held until the transaction ends, so a number is taken only by a document that is stored.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select, tuple_, update
from sqlalchemy import insert as plain_insert
from sqlalchemy.dialects.postgresql import insert

from admin.supervision import schema
from admin.supervision.ladder import State, Step
from tracking.domain.clock import city_day

_D, _S = schema.document.c, schema.serial.c
# To whom a document goes: a post, never a person by name.
POSTS = {
    Step.YELLOW: "承办科室负责人",
    Step.RED: "分管负责人",
    Step.CRITICISM: "主要负责人",
    Step.TALK: "主要负责人",
    Step.ACCOUNTABILITY: "主要负责人",
    Step.ORDER: "分管负责人",
    Step.PROPOSAL: "主要负责人",
}


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A document before it has a number."""

    step: Step
    number: str | None
    index: int | None
    unit: str
    reason: str
    due_at: datetime | None
    by: str
    role: str
    at: datetime
    turn: int = 0
    level: int | None = None


def issue(connection: Connection, drafts: Sequence[Draft], *, word: str, version: str | None = None) -> Sequence[int]:
    """Number and store what is not there yet; returns the ids. The same draft again does nothing.

    ``version`` is that of the parameter the documents are made with.
    """
    made: list[int] = []
    for year in sorted({city_day(each.at).year for each in drafts}):
        made += _of_year(connection, [each for each in drafts if city_day(each.at).year == year], year, word, version)
    return made


def _of_year(
    connection: Connection, drafts: Sequence[Draft], year: int, word: str, version: str | None
) -> Sequence[int]:
    last = _held(connection, year)
    there = _known(connection, drafts)
    fresh = {_key(each) if each.number else (position,): each for position, each in enumerate(drafts)}
    wanted = [each for key, each in fresh.items() if key not in there]
    if not wanted:
        return []
    rows = [_row(each, word, year, last + place) | {"law": version} for place, each in enumerate(wanted, start=1)]
    made = connection.execute(plain_insert(schema.document).values(rows).returning(_D.id, _D.serial)).all()
    ids = [row.id for row in sorted(made, key=lambda row: row.serial)]
    acts = [
        {"document": id_, "act": "issued", "at": each.at, "by": each.by, "role": each.role, "note": each.reason}
        for id_, each in zip(ids, wanted, strict=True)
    ]
    connection.execute(plain_insert(schema.act).values(acts))
    connection.execute(update(schema.serial).where(_S.year == year).values(last=last + len(wanted)))
    return ids


def _held(connection: Connection, year: int) -> int:
    connection.execute(insert(schema.serial).values(year=year, last=0).on_conflict_do_nothing())
    last: int = connection.execute(select(_S.last).where(_S.year == year).with_for_update()).scalar_one()
    return last


def _known(connection: Connection, drafts: Sequence[Draft]) -> set[tuple[object, ...]]:
    keys = [_key(each) for each in drafts if each.number]
    if not keys:
        return set()
    columns = (_D.number, _D.index, _D.step, _D.turn)
    return {tuple(row) for row in connection.execute(select(*columns).where(tuple_(*columns).in_(keys)))}


def _key(draft: Draft) -> tuple[object, ...]:
    return draft.number, draft.index, str(draft.step), draft.turn


def _row(draft: Draft, word: str, year: int, serial: int) -> dict[str, object]:
    return {
        "word": word,
        "year": year,
        "serial": serial,
        "step": draft.step,
        "number": draft.number,
        "index": draft.index,
        "turn": draft.turn,
        "unit": draft.unit,
        "post": POSTS[draft.step],
        "level": draft.level,
        "reason": draft.reason,
        "issued_at": draft.at,
        "issued_by": draft.by,
        "due_at": draft.due_at,
        "state": State.ISSUED,
    }

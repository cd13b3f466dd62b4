"""A frozen year computed again from its own inputs and compared, with every file that was frozen with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from admin.performance import evidence
from admin.performance.closing import place_json, thawed
from admin.performance.result_row import Result
from tracking.service.period_close import body_hash


@dataclass(frozen=True, kw_only=True)
class Line:
    """One unit as it was frozen and as it comes out again (rank, total); ``same`` counts every leaf."""

    unit: str
    group: str
    was: tuple[int | None, str | None]
    now: tuple[int | None, str | None]
    same: bool


@dataclass(frozen=True, kw_only=True)
class Replay:
    """``intact``: the stored body has its hash."""

    intact: bool
    lines: Sequence[Line]

    @property
    def differs(self) -> Sequence[str]:
        return [each.unit for each in self.lines if not each.same]

    @property
    def sound(self) -> bool:
        return self.intact and not self.differs


@dataclass(frozen=True, kw_only=True)
class Kept:
    """A frozen file: ``identity`` where it is still stored, ``same`` whether its content is the frozen one."""

    told: Mapping[str, Any]
    identity: int | None
    same: bool


def replay(result: Result) -> Replay:
    """By the plan and the inputs that are frozen in it, whatever came later."""
    again = {each.unit: place_json(each) for each in thawed(result).places}
    stored = result.body["standings"]
    lines = [_line(unit, stored.get(unit, {}), again.get(unit, {})) for unit in sorted({*again, *stored})]
    lines.sort(key=lambda each: (each.group, each.was[0] is None, each.was[0] or 0, each.unit))
    return Replay(intact=body_hash(result.body) == result.hash, lines=lines)


def files(connection: Connection, result: Result) -> Sequence[Kept]:
    """Every file that was frozen with the year, its content hashed anew by the database."""
    stored = evidence.sound(connection, result.year)
    known = {evidence.key(each): each for each in evidence.of_year(connection, result.year)}
    found = []
    for told in result.body.get("evidence", ()):
        each = known.get(evidence.key_of(told))
        same = each is not None and stored.get(each.id) == told["digest"]
        found.append(Kept(told=told, identity=each.id if each else None, same=same))
    return found


def _line(unit: str, was: Mapping[str, Any], now: Mapping[str, Any]) -> Line:
    return Line(
        unit=unit,
        group=was.get("group") or now.get("group") or "",
        was=(was.get("rank"), was.get("total")),
        now=(now.get("rank"), now.get("total")),
        same=was == now,
    )

"""Closing a period: its figures are frozen with the version of the parameters and a hash.

A frozen period never changes. What comes to light later shows as a correction in the next bulletin; "what if"
recomputes any period with other parameters and leaves the frozen one alone.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from tracking.domain.error import InvalidValue, NotFound
from tracking.domain.indicator import Rate
from tracking.domain.period import Span, named
from tracking.service import performance
from tracking.service.core import Core
from tracking.service.performance import Standing
from tracking.store import frozen

Groups = Mapping[str, str | None]
_NONE: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, kw_only=True)
class Correction:
    """A figure of a frozen period that would be another one today."""

    unit: str
    figure: str
    frozen: str | None
    now: str | None


def close(core: Core, period: Span, *, groups: Groups, by: str, successors: Mapping[str, str] = _NONE) -> frozen.Frozen:
    """Freeze a period that is over. Raises ``InvalidValue`` while it runs or when it is frozen already."""
    lines, window = performance.window_of(core, period)
    if window.end > core.now():
        raise InvalidValue("the period is not over", field="period", value=str(period))
    body = snapshot(performance.board(core, window, groups=groups, successors=successors, what_if=lines))
    made = frozen.Frozen(
        period=str(period),
        starts_at=window.start,
        ends_at=window.end,
        scheme=lines.version,
        body=body,
        hash=body_hash(body),
        frozen_at=core.now(),
        frozen_by=by,
    )
    with core.engine.begin() as connection:
        if not frozen.add(connection, made):
            raise InvalidValue("the period is frozen already", field="period", value=made.period)
    return made


def snapshot(standings: Sequence[Standing]) -> dict[str, Any]:
    """Standings as JSON: exact numbers as text."""
    return {each.unit: _one(each) for each in standings}


def _one(each: Standing) -> dict[str, Any]:
    return {
        "group": each.group,
        "score": _text(each.score),
        "grade": each.grade,
        "rank": each.rank,
        "completed": each.completed,
        "rates": {code: _rate(rate) for code, rate in each.rates.items()},
        "vetoes": list(each.vetoes),
    }


def _rate(rate: Rate) -> list[Any]:
    return [str(rate.numerator), rate.denominator, rate.left, rate.undecided]


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def body_hash(body: Mapping[str, Any]) -> bytes:
    """SHA-256 of the canonical JSON."""
    canonical = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).digest()


def corrections(
    core: Core, period: str, *, groups: Groups, successors: Mapping[str, str] = _NONE
) -> Sequence[Correction]:
    """What a frozen period would say today, counted with the parameters it was frozen with. Raises ``NotFound``."""
    with core.engine.connect() as connection:
        was = frozen.of(connection, period)
    if was is None:
        raise NotFound("this period is not frozen", period=period)
    lines, window = performance.window_of(core, named(period))
    today = snapshot(performance.board(core, window, groups=groups, successors=successors, what_if=lines))
    return [
        Correction(unit=unit, figure=figure, frozen=_text(before), now=_text(after))
        for unit, figures in was.body.items()
        for figure, before, after in _differences(figures, today.get(unit, {}))
    ]


def _differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[tuple[str, Any, Any]]:
    flat_before, flat_after = _flat(before), _flat(after)
    return [
        (name, flat_before[name], flat_after.get(name)) for name in flat_before if _other(name, flat_before, flat_after)
    ]


def _other(name: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    return bool(before[name] != after.get(name))


def _flat(figures: Mapping[str, Any]) -> dict[str, Any]:
    rates = {code: "/".join(map(str, rate)) for code, rate in figures.get("rates", {}).items()}
    graded = {"grade": frozen.grade_of(figures)} if figures else {}
    return {name: value for name, value in figures.items() if name != "rates"} | rates | graded

"""The body of a bulletin: what a frozen period says, in the order in which it is told.

Totals, ranking by group, units with too few cases, good units, poor units with the figures they miss, hot topics,
corrections of earlier periods, demands, and the messages to leaders.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import reduce
from operator import add
from typing import Any

from admin.bulletins import message, period_word
from admin.bulletins.figure import percent, plain, rate_of
from admin.bulletins.message import Said
from admin.bulletins.row import units
from routing.city import City
from tracking.domain.clock import city_day
from tracking.domain.indicator import Rate
from tracking.domain.nine import NINE
from tracking.domain.period import Span
from tracking.domain.scoring import Grade, Scheme
from tracking.store.frozen import Frozen

Body = Mapping[str, Any]
GRADES = (Grade.EXCELLENT, Grade.QUALIFIED, Grade.UNQUALIFIED)


@dataclass(frozen=True, kw_only=True)
class Source:
    """Everything a body is made from."""

    span: Span
    frozen: Frozen
    scheme: Scheme
    city: City
    city_name: str
    hot: Sequence[Mapping[str, Any]]
    corrections: Sequence[Mapping[str, Any]]
    demands: str
    demands_due_on: date
    rectify_by: date
    sms_version: str
    templates: Mapping[str, str]
    made_at: datetime


def body(source: Source) -> Body:
    """All of it as JSON."""
    rows = units(source.frozen, source.scheme, source.city)
    return {
        "period": str(source.span),
        "title": f"{source.city_name}市民意诉求办理情况通报（{period_word.full(source.span)}）",
        "starts_on": city_day(source.frozen.starts_at).isoformat(),
        "ends_before": city_day(source.frozen.ends_at).isoformat(),
        "parameters": source.frozen.scheme,
        "frozen_hash": source.frozen.hash.hex(),
        "made_at": source.made_at.isoformat(),
        "least": source.scheme.least,
        "totals": _totals(rows, source),
        "groups": _groups(rows),
        "few": [row["unit"] for row in rows if row["grade"] is None],
        "good": [row["unit"] for row in rows if row["grade"] == Grade.EXCELLENT],
        "poor": [row["unit"] for row in rows if row["grade"] == Grade.UNQUALIFIED],
        "units": {row["unit"]: row for row in rows},
        "hot": list(source.hot),
        "corrections": list(source.corrections),
        "demands": {"text": source.demands, "due_on": source.demands_due_on.isoformat()},
        "rectify_by": source.rectify_by.isoformat(),
        "sms_version": source.sms_version,
        "messages": _messages(rows, source),
    }


def snapshot_id(made: Body) -> str:
    """Period, parameter version and the first characters of the SHA-256 of the canonical JSON."""
    canonical = json.dumps(made, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    short = hashlib.sha256(canonical.encode()).hexdigest()[:8]
    return f"{made['period']}_{str(made['parameters']).replace('·', '.')}_{short}"


def _totals(rows: Sequence[Mapping[str, Any]], source: Source) -> Mapping[str, Any]:
    grades = Counter(row["grade"] for row in rows)
    frozen = source.frozen.body
    figures = []
    for each in NINE:
        nothing = Rate(numerator=each.best * 0, denominator=0)
        rate = reduce(add, (rate_of(frozen[row["unit"]]["rates"][each.code]) for row in rows), nothing)
        line = source.scheme.lines[each.code]
        figures.append(
            {
                "code": each.code,
                "name": each.name,
                "value": percent(rate, line),
                "line": plain(line.qualified),
                "numerator": plain(rate.numerator),
                "denominator": rate.denominator,
            }
        )
    return {
        "units": len(rows),
        "completed": sum(row["completed"] for row in rows),
        "grades": {grade: grades[grade] for grade in GRADES},
        "figures": figures,
    }


def _groups(rows: Sequence[Mapping[str, Any]]) -> Sequence[Mapping[str, Any]]:
    graded = [row for row in rows if row["grade"] is not None]
    return [
        {"group": group, "units": [row["unit"] for row in graded if row["group"] == group]}
        for group in sorted({row["group"] for row in graded})
    ]


def _messages(rows: Sequence[dict[str, Any]], source: Source) -> Mapping[str, str]:
    said = Said(
        city=source.city_name,
        period=period_word.short(source.span),
        due_on=source.rectify_by,
        least=source.scheme.least,
        templates=source.templates,
    )
    return {row["unit"]: message.composed(row, said) for row in rows}

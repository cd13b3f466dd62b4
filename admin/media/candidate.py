"""Candidates: cases of a frozen period that the column may tell of.

Never a report (举报), never one whose petitioner asked to stay unknown, and only with the petitioner's consent.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, literal, select

from tracking.domain.indicator import Window
from tracking.domain.vocabulary import Identity, Kind, Nature, Satisfaction
from tracking.store import schema
from tracking.store.frozen import Frozen

_P, _A = schema.petition.c, schema.assignment.c
MOST = 10
BEST, WORST, REWORKS, RED = "best_n6", "worst_n6", "three_reworks", "red_card"


def found(
    connection: Connection, made: Frozen, *, reworks: int, least: int, most: int = MOST
) -> Sequence[Mapping[str, Any]]:
    """Rows for ``store.add``: (number, assignment, unit, tone, cause, period), at most ``most`` by each rule.

    What several rules find is one example, by the gravest of them: nobody is blamed twice for one matter.
    """
    window = Window(start=made.starts_at, end=made.ends_at)
    best, worst = _ends(made.body, least=least)
    rated = window_of(_A.callback_at, window)
    wanted = [
        _by(RED, "bad", and_(window_of(_A.red_card_at, window), _A.red_cancelled_at.is_(None))),
        _by(REWORKS, "bad", and_(window_of(_A.decided_at, window), _P.reworks >= reworks)),
        _by(WORST, "bad", and_(rated, _A.unit == worst, _A.satisfaction == Satisfaction.VERY_DISSATISFIED)),
        _by(BEST, "good", and_(rated, _A.unit == best, _A.satisfaction == Satisfaction.VERY_SATISFIED)),
    ]
    statements = [each.order_by(_A.number, _A.index).limit(most) for each in wanted]
    gravest: dict[tuple[str, int], Mapping[str, Any]] = {}
    for row in (row for each in statements for row in connection.execute(each).mappings()):
        gravest.setdefault((row["number"], row["assignment"]), {**row, "period": made.period})
    return list(gravest.values())


def window_of(moment: ColumnElement[Any], window: Window) -> ColumnElement[bool]:
    """The condition that a moment lies in a window."""
    return and_(moment >= window.start, moment < window.end)


def _by(cause: str, tone: str, condition: ColumnElement[bool]) -> Select[Any]:
    may_be_told = and_(
        _P.kind.is_not(None),
        _P.kind != Kind.REPORT,
        _P.identity == Identity.NAMED,
        _P.agrees_to_publication,
        _A.nature == Nature.LEAD,
    )
    columns = (_A.number, _A.index.label("assignment"), _A.unit, literal(tone).label("tone"))
    joined = schema.assignment.join(schema.petition, _A.number == _P.number)
    return select(*columns, literal(cause).label("cause")).select_from(joined).where(may_be_told, condition)


def _ends(body: Mapping[str, Any], *, least: int) -> tuple[str | None, str | None]:
    """The units with the highest and the lowest satisfaction (N6) among those with enough cases."""
    shares = {
        unit: float(each["rates"]["N6"][0]) / each["rates"]["N6"][1]
        for unit, each in body.items()
        if each["completed"] >= least and each["rates"]["N6"][1]
    }
    order = sorted(shares, key=lambda unit: (shares[unit], unit))
    return (order[-1], order[0]) if len(order) > 1 else (None, None)

"""Candidates: cases of a frozen period that the column may tell of."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, case, literal, select

from admin.media.consent import MAY_BE_TOLD
from tracking.domain.indicator import Window
from tracking.domain.vocabulary import Nature, Satisfaction
from tracking.store import schema
from tracking.store.frozen import Frozen

_P, _A = schema.petition.c, schema.assignment.c
MOST = 10
BEST, WORST, REWORKS, RED = "best_n6", "worst_n6", "three_reworks", "red_card"
_GLAD = (Satisfaction.VERY_SATISFIED, Satisfaction.SATISFIED)
_ANGRY = (Satisfaction.VERY_DISSATISFIED, Satisfaction.DISSATISFIED)


def found(
    connection: Connection, made: Frozen, *, reworks: int, least: int, most: int = MOST
) -> Sequence[Mapping[str, Any]]:
    """Rows for ``store.add``: (number, assignment, unit, tone, cause, period), at most ``most`` by each rule.

    What several rules find, or one in several rounds, is one example, by the gravest: nobody is blamed twice for
    one matter.
    """
    window = Window(start=made.starts_at, end=made.ends_at)
    best, worst = _ends(made.body, least=least)
    rated = window_of(_A.callback_at, window)
    latest = (_A.number, _A.index.desc())
    statements = [
        _by(RED, "bad", and_(window_of(_A.red_card_at, window), _A.red_cancelled_at.is_(None))).order_by(*latest),
        _by(REWORKS, "bad", and_(window_of(_A.decided_at, window), _P.reworks >= reworks)).order_by(*latest),
        _by(WORST, "bad", and_(rated, _rated_by(worst, _ANGRY))).order_by(_strongest(_ANGRY), *latest),
        _by(BEST, "good", and_(rated, _rated_by(best, _GLAD))).order_by(_strongest(_GLAD), *latest),
    ]
    gravest: dict[tuple[str, str], Mapping[str, Any]] = {}
    for row in (row for each in statements for row in connection.execute(each.limit(most)).mappings()):
        gravest.setdefault((row["number"], row["unit"]), {**row, "period": made.period})
    return list(gravest.values())


def window_of(moment: ColumnElement[Any], window: Window) -> ColumnElement[bool]:
    """The condition that a moment lies in a window."""
    return and_(moment >= window.start, moment < window.end)


def _by(cause: str, tone: str, condition: ColumnElement[bool]) -> Select[Any]:
    columns = (_A.number, _A.index.label("assignment"), _A.unit, literal(tone).label("tone"))
    joined = schema.assignment.join(schema.petition, _A.number == _P.number)
    wanted = select(*columns, literal(cause).label("cause")).select_from(joined)
    return wanted.where(MAY_BE_TOLD, _A.nature == Nature.LEAD, condition)


def _rated_by(units: Collection[str], ratings: Collection[Satisfaction]) -> ColumnElement[bool]:
    """A rating annulled on appeal counts nowhere."""
    return and_(_A.unit.in_(units), _A.satisfaction.in_(ratings), ~_A.rating_annulled, ~_A.rating_superseded)


def _strongest(ratings: Sequence[Satisfaction]) -> ColumnElement[int]:
    return case({each: place for place, each in enumerate(ratings)}, value=_A.satisfaction)


def _ends(body: Mapping[str, Any], *, least: int) -> tuple[Collection[str], Collection[str]]:
    """The units with the highest and the lowest satisfaction (N6) of those with enough cases; equals together."""
    shares = {
        unit: float(each["rates"]["N6"][0]) / each["rates"]["N6"][1]
        for unit, each in body.items()
        if each["completed"] >= least and each["rates"]["N6"][1]
    }
    if len(shares) <= 1:
        return (), ()
    high, low = max(shares.values()), min(shares.values())
    last = [unit for unit in shares if shares[unit] == low] if low < high else []
    return [unit for unit in shares if shares[unit] == high], last

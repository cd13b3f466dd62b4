"""The facts of a year that the rules look at: frozen grades, vetoes, and who stands at the end of the ladder."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select

from admin.accountability.proposal import Bad, Breach, Cause
from admin.supervision import document
from tracking.domain.clock import city_day
from tracking.domain.indicator import Window
from tracking.domain.people import Role
from tracking.domain.scoring import Grade
from tracking.domain.veto import VetoCause
from tracking.store import frozen, veto
from tracking.store import schema as tracking
from tracking.store.frozen import Frozen
from tracking.store.visibility import Viewer

EVERYTHING = Viewer(role=Role.INSPECTOR)
_V = tracking.veto.c


@dataclass(frozen=True, kw_only=True)
class Facts:
    """``petitions``: those that a breach, by its ``ref``, is about."""

    bad: Sequence[Bad]
    breaches: Sequence[Breach]
    petitions: Mapping[str, Sequence[str]]


def of(connection: Connection, year: int, window: Window) -> Facts:
    """The year's breaches, and bad months back to the start of the year before: a run may have begun there."""
    names = [f"{each}-{month:02d}" for each in (year - 1, year) for month in range(1, 13)]
    closed = frozen.several(connection, names)
    petitions: dict[str, list[str]] = defaultdict(list)
    bad = [
        Bad(unit=unit, period=period)
        for period, made in closed.items()
        for unit, figures in made.body.items()
        if frozen.grade_of(figures) is Grade.UNQUALIFIED
    ]
    this_year = [made for period, made in closed.items() if period.startswith(f"{year}-")]
    breaches = [
        *_found(connection, window, petitions),
        *_red_cards(connection, this_year, window, petitions),
        *_ladder(connection, year, petitions),
    ]
    return Facts(bad=bad, breaches=breaches, petitions=petitions)


def _found(connection: Connection, window: Window, petitions: dict[str, list[str]]) -> Sequence[Breach]:
    """Findings of persons, without those taken back."""
    standing = select(_V.id, _V.unit, _V.cause, _V.number).where(
        _V.at >= window.start, _V.at < window.end, _V.cancelled_at.is_(None)
    )
    breaches = []
    for row in connection.execute(standing.order_by(_V.id)):
        ref = f"veto:{row.id}"
        breaches.append(Breach(unit=row.unit, cause=Cause(row.cause), ref=ref))
        if row.number:
            petitions[ref].append(row.number)
    return breaches


def _red_cards(
    connection: Connection, closed: Sequence[Frozen], window: Window, petitions: dict[str, list[str]]
) -> Sequence[Breach]:
    """Those left uncorrected, by unit and frozen month: what came late in a month is in it."""
    breaches = {}
    for each in veto.within(connection, window) if closed else ():
        month = next((made for made in closed if made.starts_at <= each.at < made.ends_at), None)
        if each.cause is VetoCause.RED_CARD and month is not None:
            ref = f"{each.unit}@{month.period}"
            breaches[ref] = Breach(unit=each.unit, cause=Cause.RED_CARD, ref=ref)
            petitions[ref] += [each.number] if each.number else []
    return list(breaches.values())


def _ladder(connection: Connection, year: int, petitions: dict[str, list[str]]) -> Sequence[Breach]:
    breaches = []
    for each in document.at_accountability(connection, EVERYTHING):
        if city_day(each.issued_at).year == year:
            ref = f"document:{each.id}"
            breaches.append(Breach(unit=each.unit, cause=Cause.LADDER, ref=ref, post=each.post))
            petitions[ref] += [each.number] if each.number else []
    return breaches

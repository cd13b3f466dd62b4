"""What flows in by itself: the petition composite and the cards of the year, and everything else gathered to inputs.

The composite is that of the frozen year once it is closed, else of the year as far as it has run, recomputed from
assignments; months are never averaged. Below the least number of completed cases there is no composite, as there is no
rank. What an abolished unit did counts for its successor.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from sqlalchemy import Connection

from admin.performance import daily, goal_row
from admin.performance.daily import Entry, Mark
from admin.performance.goal_row import Goal
from admin.performance.plan import Inputs, Plan
from admin.performance.score import Known
from admin.performance.tree import Measure
from tracking.domain.period import Period
from tracking.service import performance
from tracking.service.core import Core
from tracking.store import frozen

Composites = Mapping[str, Decimal | None]


@dataclass(frozen=True, kw_only=True)
class Flow:
    """Cards by unit and composites of a year; ``closed``: the composites come from the frozen year."""

    composites: Composites
    cards: Mapping[str, tuple[int, int]]
    closed: bool


def year_period(year: int) -> Period:
    return Period(year=year, month=1, months=12)


def flow(core: Core, year: int, plan: Plan, successors: Mapping[str, str]) -> Flow:
    """Composites and cards of all units of a plan."""
    _, window = performance.window_of(core, year_period(year))
    with core.engine.connect() as connection:
        closed = frozen.of(connection, str(year_period(year)))
        counted = daily.card_counts(connection, window)
    cards: dict[str, tuple[int, int]] = {}
    for unit, (yellow, red) in counted.items():
        heir = successors.get(unit, unit)
        before = cards.get(heir, (0, 0))
        cards[heir] = (before[0] + yellow, before[1] + red)
    if closed:
        composites = {unit: _frozen(closed.body.get(unit, {})) for unit in plan.groups}
    else:
        board = performance.board(core, window, groups=plan.groups, successors=successors)
        composites = {each.unit: each.score if each.rank else None for each in board}
    return Flow(composites=composites, cards=cards, closed=closed is not None)


def _frozen(figures: Mapping[str, object]) -> Decimal | None:
    points = figures.get("score")
    return Decimal(str(points)) if points is not None and figures.get("rank") else None


def inputs(connection: Connection, year: int, plan: Plan, flowed: Flow, successors: Mapping[str, str]) -> Inputs:
    """Everything known of every unit and leaf of the plan."""
    found: dict[str, dict[str, Known]] = {unit: _from_flow(plan, unit, flowed) for unit in plan.groups}
    _add_goals(found, plan, goal_row.goals(connection, year))
    _add_entries(found, plan, daily.entries(connection, year), successors)
    _add_marks(found, plan, daily.marks(connection, year))
    return found


def _from_flow(plan: Plan, unit: str, flowed: Flow) -> dict[str, Known]:
    yellow, red = flowed.cards.get(unit, (0, 0))
    composite = {leaf.code: Known(composite=flowed.composites.get(unit)) for leaf in plan.measured(Measure.COMPOSITE)}
    return composite | {leaf.code: Known(yellow=yellow, red=red) for leaf in plan.measured(Measure.CARDS)}


def _add_goals(found: dict[str, dict[str, Known]], plan: Plan, goals: Sequence[Goal]) -> None:
    for goal in goals:
        leaf = plan.leaf(goal.leaf)
        if goal.state == "accepted" and goal.unit in found and leaf and leaf.measure is Measure.GOAL:
            found[goal.unit][goal.leaf] = Known(target=goal.target)


def _add_entries(
    found: dict[str, dict[str, Known]], plan: Plan, entries: Sequence[Entry], successors: Mapping[str, str]
) -> None:
    for entry in entries:
        unit, leaf = successors.get(entry.unit, entry.unit), plan.leaf(entry.leaf)
        if not entry.counts or unit not in found or leaf is None:
            continue
        known = found[unit].get(entry.leaf, Known())
        if leaf.beside:
            found[unit][entry.leaf] = replace(known, points=known.points + entry.amount)
        elif leaf.measure is Measure.GOAL:
            found[unit][entry.leaf] = replace(known, achieved=known.achieved + entry.amount)


def _add_marks(found: dict[str, dict[str, Known]], plan: Plan, marks: Sequence[Mark]) -> None:
    for mark in sorted(marks, key=lambda each: each.judge):
        leaf = plan.leaf(mark.leaf)
        fits = mark.unit in found and leaf is not None and leaf.measure is Measure.JUDGED
        if fits and mark.points is not None and mark.judge in plan.judges:
            known = found[mark.unit].get(mark.leaf, Known())
            found[mark.unit][mark.leaf] = replace(known, marks=(*known.marks, mark.points))

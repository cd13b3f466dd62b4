"""The nine indicators by unit and period, and the cases behind each figure."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Annotated

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from sqlalchemy import select

from admin.desks import chart, standing
from admin.desks.desk import WATCHERS, show
from admin.desks.entry import clean
from admin.desks.redaction import for_reader
from admin.security.account import Officer
from admin.security.permission import held, may
from admin.wiring import Container
from channels.base import marked
from channels.voice.answering import Answering, answering
from tracking.domain.clock import city_day
from tracking.domain.error import NotFound
from tracking.domain.indicator import Left, Window
from tracking.domain.nine import NINE
from tracking.domain.period import Period, month_of
from tracking.domain.vocabulary import Identity
from tracking.service import performance
from tracking.service.trend import standings_of
from tracking.store import platform, schema
from tracking.store.indicator import MOST_CASES, Counted
from tracking.store.platform import Platform
from tracking.store.visibility import visible

router = APIRouter(include_in_schema=False)
PAGE = "/staff/indicators"
GROUPS = ("A", "B1", "B2", "B3", "B4")
CITY = "city"
MONTHS_BACK, QUARTERS_BACK = 12, 4
LEFT: Mapping[str, str] = {
    Left.WITHDRAWN: marked("诉求人撤回"),
    Left.REROUTED: marked("平台改派"),
    Left.TERMINATED: marked("终止办理"),
    Left.MERGED: marked("并入他件"),
    Left.MIS_DISPATCHED: marked("退单成立，派单有误"),
    Left.NO_CONTACT_WANTED: marked("匿名或不需要联系"),
    Left.SUSPENDED: marked("挂起中"),
    Left.NOT_ASKED_OF_THIS_KIND: marked("此类诉求不计"),
    Left.BEYOND_DUTY: marked("超出法定职责"),
    Left.CANNOT_JUDGE: marked("诉求人无法判断"),
    Left.RATING_ANNULLED: marked("评价已撤销"),
    Left.RATING_SUPERSEDED: marked("以重办后的评价为准"),
    Left.NEW_FACTS: marked("诉求人提出新情况"),
}
Watcher = Annotated[Officer, may(*WATCHERS)]


@router.get(PAGE)
def indicators(request: Request, officer: Watcher) -> HTMLResponse:
    """A group of units, or for those of a unit their own."""
    container = held(request)
    period, periods = period_of(request, container)
    group = clean(request.query_params.get("group"))
    known = {unit.code: unit.group for unit in container.city.units() if unit.kind != "branch"}
    chosen = _chosen(known, officer, group)
    scheme, window = performance.window_of(container.core, period)
    successors = container.city.successors()
    told = standings_of(container.core, period, scheme, groups=known, successors=successors)
    rows = standing.rows(told.standings, scheme, shown=chosen)
    names = {code: container.city.unit_name(code) for code in chosen}
    own, calls = _of_platform(container, officer, window)
    return show(
        request,
        officer,
        "indicators.html",
        rows=rows,
        finding=standing.finding(rows),
        chart=chart.of_unit(rows[0]) if officer.unit and rows else chart.of_group(rows, names, scheme),
        period=str(period),
        periods=[str(each) for each in periods],
        group=group if group in GROUPS else GROUPS[0],
        groups=GROUPS,
        nine=NINE,
        scheme=scheme,
        platform=own,
        answering=calls,
        closed=told.closed,
        counted_at=told.counted_at,
    )


@router.get(PAGE + "/{unit}/{code}")
def drill(request: Request, unit: str, code: str, officer: Watcher) -> HTMLResponse:
    """The cases behind one figure of a unit, a group or the city: counted, not counted, left out with the reason."""
    container = held(request)
    period, _ = period_of(request, container)
    found = next((each for each in NINE if each.code == code), None)
    units = _units(container, unit)
    if found is None or not units or officer.unit not in (None, unit):
        raise NotFound("no such figure")
    _, window = performance.window_of(container.core, period)
    before = [old for old, heir in container.city.successors().items() if heir in units]
    counted = performance.cases(container.core, window, unit=units[0], code=code, predecessors=[*units[1:], *before])
    seen = _seen(container, officer, counted)
    hide = for_reader(container, officer, Identity.CONFIDENTIAL)
    return show(
        request,
        officer,
        "cases.html",
        indicator=found,
        unit=unit,
        period=str(period),
        cases=[(each, hide(each.title)) for each in counted if each.number in seen],
        unseen=sum(each.number not in seen for each in counted),
        left_words=LEFT,
        groups=GROUPS,
        most=MOST_CASES,
    )


def _units(container: Container, code: str) -> Sequence[str]:
    """The units that are counted under a code: one, those of a group, or all; none for an unknown code."""
    units = [each for each in container.city.units() if each.kind != "branch"]
    if code in container.city.register.units:
        return [code]
    return [each.code for each in units if code in (CITY, each.group)]


def _of_platform(
    container: Container, officer: Officer, window: Window
) -> tuple[Platform, Answering] | tuple[None, None]:
    """The platform's own figures and those of its telephones, for those who see the whole city."""
    if officer.unit:
        return None, None
    with container.engine.connect() as connection:
        return platform.figures(connection, window), answering(connection, window)


def _chosen(known: Mapping[str, str | None], officer: Officer, group: str) -> Sequence[str]:
    if officer.unit is not None:
        return [officer.unit] if officer.unit in known else []
    wanted = group if group in GROUPS else GROUPS[0]
    return [code for code, its in known.items() if its == wanted]


def _seen(container: Container, officer: Officer, counted: Sequence[Counted]) -> frozenset[str]:
    """The petitions of a list that this officer may open; a report counts, but not everyone may see which it is."""
    number = schema.petition.c.number
    wanted = select(number).where(number.in_({each.number for each in counted}), visible(officer.viewer))
    with container.engine.connect() as connection:
        return frozenset(connection.execute(wanted).scalars())


def period_of(request: Request, container: Container) -> tuple[Period, Sequence[Period]]:
    """The chosen month, quarter or year, this month by default, and those that can be chosen."""
    found = periods(container)
    wanted = clean(request.query_params.get("period"))
    return next((each for each in found if str(each) == wanted), found[0]), found


def periods(container: Container) -> Sequence[Period]:
    """The months, quarters and years that can be chosen, this month first."""
    today = city_day(container.core.now())
    return [*_months(today), *_quarters(today), *(Period(year=today.year - n, month=1, months=12) for n in (0, 1))]


def shown(now: datetime) -> Sequence[Period]:
    """All whose figures some page shows: those that can be chosen, and the months a trend goes back from them."""
    today = city_day(now)
    months = [month_of(_back(today, count)) for count in range(2 * MONTHS_BACK)]
    return [*months, *_quarters(today), *(Period(year=today.year - n, month=1, months=12) for n in (0, 1))]


def months_of(request: Request, container: Container) -> tuple[Period, Sequence[Period]]:
    """The chosen month, this one by default, and those that can be chosen."""
    months = _months(city_day(container.core.now()))
    wanted = clean(request.query_params.get("period"))
    return next((each for each in months if str(each) == wanted), months[0]), months


def month_before(month: Period, count: int) -> Period:
    """So many months before a month."""
    return month_of(_back(month.begins_on, count))


def _months(today: date) -> Sequence[Period]:
    return [month_of(_back(today, count)) for count in range(MONTHS_BACK)]


def _quarters(today: date) -> Sequence[Period]:
    first = today.replace(month=(today.month - 1) // 3 * 3 + 1)
    starts = (_back(first, 3 * count) for count in range(QUARTERS_BACK))
    return [Period(year=each.year, month=each.month, months=3) for each in starts]


def _back(month: date, count: int) -> date:
    years, index = divmod(month.year * 12 + month.month - 1 - count, 12)
    return date(years, index + 1, 1)

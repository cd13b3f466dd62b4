"""One page for those who lead: figures, ranks, the map, what rises, what is late, and where petitions go."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from admin.desks import hot as hot_page
from admin.desks.desk import LOOKERS, OVERSEERS, show
from admin.desks.entry import clean
from admin.desks.indicators import month_before, months_of
from admin.desks.worklist import moment_of, shown
from admin.language import say
from admin.look import look_of
from admin.overview import district, flow, multiple
from admin.overview.scope import GROUPS, Kind, scope_of
from admin.security.account import Officer
from admin.security.permission import held, may
from admin.wiring import Container
from channels.base import marked
from channels.wording import OUTCOMES
from tracking.domain.period import Period
from tracking.service import hot
from tracking.service.performance import Standing
from tracking.service.trend import trend
from tracking.store import desk, overview, worklist
from tracking.store.narrowed import Filter
from tracking.store.overview import ANSWERED, ENDED, OPEN
from tracking.store.worklist import Row

router = APIRouter(include_in_schema=False)
PAGE = "/staff/overview"
BACK, RISING, LATE = 12, 5, 6
ENDS: Mapping[str, str] = {
    **{str(outcome): word for outcome, word in OUTCOMES.items()},
    ANSWERED: marked("平台即时答复"),
    OPEN: marked("还在办理"),
    ENDED: marked("其他方式结束"),
}
OTHERS, NOBODY = marked("其他单位"), marked("没有派给单位")


@dataclass(frozen=True, kw_only=True)
class Now:
    """What is so at this moment."""

    counts: Mapping[str, int]
    late: Sequence[Row]
    districts: Sequence[district.District]
    drawn: Mapping[str, Any]
    flow: flow.Flow


@router.get(PAGE)
def page(request: Request, officer: Annotated[Officer, may(*LOOKERS)]) -> HTMLResponse:
    """About twenty statements, however large the city; those of one unit see its share alone."""
    container = held(request)
    period, periods = months_of(request, container)
    groups = {unit.code: unit.group for unit in container.city.units() if unit.kind != "branch"}
    scope = scope_of(clean(request.query_params.get("scope")), groups, own=officer.unit)
    months = [month_before(period, count) for count in range(BACK, -1, -1)]
    told = trend(container.core, months, groups=groups, successors=container.city.successors())
    now = _now(container, officer, period, starts_on=told.scheme.month_starts_on)
    nine = multiple.multiples(told, scope)
    rises = hot.rises(container.core, officer.viewer) if officer.role in OVERSEERS else None
    words = _words(request, container, now.flow)
    return show(
        request,
        officer,
        "overview.html",
        period=str(period),
        periods=[str(each) for each in periods],
        scope=scope,
        scope_kinds=Kind,
        nine=nine,
        short_of=_short_of(nine),
        months=told.months,
        scheme=told.scheme,
        counted_at=told.counted_at,
        ranking=_ranking(told.standings, officer.unit),
        now_here=now,
        late=shown(container, officer, now.late),
        rising=hot_page.lines(container, rises.found[:RISING], rises.law) if rises else [],
        rises=rises,
        words_of=words,
        flow_chart=flow.drawn(now.flow, words),
        most=worklist.MOST_COUNTED,
        groups=GROUPS,
    )


def _now(container: Container, officer: Officer, period: Period, *, starts_on: int) -> Now:
    viewer, moment = overview.eyes(officer.unit), moment_of(container.core.now())
    tabs = [tab for tab in desk.tabs(viewer.role, viewer.unit) if tab.arrived is None]
    overdue = next(tab for tab in tabs if tab.name == "overdue")
    with container.engine.connect() as connection:
        loads = overview.loads(connection, moment.now, unit=officer.unit)
        places = district.centres(connection)
        found = district.districts(container.city.register.districts, loads)
        streams = overview.streams(connection, period.window(starts_on=starts_on), unit=officer.unit)
        return Now(
            counts=worklist.counts(connection, tabs, viewer, moment),
            late=worklist.page(connection, overdue, viewer, moment, narrowed=Filter(), size=LATE)[0],
            districts=found,
            drawn=district.drawn(found, places),
            flow=flow.flow(streams),
        )


def _ranking(standings: Sequence[Standing], own: str | None) -> Mapping[str, Sequence[Standing]]:
    """Group → its units in order; those of a unit see their own line."""
    seen = [each for each in standings if own in (None, each.unit)]
    found = {group: [each for each in seen if each.group == group] for group in GROUPS}
    return {group: units for group, units in found.items() if units}


def _short_of(nine: Sequence[multiple.Multiple]) -> multiple.Multiple | None:
    """The figure that lies farthest below its 合格 line, measured by the line itself."""
    low = [each for each in nine if each.grade == "unqualified"]
    return max(low, key=lambda each: abs((each.percent or 0) - each.line.qualified), default=None)


def _words(request: Request, container: Container, told: flow.Flow) -> Mapping[str, Mapping[str, str]]:
    """Every channel, unit and outcome of the flow in the reader's words."""
    lang, city = look_of(request).lang, container.city
    channels = {code.code: code.name for code in city.codes("channels")}
    others = {flow.REST: say(lang, OTHERS), flow.NOBODY: say(lang, NOBODY)}
    return {
        "channels": {each: channels.get(each, each) for each in told.channels},
        "units": {line.unit: others.get(line.unit) or city.unit_name(line.unit) for line in told.lines},
        "outcomes": {each: say(lang, ENDS.get(each, each)) for each in told.outcomes},
    }

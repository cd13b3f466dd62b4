"""What supervision should look at: traces of figures made to look better than the work, and vetoes."""

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.datastructures import FormData

from admin.desks.desk import show
from admin.desks.entry import moment_in, typed
from admin.desks.indicators import period_of
from admin.security.account import Officer
from admin.security.permission import held, may, posted
from channels.base import marked
from tracking.domain.error import DomainError, NotFound
from tracking.domain.people import Role
from tracking.domain.veto import VetoCause
from tracking.service import gaming, performance, vetoing
from tracking.store import veto
from tracking.store.gaming import RULES, SAME_REPLY

router = APIRouter(include_in_schema=False)
PAGE = "/staff/oversight"
TRACES: Mapping[str, str] = {
    "quick_closing": marked("签收后几分钟即报结"),
    "kind_changed": marked("登记后改变诉求类型"),
    "batch_closing": marked("短时间批量报结"),
    SAME_REPLY: marked("答复文字雷同"),
    "last_moment_then_rework": marked("临期报结后被重办"),
    "backdated_contact": marked("倒填首次联系时间"),
}
CAUSES: Mapping[str, str] = {
    VetoCause.FAKING: marked("弄虚作假"),
    VetoCause.DISCLOSURE: marked("泄露举报人信息"),
    VetoCause.REFUSAL: marked("拒不执行指定承办"),
    VetoCause.RED_CARD: marked("红牌未整改"),
}
PROBLEM = marked("请填写单位、情形、已发生的时间和理由。")
Overseer = Annotated[Officer, may(Role.DISPATCHER)]
Posted = Annotated[FormData, Depends(posted)]


@router.get(PAGE)
def oversight(request: Request, officer: Overseer) -> HTMLResponse:
    """The traces of a period and what vetoes stand."""
    return _page(request, officer)


@router.post(PAGE + "/veto")
def find(request: Request, officer: Overseer, form: Posted) -> Response:
    """A person finds a veto."""
    container, given = held(request), typed(form)
    try:
        if given.get("unit", "") not in container.city.register.units:
            raise NotFound("no such unit")
        vetoing.find(
            container.core,
            unit=given["unit"],
            cause=VetoCause(given.get("cause", "")),
            at=moment_in(given.get("at", "")),
            reason=given.get("reason", ""),
            number=given.get("number") or None,
            by=officer.actor,
        )
    except (ValueError, DomainError):
        return _page(request, officer, problem=PROBLEM, given=given)
    return RedirectResponse(PAGE, 303)


@router.post(PAGE + "/veto/{identity}")
def cancel(request: Request, identity: int, officer: Overseer, form: Posted) -> Response:
    """It was found wrongly; the record stays."""
    try:
        vetoing.cancel(held(request).core, identity, reason=typed(form).get("reason", ""), by=officer.actor)
    except DomainError:
        return _page(request, officer, problem=PROBLEM)
    return RedirectResponse(PAGE, 303)


def _page(
    request: Request, officer: Officer, *, problem: str = "", given: Mapping[str, str] | None = None
) -> HTMLResponse:
    container = held(request)
    period, periods = period_of(request, container)
    _, window = performance.window_of(container.core, period)
    found = gaming.traces(container.core, window)
    with container.engine.connect() as connection:
        standing = veto.within(connection, window)
        recorded = veto.recorded(connection)
    return show(
        request,
        officer,
        "oversight.html",
        status=422 if problem else 200,
        period=str(period),
        periods=[str(each) for each in periods],
        traces={rule: [each for each in found if each.rule == rule] for rule in (*RULES, SAME_REPLY)},
        trace_words=TRACES,
        standing=standing,
        recorded=recorded,
        causes=CAUSES,
        findable=[cause for cause in VetoCause if cause in vetoing.FOUND_BY_PERSONS],
        problem=problem,
        given=given or {},
    )

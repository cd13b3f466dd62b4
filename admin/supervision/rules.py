"""The rules at the desks: everyone who oversees reads them, dispatchers change them in pairs."""

from collections.abc import Callable, Mapping
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.datastructures import FormData

from admin.desks.desk import OVERSEERS, show
from admin.desks.entry import clean, count_in, typed
from admin.security.account import Officer
from admin.security.permission import held, may, posted
from admin.supervision import rule_edit, rule_store
from admin.supervision.rule import LEVELS, Watch, in_force
from admin.supervision.rule_word import MEASURES, SUBJECTS, WATCHES
from channels.base import Refused, marked
from tracking.domain.clock import city_day
from tracking.domain.error import Forbidden, StaleVersion
from tracking.domain.people import Role
from tracking.domain.vocabulary import Kind, Urgency

router = APIRouter(include_in_schema=False)
PAGE = "/staff/supervision/rules"
CHANGED = marked("没有保存：这条规则已有一项修改等待启用，或者刚刚已被处理。")
OWN = marked("修改由您起草，请由另一位督办员启用。")
Overseer = Annotated[Officer, may(*OVERSEERS)]
Supervisor = Annotated[Officer, may(Role.DISPATCHER)]
Posted = Annotated[FormData, Depends(posted)]


@router.get(PAGE)
def rules(request: Request, officer: Overseer) -> HTMLResponse:
    """All rules in force, by what they watch."""
    container = held(request)
    with container.engine.connect() as connection:
        today = city_day(container.core.now())
        known = rule_store.versions(connection)
    counted = in_force((each.rule for each in known if each.written_by is None or each.approved_at), today)
    groups = {watch: [rule for rule in counted.values() if rule.watches is watch] for watch in Watch}
    waiting = {each.rule.code for each in known if each.waits}
    return show(
        request,
        officer,
        "supervision/rules.html",
        groups=groups,
        waiting=waiting,
        active=sum(rule.active for rule in counted.values()),
        watches=WATCHES,
        subjects=SUBJECTS,
        measures=MEASURES,
    )


@router.get(PAGE + "/{code}")
def one(request: Request, code: str, officer: Overseer) -> HTMLResponse:
    """One rule with all its versions."""
    return _one(request, officer, clean(code))


@router.post(PAGE + "/{code}")
def write(request: Request, code: str, officer: Supervisor, form: Posted) -> Response:
    """Keep a change; it waits for a second person."""
    container, given = held(request), typed(form)
    chosen = {name: [clean(each) for each in form.getlist(name)] for name in ("kinds", "urgencies")}
    with container.engine.connect() as connection:
        old = rule_store.of_code(connection, clean(code))[-1].rule
    try:
        rule = rule_edit.read(old, given, chosen, today=city_day(container.core.now()))
        rule_store.write(container.core, rule, reason=given.get("reason", ""), by=officer.actor)
    except Refused as refusal:
        return _one(request, officer, clean(code), problem=refusal.flaws[0].message, given=given)
    except StaleVersion:
        return _one(request, officer, clean(code), problem=CHANGED)
    return RedirectResponse(f"{PAGE}/{code}", 303)


@router.post(PAGE + "/{code}/{version}/approve")
def approve(request: Request, code: str, version: str, officer: Supervisor) -> Response:
    """A second dispatcher puts it into force."""
    return _decided(request, officer, clean(code), count_in(version), rule_store.approve)


@router.post(PAGE + "/{code}/{version}/drop")
def drop(request: Request, code: str, version: str, officer: Supervisor) -> Response:
    """It is given up; the record stays."""
    return _decided(request, officer, clean(code), count_in(version), rule_store.drop)


def _decided(request: Request, officer: Officer, code: str, version: int, act: Callable[..., None]) -> Response:
    try:
        act(held(request).core, code, version, by=officer.actor)
    except Forbidden:
        return _one(request, officer, code, problem=OWN)
    except StaleVersion:
        return _one(request, officer, code, problem=CHANGED)
    return RedirectResponse(f"{PAGE}/{code}", 303)


def _one(
    request: Request, officer: Officer, code: str, *, problem: str = "", given: Mapping[str, str] | None = None
) -> HTMLResponse:
    container = held(request)
    today = city_day(container.core.now())
    with container.engine.connect() as connection:
        versions = rule_store.of_code(connection, code)
    counted = in_force((each.rule for each in versions if each.written_by is None or each.approved_at), today)
    newest = versions[-1].rule
    return show(
        request,
        officer,
        "supervision/rule.html",
        status=422 if problem else 200,
        versions=list(reversed(versions)),
        current=counted.get(code, newest),
        waiting=next((each for each in versions if each.waits), None),
        measures_of=rule_edit.measures(newest),
        given=given or {},
        today=today,
        problem=problem,
        levels=LEVELS,
        kinds=list(Kind),
        urgencies=list(Urgency),
        watches=WATCHES,
        subjects=SUBJECTS,
        measures=MEASURES,
    )

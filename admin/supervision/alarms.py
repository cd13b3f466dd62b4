"""Alarms at the desks: the list, one with its evidence, and what follows."""

from collections.abc import Callable
from datetime import datetime
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.datastructures import FormData

from admin.desks.desk import OVERSEERS, show
from admin.desks.entry import clean, count_in, typed
from admin.desks.redaction import for_reader
from admin.security.account import Officer
from admin.security.permission import held, may, posted
from admin.supervision import alarm as store
from admin.supervision import rule_store, settling
from admin.supervision.alarm import Alarm, Wanted
from admin.supervision.rule import Unit
from admin.supervision.rule_word import ACTS, MEASURES, STATES, SUBJECTS
from channels.base import marked
from tracking.domain.error import MissingField, StaleVersion, TooLate
from tracking.domain.people import Role
from tracking.domain.vocabulary import Identity

router = APIRouter(include_in_schema=False)
PAGE = "/staff/supervision/alarms"
MISSING = marked("请写明情况。")
LATE = marked("没有保存：这条告警刚刚有了变化，请看处置记录。")
Overseer = Annotated[Officer, may(*OVERSEERS)]
Looker = Annotated[Officer, may(Role.DISPATCHER, Role.INSPECTOR)]
Inspector = Annotated[Officer, may(Role.INSPECTOR)]
Posted = Annotated[FormData, Depends(posted)]


@router.get(PAGE)
def alarms(request: Request, officer: Overseer) -> HTMLResponse:
    """The newest first; the waiting ones unless another state is asked for."""
    given = {name: clean(request.query_params.get(name, "")) for name in ("rule", "unit", "state", "before")}
    if given["state"] not in (*STATES, "all"):
        given["state"] = "waiting"
    state = "" if given["state"] == "all" else given["state"]
    wanted = Wanted(rule=given["rule"], unit=given["unit"], state=state, before=count_in(given["before"]))
    with held(request).engine.connect() as connection:
        found, more = store.listed(connection, officer.viewer, wanted)
        counts, names = store.counts(connection), rule_store.names(connection)
    return show(
        request,
        officer,
        "supervision/alarms.html",
        hide=for_reader(held(request), officer, Identity.NAMED),
        found=found,
        more=more,
        counts=counts,
        names=names,
        given=given,
        states=STATES,
        measures=MEASURES,
    )


@router.get(PAGE + "/{identity}")
def one(request: Request, identity: int, officer: Overseer) -> HTMLResponse:
    """One alarm with its evidence and its record."""
    return _one(request, officer, identity)


@router.post(PAGE + "/{identity}/look")
def look(request: Request, identity: int, officer: Looker, form: Posted) -> Response:
    given = typed(form)
    said, version = given.get("note", ""), count_in(given.get("version", ""))
    core = held(request).core
    return _done(
        request, officer, identity, lambda: settling.look(core, identity, note=said, version=version, by=officer.actor)
    )


@router.post(PAGE + "/{identity}/dismiss")
def dismiss(request: Request, identity: int, officer: Looker, form: Posted) -> Response:
    given = typed(form)
    said, version = given.get("note", ""), count_in(given.get("version", ""))
    core = held(request).core
    return _done(
        request,
        officer,
        identity,
        lambda: settling.dismiss(core, identity, note=said, version=version, by=officer.actor),
    )


@router.post(PAGE + "/{identity}/propose")
def propose(request: Request, identity: int, officer: Inspector, form: Posted) -> Response:
    given = typed(form)
    said, version = given.get("reason", ""), count_in(given.get("version", ""))
    core = held(request).core
    return _done(
        request,
        officer,
        identity,
        lambda: settling.propose(core, identity, reason=said, version=version, by=officer.actor),
    )


def _done(request: Request, officer: Officer, identity: int, act: Callable[[], object]) -> Response:
    try:
        act()
    except MissingField:
        return _one(request, officer, identity, problem=MISSING)
    except (StaleVersion, TooLate):
        return _one(request, officer, identity, problem=LATE)
    return RedirectResponse(f"{PAGE}/{identity}", 303)


def _one(request: Request, officer: Officer, identity: int, *, problem: str = "") -> HTMLResponse:
    with held(request).engine.connect() as connection:
        found = store.one(connection, officer.viewer, identity)
        record = store.record(connection, identity)
        rule = next(
            each.rule for each in rule_store.of_code(connection, found.rule) if each.rule.version == found.version
        )
    return show(
        request,
        officer,
        "supervision/alarm.html",
        hide=for_reader(held(request), officer, Identity.NAMED),
        status=422 if problem else 200,
        alarm=found,
        rule=rule,
        record=record,
        starts=_moment(found, "starts"),
        ends=_moment(found, "ends"),
        timed=found.figures["measure"] != Unit.TIMES,
        order=_order(found, rule.name),
        states=STATES,
        acts=ACTS,
        subjects=SUBJECTS,
        measures=MEASURES,
        problem=problem,
    )


def _moment(found: Alarm, name: str) -> datetime | None:
    text = found.figures.get(name)
    return datetime.fromisoformat(text) if text else None


def _order(found: Alarm, name: str) -> str:
    """The address of the form of an order, filled in from the alarm; empty where there is no assignment."""
    if not found.number or not found.index:
        return ""
    anchor = f"supervise-{found.index}"
    said = {"open": anchor, "level": found.level, "reason": f"{name}（监察告警{found.id}）"}
    return f"/staff/petitions/{found.number}?{urlencode(said)}#{anchor}"

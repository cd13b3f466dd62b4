"""The parameters: what is in force, what is to come, and the two persons a new version takes."""

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from admin.desks.desk import SENDERS, show
from admin.desks.entry import typed
from admin.register import change, draft, parameter_edit, parameter_word, word
from admin.register.change_page import PAGE, Keeper, Posted, Reader, Releaser
from admin.register.parameter_check import columns
from admin.register.version_step import decided, entered
from admin.register.wording import NOTICES
from admin.security.account import Officer
from admin.security.permission import held
from channels.base import Flaw
from tracking.domain.clock import city_day
from tracking.domain.people import Role
from tracking.store import parameter

router = APIRouter(include_in_schema=False)
HERE = PAGE + "/parameters"


@router.get(PAGE)
def listed(request: Request, officer: Reader) -> HTMLResponse:
    """Every parameter with the version in force and those to come."""
    today = city_day(held(request).core.now())
    with held(request).engine.connect() as connection:
        rows = parameter.all_versions(connection)
        waiting = {each.name: each for each in draft.waiting(connection)}
    lines = {}
    for name in parameter_word.NAMES:
        versions = [each for each in rows if each["name"] == name]
        past = [each for each in versions if each["effective_on"] <= today]
        if versions:
            lines[name] = (past[-1] if past else None, [each for each in versions if each["effective_on"] > today])
    return show(
        request,
        officer,
        "register/parameters.html",
        lines=lines,
        waiting=waiting,
        names=parameter_word.NAMES,
        elsewhere=parameter_edit.ELSEWHERE,
        tab="parameters",
    )


@router.get(HERE + "/{name}")
def one(request: Request, name: str, officer: Reader) -> Response:
    """One parameter with all its versions, and the form for the next; words have a page of their own."""
    if name in NOTICES:
        return RedirectResponse(f"{PAGE}/notices/{name}", 303)
    return _page(request, officer, name)


@router.post(HERE + "/{name}")
def enter(request: Request, name: str, officer: Keeper, form: Posted) -> Response:
    """A version that then waits for a second person."""
    given = typed(form)
    flaw = entered(held(request).core, name, given, by=officer.username)
    if flaw:
        return _page(request, officer, name, flaw=flaw, given=given)
    return RedirectResponse(f"{HERE}/{name}?done=entered", 303)


@router.post(HERE + "/{name}/{act}")
def decide(request: Request, name: str, act: str, officer: Releaser, form: Posted) -> Response:
    """Put into force, or take back."""
    flaw = decided(held(request).core, name, act, typed(form), by=officer.username)
    return _page(request, officer, name, flaw=flaw) if flaw else RedirectResponse(f"{HERE}/{name}?done={act}", 303)


def _page(
    request: Request, officer: Officer, name: str, *, flaw: Flaw | None = None, given: Mapping[str, str] | None = None
) -> HTMLResponse:
    today = city_day(held(request).core.now())
    with held(request).engine.connect() as connection:
        versions = parameter_edit.known(connection, name)
        waiting = next(iter(draft.waiting(connection, name)), None)
        changes = change.recent(connection, thing=parameter_edit.THING, key=name, most=20)
    newest, typed_in = versions[-1], given or {}
    steps: list[tuple[Any, Any]] = list(zip(versions[1:], versions, strict=False))
    return show(
        request,
        officer,
        "register/parameter.html",
        status=422 if flaw else 200,
        name=name,
        names=parameter_word.NAMES,
        rows=parameter_edit.body_of(name, newest["body"], typed_in),
        newest=newest,
        editable=columns(name),
        in_force=max((each for each in versions if each["effective_on"] <= today), default=None, key=_day),
        versions=[(new, parameter_edit.differences(name, old["body"], new["body"])) for new, old in reversed(steps)],
        first=versions[0],
        waiting=waiting,
        waiting_for=parameter_edit.differences(name, newest["body"], waiting.body) if waiting else [],
        changes=changes,
        flaw=flaw,
        given=typed_in,
        today=today,
        word=parameter_word,
        word_of_register=word,
        keeper=officer.role is Role.ADMINISTRATOR,
        releaser=officer.role in SENDERS,
        done=request.query_params.get("done"),
        tab="parameters",
    )


def _day(version: Mapping[str, Any]) -> Any:
    return version["effective_on"]

"""The words of notices: what they say now, how they look filled in, and the two persons a new version takes."""

from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from admin.desks.desk import SENDERS, show
from admin.desks.entry import typed
from admin.register import change, draft, parameter_edit, word
from admin.register.change_page import PAGE, Keeper, Posted, Reader, Releaser
from admin.register.version_step import decided, entered
from admin.register.wording import BUILT_IN, NOTICES, Notice
from admin.register.wording_check import Preview, check, preview
from admin.register.wording_word import GAPS
from admin.security.account import Officer
from admin.security.permission import held
from channels.base import Flaw, Refused
from tracking.domain.clock import city_day
from tracking.domain.error import NotFound
from tracking.domain.people import Role
from tracking.store import parameter

router = APIRouter(include_in_schema=False)
HERE = PAGE + "/notices"
Rows = Sequence[Mapping[str, str]]


@router.get(HERE)
def notices(request: Request, officer: Reader) -> HTMLResponse:
    """All notices with the words in force; two statements."""
    today = city_day(held(request).core.now())
    with held(request).engine.connect() as connection:
        rows = parameter.several(connection, list(NOTICES))
        waiting = {each.name for each in draft.waiting(connection)}
    sections: dict[str, list[tuple[Notice, Mapping[str, Any]]]] = {}
    for name, notice in NOTICES.items():
        in_force = _in_force(parameter_edit.with_built_in(name, rows.get(name, [])), today)
        if in_force:
            sections.setdefault(notice.section, []).append((notice, in_force))
    return show(
        request, officer, "register/notices.html", notices=sections, waiting=waiting, built_in=BUILT_IN, tab="notices"
    )


@router.get(HERE + "/{name}")
def one(request: Request, name: str, officer: Reader) -> HTMLResponse:
    """One notice with all its versions, and the form for the next."""
    return _page(request, officer, name)


@router.post(HERE + "/{name}")
def enter(request: Request, name: str, officer: Keeper, form: Posted) -> Response:
    """A preview, or a version that then waits for a second person."""
    given, notice = typed(form), _known(name)
    if given.get("act") == "preview":
        return _tried(request, officer, name, given=given)
    flaw = entered(held(request).core, notice.name, given, by=officer.username)
    if flaw:
        return _page(request, officer, name, flaw=flaw, given=given)
    return RedirectResponse(f"{HERE}/{name}?done=entered", 303)


@router.post(HERE + "/{name}/{act}")
def decide(request: Request, name: str, act: str, officer: Releaser, form: Posted) -> Response:
    """Put into force, or take back."""
    flaw = decided(held(request).core, _known(name).name, act, typed(form), by=officer.username)
    return _page(request, officer, name, flaw=flaw) if flaw else RedirectResponse(f"{HERE}/{name}?done={act}", 303)


def _tried(request: Request, officer: Officer, name: str, *, given: Mapping[str, str]) -> HTMLResponse:
    """The words as they would arrive; nothing is kept."""
    with held(request).engine.connect() as connection:
        newest = parameter_edit.known(connection, name)[-1]
    rows = parameter_edit.body_of(name, newest["body"], given)
    try:
        check(name, rows)
    except Refused as refused:
        return _page(request, officer, name, flaw=refused.flaws[0], given=given)
    return _page(request, officer, name, given=given, tried=rows)


def _known(name: str) -> Notice:
    """Raises ``NotFound``."""
    if name not in NOTICES:
        raise NotFound("no such notice")
    return NOTICES[name]


def _in_force(versions: Sequence[Mapping[str, Any]], today: Any) -> Mapping[str, Any] | None:
    past = [each for each in versions if each["effective_on"] <= today]
    return max(past, default=None, key=lambda each: (each["effective_on"], each["version"]))


def _page(
    request: Request,
    officer: Officer,
    name: str,
    *,
    flaw: Flaw | None = None,
    given: Mapping[str, str] | None = None,
    tried: Rows | None = None,
) -> HTMLResponse:
    notice, container = _known(name), held(request)
    today = city_day(container.core.now())
    with container.engine.connect() as connection:
        versions = parameter_edit.known(connection, name)
        waiting = next(iter(draft.waiting(connection, name)), None)
        changes = change.recent(connection, thing=parameter_edit.WORDING, key=name, most=20)
    newest, typed_in = versions[-1], given or {}
    in_force = _in_force(versions, today)

    def shown(rows: Rows) -> Sequence[Preview]:
        return preview(name, rows, city=container.notices.city_name)

    return show(
        request,
        officer,
        "register/wording.html",
        status=422 if flaw else 200,
        notice=notice,
        rows=parameter_edit.body_of(name, newest["body"], typed_in),
        newest=newest,
        in_force=in_force,
        says=shown(in_force["body"]) if in_force else [],
        tried=shown(tried) if tried else [],
        versions=[
            (new, parameter_edit.differences(name, old["body"], new["body"]))
            for new, old in reversed(list(zip(versions[1:], versions, strict=False)))
        ],
        first=versions[0],
        waiting=waiting,
        waiting_for=parameter_edit.differences(name, newest["body"], waiting.body) if waiting else [],
        waiting_says=shown(waiting.body) if waiting else [],
        changes=changes,
        flaw=flaw,
        given=typed_in,
        today=today,
        built_in=BUILT_IN,
        gaps=GAPS,
        word_of_register=word,
        keeper=officer.role is Role.ADMINISTRATOR,
        releaser=officer.role in SENDERS,
        done=request.query_params.get("done"),
        tab="notices",
    )

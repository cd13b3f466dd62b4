"""Keeping what was typed: while one types, when a form is refused, and when it arrives without a session."""

import hashlib
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from fastapi import Request
from sqlalchemy import Connection
from starlette.datastructures import FormData

from admin.desks.entry import count_in, number_in, typed
from admin.desks.forms import BY_PATH
from admin.desks.forms.form import Target
from admin.draft import call_sheet, store
from admin.draft.store import Sheet, Span, Typed
from admin.security import session
from admin.security.account import Officer
from admin.wiring import Container
from tracking.domain.clock import city_day
from tracking.domain.error import NotFound
from tracking.domain.people import Role
from tracking.store import dossier, parameter

COOKIE = "minyi_draft"
MOST_UNOWNED = 1000
CALLED = "record-callback"
_FORM = re.compile(r"/staff/petitions/([^/]+)/([^/]+)|/staff/call-back/([^/]+)/answers")


@dataclass(frozen=True, kw_only=True)
class Parked:
    """Where to go on, what to hand through the sign-in form, and what the browser keeps."""

    back: str
    token: str
    cookie: str


def page_of(sheet: Sheet, officer: Officer) -> str:
    """Where what was typed stands again."""
    if sheet == call_sheet.SHEET:
        return call_sheet.PAGE
    desk = "call-back" if sheet.verb == CALLED and officer.role is Role.CALLER else "petitions"
    return f"/staff/{desk}/{sheet.number}"


def sheet_of(number: str, verb: str, given: Mapping[str, str]) -> tuple[Sheet, Typed] | None:
    """The sheet and what was typed into its fields; None for an address that is no form."""
    form = BY_PATH.get(verb)
    if form is None:
        return None
    index = count_in(given.get("assignment", "")) if form.target is not Target.PETITION else 0
    words = {each.name: given[each.name] for each in form.fields if each.name in given}
    return Sheet(number=number, verb=verb, assignment=index), words


def keep(container: Container, officer: Officer, sheet: Sheet, words: Typed, *, version: int | None = None) -> bool:
    """Whether it is kept: not when the officer carried it out after seeing ``version``.

    Raises ``NotFound`` for a petition that is not for these eyes.
    """
    with container.engine.begin() as connection:
        if sheet != call_sheet.SHEET:
            dossier.check(connection, sheet.number, officer.viewer)
        if version is not None and store.done_since(connection, officer.username, sheet, version=version):
            return False
        span = _span(connection, container, "draft_days", timedelta(days=1))
        store.keep(connection, officer.username, sheet, words, span=span, sealer=container.core.sealer)
    return True


def drop(container: Container, officer: Officer, sheet: Sheet) -> None:
    """What was carried out or thrown away."""
    with container.engine.begin() as connection:
        store.drop(connection, officer.username, sheet)


def park(request: Request, form: FormData) -> Parked | None:
    """Keep a form that came without a session, for whoever signs in next in the same browser.

    Where the ended session is still known, only its officer gets the text back. What another site sends is not kept.
    """
    found = _sent(request, form)
    if found is None or not any(found[1].values()):
        return None
    container: Container = request.app.state.container
    sheet, words = found
    ended = session.owner(container.engine, request.cookies.get(session.COOKIE, ""))
    token, cookie = secrets.token_urlsafe(24), request.cookies.get(COOKIE) or secrets.token_urlsafe(24)
    with container.engine.begin() as connection:
        span = _span(connection, container, "parked_hours", timedelta(hours=1))
        if store.unowned(connection, at=span.at) >= MOST_UNOWNED and ended is None:
            return None
        key, sealer = _key(cookie, token), container.core.sealer
        store.park(connection, key, sheet, words, owner=ended, span=span, sealer=sealer)
    back = call_sheet.PAGE if sheet == call_sheet.SHEET else request.url.path.rpartition("/")[0]
    return Parked(back=back, token=token, cookie=cookie)


def claim(request: Request, token: str, officer: Officer) -> str:
    """Make a parked form the officer's draft; returns the page it belongs to, nothing where there is none."""
    container: Container = request.app.state.container
    core = container.core
    with container.engine.begin() as connection:
        key = _key(request.cookies.get(COOKIE, ""), token)
        found = store.claim(connection, key, officer.username, at=core.now(), sealer=core.sealer)
    if found is None:
        return ""
    try:
        kept = keep(container, officer, *found)
    except NotFound:
        return ""
    return page_of(found[0], officer) if kept else ""


def refused(request: Request, form: FormData, officer: Officer) -> str:
    """Keep a form whose token is of an earlier session; returns the page it belongs to."""
    found = _sent(request, form)
    if found is None or not any(found[1].values()):
        return ""
    version = None if found[0] == call_sheet.SHEET else count_in(typed(form).get("version", ""))
    try:
        keep(request.app.state.container, officer, *found, version=version)
    except NotFound:
        return ""
    return page_of(found[0], officer)


def cut_off(request: Request, form: FormData) -> str:
    """Keep what had come of a form that broke off, in a session that runs; returns the form's address."""
    found = _sent(request, form)
    container: Container = request.app.state.container
    if found is None or found[0] == call_sheet.SHEET or not any(found[1].values()):
        return ""
    officer = session.resume(container.engine, request.cookies.get(session.COOKIE, ""), at=container.core.now())
    given = typed(form)
    if (
        officer is None
        or officer.owed
        or not secrets.compare_digest(given.get("csrf", "").encode(), officer.csrf.encode())
    ):
        return ""
    sheet, words = found
    try:
        kept = keep(container, officer, sheet, words, version=count_in(given.get("version", "")))
    except NotFound:
        return ""
    return f"/staff/petitions/{sheet.number}/{sheet.verb}?assignment={sheet.assignment}" if kept else ""


def _sent(request: Request, form: FormData) -> tuple[Sheet, Typed] | None:
    address = _FORM.fullmatch(request.url.path)
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return None
    if request.url.path == call_sheet.PAGE:
        return call_sheet.taken_down(typed(form))
    if address is None:
        return None
    number, verb = (address[1], address[2]) if address[1] else (address[3], CALLED)
    try:
        return sheet_of(number_in(number), verb, typed(form))
    except NotFound:
        return None


def _span(connection: Connection, container: Container, name: str, unit: timedelta) -> Span:
    now = container.core.now()
    amount = parameter.numbers(connection, "console", city_day(now))[name]
    return Span(at=now, until=now + int(amount) * unit)


def _key(cookie: str, token: str) -> bytes:
    return hashlib.sha256(f"{cookie}\0{token}".encode()).digest()

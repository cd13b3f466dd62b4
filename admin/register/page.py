"""Units, topics, duties and rules: found, read, added and edited, all in the same way."""

from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from admin.desks.desk import show
from admin.desks.entry import clean, typed
from admin.register import change, edit, word
from admin.register.change_page import OTHERS_FIRST, PAGE, Keeper, Posted, Reader
from admin.register.consequence import Said
from admin.register.edit import Unconfirmed
from admin.register.field import options
from admin.register.thing import THINGS, Thing
from admin.security.account import Officer
from admin.security.permission import held
from channels.base import Flaw, Refused
from routing.city import City
from tracking.domain.error import NotFound, StaleVersion
from tracking.domain.people import Role

router = APIRouter(include_in_schema=False)


@router.get(PAGE + "/{path}")
def listed(request: Request, path: str, officer: Reader) -> HTMLResponse:
    """Those that hold some words; the form for a new one."""
    return _list(request, officer, _thing(path))


@router.get(PAGE + "/{path}/{key}")
def one(request: Request, path: str, key: str, officer: Reader) -> HTMLResponse:
    """One entry with its history, and the form where one may edit."""
    return _entry(request, officer, _thing(path), clean(key))


@router.post(PAGE + "/{path}")
def save(request: Request, path: str, officer: Keeper, form: Posted) -> Response:
    """Add or edit; what has consequences is confirmed once more."""
    thing, given = _thing(path), typed(form)
    try:
        key = edit.save(held(request), thing, given, by=officer.username)
    except Refused as refused:
        return _again(request, officer, thing, given, flaw=refused.flaws[0])
    except StaleVersion:
        return _again(request, officer, thing, given, flaw=OTHERS_FIRST)
    except Unconfirmed as unconfirmed:
        return _again(request, officer, thing, given, said=unconfirmed.said)
    return RedirectResponse(f"{PAGE}/{thing.path}/{key}?done=saved", 303)


def _codes(city: City, words: str) -> Sequence[str]:
    """Units and topics whose name holds the words."""
    units = [unit.code for unit in city.units() if words in unit.name or words in unit.short_name]
    return [*units, *(code for code, name in city.register.topics.items() if words in name)] if words else []


def _thing(path: str) -> Thing:
    if path not in THINGS:
        raise NotFound("no such part of the register")
    return THINGS[path]


def _again(
    request: Request,
    officer: Officer,
    thing: Thing,
    given: Mapping[str, str],
    *,
    flaw: Flaw | None = None,
    said: Said = (),
) -> HTMLResponse:
    """The form as it was typed: refused, or to be confirmed."""
    if given.get("key"):
        return _entry(request, officer, thing, given["key"], flaw=flaw, given=given, said=said)
    return _list(request, officer, thing, flaw=flaw, given=given, said=said)


def _list(
    request: Request,
    officer: Officer,
    thing: Thing,
    *,
    flaw: Flaw | None = None,
    given: Mapping[str, str] | None = None,
    said: Said = (),
) -> HTMLResponse:
    words = clean(request.query_params.get("q"))[:60]
    with held(request).engine.connect() as connection:
        rows = edit.found(connection, thing, words, codes=_codes(held(request).city, words))
    return _shown(
        request, officer, thing, "list", rows=rows, q=words, flaw=flaw, given=given or {}, said=said, entry=None
    )


def _entry(
    request: Request,
    officer: Officer,
    thing: Thing,
    key: str,
    *,
    flaw: Flaw | None = None,
    given: Mapping[str, str] | None = None,
    said: Said = (),
) -> HTMLResponse:
    with held(request).engine.connect() as connection:
        entry = edit.one(connection, thing, key)
        changes = change.recent(connection, thing=thing.name, key=key, most=20)
    if entry is None:
        raise NotFound("no such entry")
    kept = {field.name: field.shown(entry[field.name]) for field in thing.fields}
    filled = {**kept, **{name: value for name, value in (given or {}).items() if name in kept}}
    return _shown(
        request, officer, thing, "entry", entry=entry, kept=kept, changes=changes, flaw=flaw, given=filled, said=said
    )


def _shown(request: Request, officer: Officer, thing: Thing, template: str, **known: Any) -> HTMLResponse:
    city = held(request).city
    lists = {field.name: options(city, thing.name, field) for field in thing.fields}
    return show(
        request,
        officer,
        f"register/{template}.html",
        status=422 if known["flaw"] else 200,
        thing=thing,
        lists=lists,
        word=word,
        keeper=officer.role is Role.ADMINISTRATOR,
        most=edit.MOST,
        done=request.query_params.get("done"),
        tab=thing.path,
        **known,
    )

"""The audit list: who did what, when; for the inspector, and without administrators' own acts for administrators."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from admin.back_office import trail, word
from admin.back_office.trail import Key, Wanted
from admin.desks.desk import show
from admin.desks.entry import clean
from admin.security.account import Officer
from admin.security.permission import held, may
from tracking.domain.error import InvalidValue
from tracking.domain.number import parse
from tracking.domain.people import Role

router = APIRouter(include_in_schema=False)
PAGE = "/staff/audit"
AUDITORS = (Role.INSPECTOR, Role.ADMINISTRATOR)
FIELDS = ("who", "kind", "number", "since", "until")


@router.get(PAGE)
def audit(request: Request, officer: Annotated[Officer, may(*AUDITORS)]) -> HTMLResponse:
    """One page of the list."""
    container = held(request)
    given = {name: clean(request.query_params.get(name))[:64] for name in FIELDS}
    wanted, flaw = wanted_of(given)
    with container.engine.connect() as connection:
        found = [] if flaw else trail.lines(connection, officer.viewer, wanted, after=_after(request))
    return show(
        request,
        officer,
        "back_office/audit.html",
        status=422 if flaw else 200,
        lines=[(each, container.redact(each.note or "")) for each in found[: trail.PAGE]],
        following=_address(given, found[trail.PAGE - 1].key) if len(found) > trail.PAGE else "",
        given=given,
        flaw=flaw,
        kinds=word.AUDIT_KINDS,
        acts=word.AUDIT_ACTS,
        readable=officer.role is Role.INSPECTOR,
    )


def wanted_of(given: Mapping[str, str]) -> tuple[Wanted, str]:
    """What was asked for, and what is wrong with it as a message id."""
    try:
        since, until = (date.fromisoformat(given[name]) if given.get(name) else None for name in ("since", "until"))
        number = str(parse(given["number"])) if given.get("number") else ""
    except (ValueError, InvalidValue):
        return Wanted(), word.AUDIT_FLAW
    kind = given.get("kind", "")
    if (kind and kind not in trail.KINDS) or (until and until.year > 9000):
        return Wanted(), word.AUDIT_FLAW
    return Wanted(who=given.get("who", ""), kind=kind, number=number, since=since, until=until), ""


def _address(given: Mapping[str, str], key: Key) -> str:
    after = f"{key.at.isoformat()}~{key.source}~{key.id}"
    return f"{PAGE}?" + urlencode({**{name: value for name, value in given.items() if value}, "after": after})


def _after(request: Request) -> Key | None:
    """The place in the list, None where it makes no sense."""
    try:
        at, source, identity = clean(request.query_params.get("after")).split("~")
        moment = datetime.fromisoformat(at)
        key = Key(at=moment, source=int(source), id=int(identity))
    except ValueError:
        return None
    return key if moment.tzinfo and 0 <= key.source < 100 and 0 <= key.id < 2**62 else None

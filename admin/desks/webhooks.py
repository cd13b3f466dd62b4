"""Subscribers of events, and what could not be delivered to them. An administrator's page."""

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.datastructures import FormData

from admin.desks import timeline
from admin.desks.desk import show
from admin.desks.entry import clean, count_in
from admin.security.account import Officer
from admin.security.permission import held, may, posted
from admin.security.sign_in import note
from channels.base import marked
from channels.webhook.port import CarrierError
from notify import outgoing, subscriber
from tracking.domain.people import Role
from tracking.domain.verb import Verb

router = APIRouter(include_in_schema=False)
PAGE = "/staff/webhooks"
MOST_DEAD, NAME_LENGTH = 100, 40
NO_NAME = marked("请写明是哪个系统，最多40字。")
NO_ADDRESS = marked("请填写以https开头的公网地址。内网地址须先由运维在设置中放行。")
NO_EVENT = marked("请至少选择一种事件。")
Administrator = Annotated[Officer, may(Role.ADMINISTRATOR)]
Form = Annotated[FormData, Depends(posted)]


@router.get(PAGE)
def webhooks(request: Request, officer: Administrator) -> HTMLResponse:
    """All subscribers, and the dead letters."""
    return _page(request, officer)


@router.post(PAGE)
def subscribe(request: Request, officer: Administrator, form: Form) -> HTMLResponse:
    """A new subscriber; this answer is the only one that shows its secret."""
    container = held(request)
    name, url = clean(form.get("name")), clean(form.get("url"))
    chosen = {each for each in form.getlist("event") if isinstance(each, str)}
    events = [verb for verb in Verb if verb in chosen]
    flaws = {"name": NO_NAME} if not 0 < len(name) <= NAME_LENGTH else {}
    flaws |= {"url": NO_ADDRESS} if not _may_be_reached(request, url) else {}
    flaws |= {"event": NO_EVENT} if not events else {}
    if flaws:
        typed = {"name": name, "url": url}
        return _page(request, officer, flaws=flaws, typed=typed, chosen=chosen, status=422)
    core = container.core
    with container.engine.begin() as connection:
        identity, secret = subscriber.add(
            connection, core.sealer, name=name, url=url, events=events, by=officer.username, at=core.now()
        )
        note(connection, officer.username, f"subscribed webhook {identity}", at=core.now())
    return _page(request, officer, made=(name, secret))


@router.post(PAGE + "/dead/{identity}")
def replay(request: Request, identity: int, officer: Administrator, form: Form) -> Response:
    """Queue one dead letter again, or with the field ``all`` every one of its subscriber."""
    container, now = held(request), held(request).core.now()
    key = min(abs(identity), 2**31 - 1)
    with container.engine.begin() as connection:
        if form.get("all"):
            count = outgoing.replay(connection, at=now, subscriber=key)
        else:
            count = outgoing.replay(connection, at=now, identity=key)
        if count:
            note(connection, officer.username, f"replayed {count} webhook deliveries", at=now)
    return RedirectResponse(PAGE, 303)


@router.post(PAGE + "/{identity}/{act}")
def change(request: Request, identity: str, act: str, officer: Administrator, _form: Form) -> Response:
    """``pause``, ``resume``, ``rotate`` the secret, or ``drop`` with all that waits."""
    container, key = held(request), count_in(identity)
    core, secret = container.core, ""
    with container.engine.begin() as connection:
        if act == "rotate":
            secret = subscriber.rotate(connection, core.sealer, key, at=core.now())
        elif act == "drop":
            subscriber.drop(connection, key)
        elif act in ("pause", "resume"):
            subscriber.switch(connection, key, on=act == "resume")
        note(connection, officer.username, f"webhook {key}: {clean(act)[:10]}", at=core.now())
    return _page(request, officer, made=(f"#{key}", secret)) if secret else RedirectResponse(PAGE, 303)


def _may_be_reached(request: Request, url: str) -> bool:
    try:
        held(request).guard.check(url)
    except CarrierError:
        return False
    return True


def _page(
    request: Request,
    officer: Officer,
    *,
    made: tuple[str, str] | None = None,
    flaws: Mapping[str, str] | None = None,
    typed: Mapping[str, str] | None = None,
    chosen: set[str] | None = None,
    status: int = 200,
) -> HTMLResponse:
    with held(request).engine.connect() as connection:
        found, dead = subscriber.every(connection), outgoing.dead(connection, most=MOST_DEAD)
    return show(
        request,
        officer,
        "webhooks.html",
        status=status,
        subscribers=found,
        names={each.id: each.name for each in found},
        dead=dead,
        made=made,
        flaws={"name": "", "url": "", "event": ""} | dict(flaws or {}),
        typed={"name": "", "url": "https://"} | dict(typed or {}),
        chosen=chosen or set(),
        said=timeline.SAID,
    )

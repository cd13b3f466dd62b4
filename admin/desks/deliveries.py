"""Messages and events: what went out, what did not, and a button to try again."""

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.datastructures import FormData

from admin.desks import dead_letter, delivery, timeline
from admin.desks.desk import SENDERS, show
from admin.desks.entry import clean
from admin.security.account import Officer
from admin.security.permission import held, may, posted
from admin.security.sign_in import note
from channels.voice import errand
from notify import store
from tracking.domain.people import Role

router = APIRouter(include_in_schema=False)
PAGE = "/staff/deliveries"
_LARGEST = 2**62


@router.get(PAGE)
def deliveries(request: Request, officer: Annotated[Officer, may(*SENDERS)]) -> HTMLResponse:
    """The latest messages and the parked events. An administrator sees states, not words."""
    container = held(request)
    state = clean(request.query_params.get("state"))
    sealer = container.core.sealer if officer.role is Role.DISPATCHER else None
    with container.engine.connect() as connection:
        sent, before = delivery.page(
            connection,
            sealer,
            state=state if state in delivery.STATES else None,
            before=_count(clean(request.query_params.get("before"))),
        )
        parked, stuck = dead_letter.parked(connection), errand.stuck(connection)
    return show(
        request,
        officer,
        "deliveries.html",
        sent=sent,
        before=before,
        parked=parked,
        stuck=stuck,
        state=state,
        states=delivery.STATES,
        templates=delivery.TEMPLATES,
        said=timeline.SAID,
        readable=sealer is not None,
    )


@router.post(PAGE + "/recording/{sid}")
def fetch_again(
    request: Request,
    sid: str,
    officer: Annotated[Officer, may(*SENDERS)],
    _form: Annotated[FormData, Depends(posted)],
) -> Response:
    """Try once more to fetch a voice message; pressing twice is harmless."""
    container = held(request)
    now = container.core.now()
    with container.engine.begin() as connection:
        if errand.try_again(connection, clean(sid), at=now):
            note(connection, officer.username, f"retried recording {clean(sid)}", at=now)
    return RedirectResponse(PAGE, 303)


@router.post(PAGE + "/{kind}/{identity}")
def try_again(
    request: Request,
    kind: Literal["event", "message"],
    identity: int,
    officer: Annotated[Officer, may(*SENDERS)],
    _form: Annotated[FormData, Depends(posted)],
) -> Response:
    """Queue a failed message again, or let the relay take a parked event again; pressing twice is harmless."""
    container = held(request)
    now, key = container.core.now(), min(abs(identity), _LARGEST)
    with container.engine.begin() as connection:
        event = kind == "event"
        done = dead_letter.try_again(connection, key, at=now) if event else store.resend(connection, key)
        if done:
            note(connection, officer.username, f"retried {'event' if event else 'message'} {key}", at=now)
    return RedirectResponse(PAGE, 303)


def _count(text: str) -> int | None:
    return min(int(text), _LARGEST) if text.isascii() and text.isdigit() and len(text) < 20 else None

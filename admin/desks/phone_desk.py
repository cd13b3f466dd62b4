"""The operator's desk: take down what a caller says while the classifier proposes and the history is at hand."""

import secrets
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.datastructures import FormData

from admin.desks import answers, caller, ending, incoming, proposal, similar
from admin.desks.desk import show
from admin.desks.entry import clean, typed
from admin.desks.proposal import Proposed
from admin.draft import call_sheet, keeping
from admin.security.account import Officer
from admin.security.permission import held, may, posted
from admin.wiring import Container
from channels.base import Flaw, Refused, marked
from channels.phone_desk.port import Known
from channels.phone_desk.receiver import receive
from channels.phone_desk.renderer import spoken
from channels.place import Gazetteer
from tracking.domain.error import KeyReused
from tracking.domain.people import Role
from tracking.service.intake import Receipt

router = APIRouter(include_in_schema=False)
PAGE = "/staff/phone-desk"
USED_UP = Flaw(
    field="text", code="key_reused", message=marked("这张单已经登记过别的内容。如果是另一件事，请再按一次登记。")
)
Caller = Annotated[Officer, may(Role.OPERATOR)]
Form = Annotated[FormData, Depends(posted)]


@router.get(PAGE)
def desk(request: Request, officer: Caller) -> HTMLResponse:
    """An empty sheet, that of the call which is on the line, or what was taken down when the session ended."""
    container, call = held(request), clean(request.query_params.get("call"))
    found = incoming.sheet(container, officer, call)
    draft = {} if found else call_sheet.kept(container, officer)
    return _sheet(request, officer, {"key": _fresh(), **found, **draft}, looked_up=bool(found), restored=bool(draft))


@router.post(PAGE)
def take_down(request: Request, officer: Caller, form: Form) -> Response:
    """Register, and answer or divert at once where the operator can. Pressing twice registers once."""
    container, fields = held(request), ending.spelt(typed(form))
    if fields.get("act") == "discard":
        keeping.drop(container, officer, call_sheet.SHEET)
        return RedirectResponse(PAGE, 303)
    if fields.get("act") == "history":
        return _sheet(request, officer, fields, looked_up=True)
    if fields.get("act") in ("knowledge", "similar") or "take" in fields:
        return _sheet(request, officer, answers.taken(container, fields))
    try:
        ending.check(fields)
        receipt = receive(container.core, fields, known=_known(container), by=officer.actor)
    except Refused as refused:
        return _sheet(request, officer, fields, status=422, flaws=refused.flaws)
    except KeyReused:
        return _sheet(request, officer, {**fields, "key": _fresh()}, status=422, flaws=[USED_UP])
    keeping.drop(container, officer, call_sheet.SHEET)
    incoming.settle(container, officer, fields, receipt.number)
    ended = ending.end(container.core, officer, fields, receipt.number)
    return _receipt(request, officer, fields, receipt, ended)


@router.post(PAGE + "/proposal")
def propose(request: Request, officer: Caller, form: Form) -> HTMLResponse:
    """What the classifier makes of the words so far. A POST, for what a caller says belongs into no address."""
    found = proposal.of(held(request), typed(form).get("text", ""))
    return show(request, officer, "proposal.html", proposal=found)


@router.post(PAGE + "/knowledge")
def look_up(request: Request, officer: Caller, form: Form) -> HTMLResponse:
    """What the knowledge base says to the words so far."""
    found = answers.to(held(request), typed(form).get("text", ""))
    return show(request, officer, "answers.html", answers=found)


@router.post(PAGE + "/similar")
def told_before(request: Request, officer: Caller, form: Form) -> HTMLResponse:
    """Open petitions that may tell what the words so far tell."""
    return show(request, officer, "similar.html", similar=similar.to(held(request), officer, typed(form)))


@router.post(PAGE + "/call")
def call(request: Request, officer: Caller, form: Form) -> Response:
    """Asked every two seconds: a new call opens its sheet by itself where nothing has been typed yet."""
    fields, found = typed(form), incoming.current(held(request), officer)
    shown = fields.get("call", "")
    if found and found.sid != shown and not (fields.get("text") or fields.get("phone")):
        return Response(headers={"HX-Redirect": f"{PAGE}?call={found.sid}"})
    if fields.get("seen", "") == incoming.mark(found):
        return Response(status_code=204)  # nothing new: a screen reader is not told again
    return show(request, officer, "call.html", call=found, seen=incoming.mark(found), shown=shown)


@router.post(PAGE + "/history")
def history(request: Request, officer: Caller, form: Form) -> HTMLResponse:
    """What this caller brought before, and how much of it is about what the words so far tell."""
    container, fields = held(request), typed(form)
    found = caller.past(container, officer, fields, topic=_topic(proposal.of(container, fields.get("text", ""))))
    return show(request, officer, "history.html", history=found)


def _topic(proposed: Proposed | None) -> str | None:
    return proposed.topic if proposed else None


def _fresh() -> str:
    return secrets.token_urlsafe(18)


def _known(container: Container) -> Known:
    known = container.city.register
    return Known(Gazetteer(known.districts, known.streets), container.city.sources_of("phone"))


def _sheet(
    request: Request,
    officer: Officer,
    fields: Mapping[str, str],
    *,
    status: int = 200,
    flaws: Sequence[Flaw] = (),
    looked_up: bool = False,
    restored: bool = False,
) -> HTMLResponse:
    """``looked_up``: with what the caller brought before; ``restored``: from before the session ended."""
    container = held(request)
    proposed = proposal.of(container, fields.get("text", ""))
    on_line = incoming.current(container, officer)
    found: dict[str, Flaw | None] = {flaw.field: flaw for flaw in flaws}
    return show(
        request,
        officer,
        "phone_desk.html",
        status=status,
        fields=defaultdict(str, fields),
        flaws=defaultdict(lambda: None, found),
        history=caller.past(container, officer, fields, topic=_topic(proposed)) if looked_up else None,
        proposal=proposed,
        similar=similar.to(container, officer, fields),
        answers=answers.to(container, fields.get("text", "")),
        call=on_line,
        seen=incoming.mark(on_line),
        shown=fields.get("call", ""),
        restored=restored,
    )


def _receipt(
    request: Request, officer: Officer, fields: Mapping[str, str], receipt: Receipt, stage: str
) -> HTMLResponse:
    return show(
        request,
        officer,
        "receipt.html",
        receipt=receipt,
        code=spoken(receipt.query_code),
        stage=stage,
        reply=fields.get("reply", ""),
        similar=similar.to(held(request), officer, fields, but=receipt.number),
    )

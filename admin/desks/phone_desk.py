"""The operator's desk: take down what a caller says while the classifier proposes and the history is at hand."""

import secrets
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, Response
from starlette.datastructures import FormData

from admin.desks import proposal, words
from admin.desks.desk import show
from admin.desks.entry import typed
from admin.security.account import Officer
from admin.security.permission import held, may, posted
from admin.security.sign_in import note
from admin.wiring import Container
from channels import telephone
from channels.base import Flaw, Refused, marked
from channels.phone_desk.port import Known
from channels.phone_desk.receiver import receive
from channels.phone_desk.renderer import spoken
from channels.place import Gazetteer
from tracking.domain.case import Case
from tracking.domain.people import Role
from tracking.domain.procedure.intake import answer, divert
from tracking.domain.stage import PetitionStage
from tracking.service.core import Core
from tracking.service.intake import Receipt
from tracking.store import dossier

router = APIRouter(include_in_schema=False)
PAGE = "/staff/phone-desk"
MOST_HISTORY = 10
REGISTER, ANSWER, DIVERT = "register", "answer", "divert"
_SAY_SOMETHING = marked("即时答复须写明答复内容。")
_WHERE_TO = marked("转出须选择转往哪里。")
_STILL_HERE = frozenset({PetitionStage.REGISTERED, PetitionStage.AWAITING_DISPATCH})
Caller = Annotated[Officer, may(Role.OPERATOR)]
Form = Annotated[FormData, Depends(posted)]


@router.get(PAGE)
def desk(request: Request, officer: Caller) -> HTMLResponse:
    """An empty sheet."""
    return _sheet(request, officer, {"key": secrets.token_urlsafe(18)})


@router.post(PAGE)
def take_down(request: Request, officer: Caller, form: Form) -> Response:
    """Register, and answer or divert at once where the operator can. Pressing twice registers once."""
    container, fields = held(request), typed(form)
    if fields.get("act") == "history":
        return _sheet(request, officer, fields, history=_history(container, officer, fields))
    try:
        _check_ending(fields)
        receipt = receive(container.core, fields, known=_known(container), by=officer.actor)
    except Refused as refused:
        return _sheet(request, officer, fields, status=422, flaws=refused.flaws)
    ended = _end(container.core, officer, fields, receipt.number)
    return _receipt(request, officer, fields, receipt, ended)


@router.post(PAGE + "/proposal")
def propose(request: Request, officer: Caller, form: Form) -> HTMLResponse:
    """What the classifier makes of the words so far. A POST, for what a caller says belongs into no address."""
    found = proposal.of(held(request), typed(form).get("text", ""))
    return show(request, officer, "proposal.html", proposal=found)


@router.post(PAGE + "/history")
def history(request: Request, officer: Caller, form: Form) -> HTMLResponse:
    """What this caller brought before."""
    return show(request, officer, "history.html", history=_history(held(request), officer, typed(form)))


def _history(container: Container, officer: Officer, fields: Mapping[str, str]) -> Sequence[Mapping[str, Any]] | None:
    """None while there is no whole number. Each look-up stands in the access log."""
    try:
        phone = telephone.normal(fields.get("phone", ""))
    except Refused:
        phone = None
    if phone is None:
        return None
    core = container.core
    with container.engine.begin() as connection:
        note(connection, officer.username, "caller_history", at=core.now())
        return dossier.of_phone(connection, core.sealer.key(phone, "phone"), officer.viewer, most=MOST_HISTORY)


def _check_ending(fields: Mapping[str, str]) -> None:
    """Raises ``Refused`` before anything is stored."""
    act = fields.get("act")
    if act == ANSWER and not fields.get("reply"):
        raise Refused(Flaw(field="reply", code="missing_field", message=_SAY_SOMETHING))
    if act == DIVERT and fields.get("target") not in words.DIVERSIONS:
        raise Refused(Flaw(field="target", code="missing_field", message=_WHERE_TO))


def _end(core: Core, officer: Officer, fields: Mapping[str, str], number: str) -> str:
    """Answer or divert what was just registered; returns the stage it stands at."""
    with core.change(number) as case:
        if case.petition.stage in _STILL_HERE:
            _carry_out(core, case, officer, fields)
        return case.petition.stage


def _carry_out(core: Core, case: Case, officer: Officer, fields: Mapping[str, str]) -> None:
    who, reply = {"by": officer.actor, "at": core.now()}, fields.get("reply", "")
    if fields.get("act") == ANSWER:
        answer(case, **who, reply=reply)  # type: ignore[arg-type]
    elif fields.get("act") == DIVERT:
        divert(case, **who, target=fields["target"], explanation=reply)  # type: ignore[arg-type]


def _known(container: Container) -> Known:
    known = container.city.register
    return Known(Gazetteer(known.districts, known.streets), known.legacy_sources)


def _sheet(
    request: Request,
    officer: Officer,
    fields: Mapping[str, str],
    *,
    status: int = 200,
    flaws: Sequence[Flaw] = (),
    history: Sequence[Mapping[str, Any]] | None = None,
) -> HTMLResponse:
    container = held(request)
    found: dict[str, Flaw | None] = {flaw.field: flaw for flaw in flaws}
    return show(
        request,
        officer,
        "phone_desk.html",
        status=status,
        fields=defaultdict(str, fields),
        flaws=defaultdict(lambda: None, found),
        history=history,
        proposal=proposal.of(container, fields.get("text", "")),
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
    )

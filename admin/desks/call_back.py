"""Ringing a petitioner through the carrier: the four questions are answered with keys."""

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response
from starlette.datastructures import FormData

from admin.desks.entry import number_in
from admin.desks.petition import page
from admin.security.account import Officer
from admin.security.identity import note as note_reading
from admin.security.permission import held, may, posted
from channels.base import CarrierError, marked
from channels.voice.callback import AlreadyCalling, NobodyToCall
from tracking.domain.people import Role
from tracking.store import dossier

router = APIRouter(include_in_schema=False)
PROBLEMS: Mapping[type[Exception], str] = {
    NobodyToCall: marked("现在不能拨打：没有电话号码，或这件诉求不在待回访。"),
    AlreadyCalling: marked("刚刚已经拨打，请等这次通话结束。"),
    CarrierError: marked("电话没有拨出，请稍后再试；如仍不行，请管理员检查电话线路的设置。"),
}
REASON = "语音回访"


@router.post("/staff/call-back/{number}")
def ring(
    request: Request,
    number: str,
    officer: Annotated[Officer, may(Role.CALLER)],
    _form: Annotated[FormData, Depends(posted)],
) -> Response:
    """Place the call; its answers come in by themselves. Using the number is a reading of it, and logged."""
    container, number = held(request), number_in(number)
    with container.engine.connect() as connection:
        dossier.check(connection, number, officer.viewer)
    try:
        container.callbacks.place(number, by=officer.username)
    except tuple(PROBLEMS) as error:
        words = next(words for kind, words in PROBLEMS.items() if isinstance(error, kind))
        return page(request, officer, number, status=409, problem=words)
    with container.engine.begin() as connection:
        note_reading(connection, officer, number, reason=REASON, at=container.core.now())
    return RedirectResponse(f"/staff/petitions/{number}?done=ring", 303)

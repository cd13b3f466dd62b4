"""The desk where a person reads what the machine redacted, corrects it, and makes it public or takes it back."""

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.datastructures import FormData

from admin.anonymity import names, tells, visible
from admin.desks.desk import SENDERS, show
from admin.desks.entry import clean, number_in, typed
from admin.disclosure import store
from admin.security.account import Officer
from admin.security.permission import held, may, posted
from channels.base import marked
from tracking.domain.error import NotFound

router = APIRouter(include_in_schema=False)
PAGE = "/staff/disclosure"
LONGEST = 2000
MISSING = marked("请填写问题和答复，各不超过2000字。")
PERSONAL = marked("文字里还有像姓名、电话、证件号、车牌或门牌的内容，已替您遮住，请再看一遍。")
KEPT = marked("请写明不公开的理由。")
NAMED = marked("文字里有这位诉求人自己的姓名、电话或邮箱，不能公开。请改写后再公开。")
FASTER = marked("这件已经有人处理过，或者不能公开。")
WHY = marked("请写明撤下的理由。")
Releaser = Annotated[Officer, may(*SENDERS)]
Posted = Annotated[FormData, Depends(posted)]


@router.get(PAGE)
def waiting(request: Request, officer: Releaser) -> HTMLResponse:
    """What may be made public, and what is."""
    return _page(request, officer)


@router.post(PAGE + "/{number}/release")
def release(request: Request, number: str, officer: Releaser, form: Posted) -> Response:
    """Make it public as it was typed; what still looks personal is shown again instead."""
    container, given, number = held(request), typed(form), number_in(number)
    question, answer = visible(given.get("question", "")), visible(given.get("answer", ""))
    if not 0 < len(question) <= LONGEST or not 0 < len(answer) <= LONGEST:
        return _page(request, officer, problem=MISSING, given={number: given})
    if tells(container, question + "\n" + answer):
        hidden = {"question": container.redact(question), "answer": container.redact(answer)}
        return _page(request, officer, problem=PERSONAL, given={number: hidden})
    if names(container, number, question) or names(container, number, answer):
        return _page(request, officer, problem=NAMED, given={number: {"question": question, "answer": answer}})
    with container.engine.begin() as connection:
        found = store.candidates(connection, number=number, most=1)
        by, at = officer.username, container.core.now()
        if not found or not store.put(connection, found[0], question=question, answer=answer, by=by, at=at):
            return _page(request, officer, problem=FASTER)
    return RedirectResponse(PAGE + "?done=released", 303)


@router.post(PAGE + "/{number}/keep-back")
def keep_back(request: Request, number: str, officer: Releaser, form: Posted) -> Response:
    """It does not become public, and is not proposed again."""
    container, why, number = held(request), typed(form).get("why", ""), number_in(number)
    if not why:
        return _page(request, officer, problem=KEPT)
    with container.engine.begin() as connection:
        if not store.keep_back(connection, number, why=why, by=officer.username, at=container.core.now()):
            return _page(request, officer, problem=FASTER)
    return RedirectResponse(PAGE + "?done=kept", 303)


@router.post(PAGE + "/{identity}/take-back")
def take_back(request: Request, identity: int, officer: Releaser, form: Posted) -> Response:
    """It is public no more; the row stays with the reason."""
    container, why = held(request), typed(form).get("why", "")
    if not why:
        return _page(request, officer, problem=WHY)
    with container.engine.begin() as connection:
        at = container.core.now()
        if not store.take_back(connection, identity, why=why, by=officer.username, at=at):
            raise NotFound("no such answer is public")
    return RedirectResponse(PAGE + "?done=withdrawn", 303)


def _page(
    request: Request, officer: Officer, *, problem: str = "", given: Mapping[str, Mapping[str, str]] | None = None
) -> HTMLResponse:
    container, given, q = held(request), given or {}, clean(request.query_params.get("q"))
    with container.engine.connect() as connection:
        found, public = store.candidates(connection), store.find(connection, typed=q)
        waiting = store.waiting(connection) if len(found) == store.PAGE else len(found)
    hide = container.redact
    texts = {
        each.number: given.get(each.number) or {"question": hide(each.said), "answer": hide(each.reply)}
        for each in found
    }
    return show(
        request,
        officer,
        "disclosure/release.html",
        status=422 if problem else 200,
        found=found,
        texts=texts,
        public=public,
        waiting=waiting,
        q=q,
        problem=problem,
        done=request.query_params.get("done", ""),
    )

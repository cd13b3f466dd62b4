"""Carrying out a verb from its form: one route for all of them."""

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.datastructures import FormData

from admin.desks import photo
from admin.desks.desk import WORKERS
from admin.desks.entry import count_in, number_in, typed
from admin.desks.field import Flawed
from admin.desks.forms import BY_PATH
from admin.desks.forms.form import Form
from admin.desks.petition import PAGE, page
from admin.desks.petition_view import Opened
from admin.desks.press import Press, carry_out, pressed_twice
from admin.draft import keeping
from admin.security.account import Officer
from admin.security.permission import held, may, posted
from channels.base import marked
from tracking.domain.error import (
    DomainError,
    InvalidValue,
    MissingField,
    NeedsArbitration,
    NotFound,
    OpenChildren,
    OutOfTurn,
    StaleVersion,
    TooEarly,
    TooLate,
    UnknownCode,
)

router = APIRouter(include_in_schema=False)
REFUSED: Mapping[str, str] = {
    "large": marked("照片太大，没有收下，操作没有执行。您填写的内容还在，请选小一些的照片再提交。"),
    "broken": marked("照片没有收完整，或超过了张数，操作没有执行。您填写的内容还在，请重新选照片再提交。"),
}
PROBLEMS: Mapping[type[DomainError], tuple[int, str]] = {
    StaleVersion: (409, marked("这件诉求刚刚有了变化，您的操作没有执行。")),
    NeedsArbitration: (409, marked("已退单两次或经过三个单位，须由监督部门指定承办。")),
    OutOfTurn: (409, marked("现在的阶段不能这样做，您的操作没有执行。")),
    OpenChildren: (409, marked("还有承办件没有办完，暂时不能这样做。")),
    TooEarly: (409, marked("还没有联系上诉求人：须在两天、不同时段至少回访三次，才能未经答复结案。")),
    TooLate: (409, marked("期限已过或次数已用完，不能这样做。")),
    MissingField: (422, marked("还缺少内容，请补充后再提交。")),
    InvalidValue: (422, marked("填写的内容不能接受，请修改后再提交。")),
    UnknownCode: (422, marked("填写的内容不能接受，请修改后再提交。")),
}


@router.get(PAGE + "/{verb}")
def show_form(request: Request, number: str, verb: str, officer: Annotated[Officer, may(*WORKERS)]) -> HTMLResponse:
    """The petition page with this form open; ``refused`` in the address says why what was sent did not arrive."""
    form = _form(verb)
    index = request.query_params.get("assignment", "")
    problem = REFUSED.get(request.query_params.get("refused", ""), "")
    opened = Opened(anchor=f"{form.path}-{count_in(index)}")
    return page(request, officer, number_in(number), problem=problem, opened=opened)


@router.post(PAGE + "/{verb}")
def act(
    request: Request,
    number: str,
    verb: str,
    officer: Annotated[Officer, may(*WORKERS)],
    form: Annotated[FormData, Depends(posted)],
) -> Response:
    """Carry out the verb, or show the page with what was typed and why it did not happen."""
    container, press = held(request), _press(number_in(number), _form(verb), typed(form))
    try:
        photos = photo.judged(press.form, form)
        carry_out(container, officer, press)
    except Flawed as flawed:
        return _again(request, officer, press, status=422, flaws=flawed.flaws)
    except tuple(PROBLEMS) as error:
        if not (isinstance(error, StaleVersion) and pressed_twice(container, officer, press)):
            return _refused(request, officer, press, error)
    photo.keep(container, press.number, photos)
    keeping.drop(container, officer, press.sheet)
    return RedirectResponse(f"/staff/petitions/{press.number}?done={verb}", 303)


def _press(number: str, form: Form, given: Mapping[str, str]) -> Press:
    return Press(
        number=number,
        form=form,
        index=count_in(given.get("assignment", "")),
        version=count_in(given.get("version", "")),
        typed=given,
    )


def _form(path: str) -> Form:
    if path not in BY_PATH:
        raise NotFound("no such verb")
    return BY_PATH[path]


def _refused(request: Request, officer: Officer, press: Press, error: DomainError) -> HTMLResponse:
    status, words = next(answer for kind, answer in PROBLEMS.items() if isinstance(error, kind))
    name = str(error.details.get("field", ""))
    flaws = {name: words} if name in {each.name for each in press.form.fields} else {}
    since = press.version if isinstance(error, StaleVersion) else None
    return _again(request, officer, press, status=status, flaws=flaws, problem=words, since=since)


def _again(
    request: Request,
    officer: Officer,
    press: Press,
    *,
    status: int,
    flaws: Mapping[str, str],
    problem: str = "",
    since: int | None = None,
) -> HTMLResponse:
    keeping.keep(held(request), officer, press.sheet, press.words, version=press.version)
    opened = Opened(anchor=press.anchor, typed=press.typed, flaws=flaws)
    words = problem or PROBLEMS[MissingField][1]
    return page(request, officer, press.number, status=status, problem=words, since=since, opened=opened)

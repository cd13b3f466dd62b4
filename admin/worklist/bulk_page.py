"""Ticked rows: what is about to happen to them, and what did."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse
from starlette.datastructures import FormData

from admin.desks.desk import WORKERS, show
from admin.desks.entry import typed
from admin.desks.field import MOST_CHARACTERS
from admin.security.account import Officer
from admin.security.permission import held, may, posted
from admin.worklist import act as acts
from admin.worklist import bulk
from admin.worklist.act import Act
from admin.worklist.bulk import Tick
from channels.base import marked
from tracking.domain.error import Forbidden
from tracking.domain.people import RIGHTS

router = APIRouter(include_in_schema=False)
PAGE = "/staff/worklist/bulk"
NOTHING = marked("没有勾选任何工单。请回到列表，勾选后再选择要做的事。")
TOO_LONG = marked("最多2000字，请缩短。")
Worker = Annotated[Officer, may(*WORKERS)]
Form = Annotated[FormData, Depends(posted)]


@router.post(PAGE)
def ask(request: Request, officer: Worker, form: Form) -> HTMLResponse:
    """What is about to happen; nothing has yet."""
    return _asked(request, officer, form)


@router.post(PAGE + "/do")
def do(request: Request, officer: Worker, form: Form) -> HTMLResponse:
    """Carry it out, row by row, and say of each what became of it."""
    fields, act, ticks = typed(form), _act(form), _ticks(form)
    if act is None or not ticks:
        return _asked(request, officer, form, status=422)
    _check(officer, act)
    if len(fields.get("words", "")) > MOST_CHARACTERS:
        return _asked(request, officer, form, status=422, flaw=TOO_LONG)
    container = held(request)
    lines = bulk.done(container, officer, act, bulk.looked_up(container, officer, act, ticks), fields)
    back = _back(form)
    return show(request, officer, "worklist/bulk_done.html", act=act, lines=lines, back=back)


def _asked(request: Request, officer: Officer, form: FormData, *, status: int = 200, flaw: str = "") -> HTMLResponse:
    act, ticks, fields = _act(form), _ticks(form), typed(form)
    if act is None or not ticks:
        return show(request, officer, "worklist/bulk_nothing.html", status=422, words_of=NOTHING, back=_back(form))
    _check(officer, act)
    lines = bulk.looked_up(held(request), officer, act, ticks)
    return show(
        request,
        officer,
        "worklist/bulk.html",
        status=status,
        act=act,
        lines=[each for each in lines if not each.problem],
        left_out=[each for each in lines if each.problem],
        typed=fields.get("words", ""),
        flaw=flaw,
        most=acts.MOST,
        over=max(0, len(form.getlist("row")) - acts.MOST),
        back=_back(form),
    )


def _act(form: FormData) -> Act | None:
    return acts.BY_NAME.get(typed(form).get("act", ""))


def _ticks(form: FormData) -> list[Tick]:
    return list(bulk.ticked([value for value in form.getlist("row") if isinstance(value, str)]))


def _check(officer: Officer, act: Act) -> None:
    if officer.role not in RIGHTS[act.form.verb]:
        raise Forbidden("this step belongs to other desks", role=officer.role)


def _back(form: FormData) -> str:
    """The list from which one came, never another place."""
    given = typed(form).get("back", "")
    return (
        given
        if given.startswith("/staff/worklist?") and given.isprintable() and "\\" not in given
        else "/staff/worklist"
    )

"""Carrying out a verb from its form: one route for all of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.datastructures import FormData

from admin.desks import field
from admin.desks.desk import WORKERS
from admin.desks.entry import number_in, typed
from admin.desks.field import Flawed, Widget
from admin.desks.forms import BY_PATH
from admin.desks.forms.form import Form, Target
from admin.desks.petition import PAGE, page
from admin.desks.petition_view import Opened
from admin.security.account import Officer
from admin.security.permission import held, may, posted
from admin.wiring import Container
from channels.base import marked
from tracking.domain.error import (
    DomainError,
    InvalidValue,
    MissingField,
    NotFound,
    OpenChildren,
    OutOfTurn,
    StaleVersion,
    TooLate,
    UnknownCode,
)
from tracking.store import case as cases
from tracking.store import dossier

router = APIRouter(include_in_schema=False)
CONFIRM = marked("请勾选确认:此操作不能撤销。")
PROBLEMS: Mapping[type[DomainError], tuple[int, str]] = {
    StaleVersion: (409, marked("这件诉求刚刚有了变化,您的操作没有执行。")),
    OutOfTurn: (409, marked("现在的阶段不能这样做,您的操作没有执行。")),
    OpenChildren: (409, marked("还有承办件没有办完,暂时不能这样做。")),
    TooLate: (409, marked("期限已过或次数已用完,不能这样做。")),
    MissingField: (422, marked("还缺少内容,请补充后再提交。")),
    InvalidValue: (422, marked("填写的内容不能接受,请修改后再提交。")),
    UnknownCode: (422, marked("填写的内容不能接受,请修改后再提交。")),
}


@dataclass(frozen=True, kw_only=True)
class Attempt:
    """One press of a button: the form, what it acts on, the version the person saw, and what was typed."""

    number: str
    form: Form
    index: int
    version: int
    typed: Mapping[str, str]

    @property
    def anchor(self) -> str:
        return f"{self.form.path}-{self.index}"


@router.get(PAGE + "/{verb}")
def show_form(request: Request, number: str, verb: str, officer: Annotated[Officer, may(*WORKERS)]) -> HTMLResponse:
    """The petition page with this form open."""
    form = _form(verb)
    index = request.query_params.get("assignment", "")
    return page(request, officer, number_in(number), opened=Opened(anchor=f"{form.path}-{_count(index)}"))


@router.post(PAGE + "/{verb}")
def act(
    request: Request,
    number: str,
    verb: str,
    officer: Annotated[Officer, may(*WORKERS)],
    form: Annotated[FormData, Depends(posted)],
) -> Response:
    """Carry out the verb, or show the page with what was typed and why it did not happen."""
    container, attempt = held(request), _attempt(number_in(number), _form(verb), typed(form))
    with container.engine.connect() as connection:
        dossier.check(connection, attempt.number, officer.viewer)
    try:
        carry_out(container, officer, attempt)
    except Flawed as flawed:
        return _again(request, officer, attempt, status=422, flaws=flawed.flaws)
    except tuple(PROBLEMS) as error:
        if not (isinstance(error, StaleVersion) and _twin(container, officer, attempt)):
            return _refused(request, officer, attempt, error)
    return RedirectResponse(f"/staff/petitions/{attempt.number}?done={verb}", 303)


def carry_out(container: Container, officer: Officer, attempt: Attempt) -> None:
    """Raises ``Flawed`` and what the procedure refuses."""
    form, core = attempt.form, container.core
    values = field.read(form.fields, attempt.typed, container.city)
    if form.final and not attempt.typed.get("confirmed"):
        raise Flawed({"confirmed": CONFIRM})
    with core.change(attempt.number, version=attempt.version) as case:
        on = (attempt.index,) if form.target is Target.SHARE else ()
        clock = {"timetable": core.timetable_of(case)} if form.timed else {}
        form.function(case, *on, by=officer.actor, at=core.now(), **clock, **values)


def _attempt(number: str, form: Form, given: Mapping[str, str]) -> Attempt:
    return Attempt(
        number=number,
        form=form,
        index=_count(given.get("assignment", "")),
        version=_count(given.get("version", "")),
        typed=given,
    )


def _form(path: str) -> Form:
    if path not in BY_PATH:
        raise NotFound("no such verb")
    return BY_PATH[path]


def _count(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 0


def _twin(container: Container, officer: Officer, attempt: Attempt) -> bool:
    """Whether the very same press was carried out already: the button was pressed twice."""
    with container.engine.connect() as connection:
        entries = cases.entries(connection, attempt.number)[attempt.version : attempt.version + 1]
        written = dossier.texts(connection, attempt.number)
    for entry in entries:
        same = entry.verb is attempt.form.verb and entry.actor == officer.username
        about = attempt.form.target is not Target.SHARE or entry.assignment == attempt.index
        bodies = {*written.get(entry.seq, {}).values(), entry.facts.get("added", {}).get("basis")}
        return same and about and _words(attempt) <= bodies
    return False


def _words(attempt: Attempt) -> set[str]:
    texts = (attempt.typed.get(each.name, "") for each in attempt.form.fields if each.widget is Widget.AREA)
    return {text for text in texts if text}


def _refused(request: Request, officer: Officer, attempt: Attempt, error: DomainError) -> HTMLResponse:
    status, words = next(answer for kind, answer in PROBLEMS.items() if isinstance(error, kind))
    name = str(error.details.get("field", ""))
    flaws = {name: words} if name in {each.name for each in attempt.form.fields} else {}
    since = attempt.version if isinstance(error, StaleVersion) else None
    return _again(request, officer, attempt, status=status, flaws=flaws, problem=words, since=since)


def _again(
    request: Request,
    officer: Officer,
    attempt: Attempt,
    *,
    status: int,
    flaws: Mapping[str, str],
    problem: str = "",
    since: int | None = None,
) -> HTMLResponse:
    opened = Opened(anchor=attempt.anchor, typed=attempt.typed, flaws=flaws)
    words = problem or PROBLEMS[MissingField][1]
    return page(request, officer, attempt.number, status=status, problem=words, since=since, opened=opened)

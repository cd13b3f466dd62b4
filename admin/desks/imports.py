"""Importing an older system's matters: upload, look, confirm, watch, and the rows that were refused.

An administrator's page. The work is a worker's; this page only says what there is and takes decisions.
"""

from collections.abc import Mapping
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.datastructures import FormData, UploadFile

from admin.desks import import_view
from admin.desks.desk import show
from admin.desks.entry import clean, typed
from admin.language import say
from admin.look import look_of
from admin.security.account import Officer
from admin.security.permission import held, may, posted
from admin.security.sign_in import note
from channels.base import Refused, marked
from channels.imports import job as jobs
from channels.imports import receiver
from channels.imports import row as table_rows
from channels.imports.job import JobState, Upload
from channels.imports.renderer import error_list
from channels.imports.row import RowState
from channels.imports.table import MOST_BYTES, MOST_ROWS
from tracking.domain.people import Role

router = APIRouter(include_in_schema=False)
PAGE = "/staff/imports"
SOURCE_LENGTH = 40
NO_FILE = marked("请选择一个文件。")
NO_SOURCE = marked("请写明数据来自哪个系统，最多40字。")
TOO_LARGE = marked("文件太大：最大32 MB，请分成几个文件。")
Administrator = Annotated[Officer, may(Role.ADMINISTRATOR)]
Form = Annotated[FormData, Depends(posted)]


@router.get(PAGE)
def imports(request: Request, officer: Administrator) -> HTMLResponse:
    """The imports of the last weeks, and a form for the next."""
    return _list(request, officer)


@router.post(PAGE)
def upload(request: Request, officer: Administrator, form: Form) -> Response:
    """Keep the file; a worker reads it."""
    fields, file = typed(form), form.get("file")
    source = fields.get("source", "")
    if not isinstance(file, UploadFile) or not file.size:
        return _list(request, officer, flaws={"file": NO_FILE}, source=source)
    if file.size > MOST_BYTES:
        return _list(request, officer, flaws={"file": TOO_LARGE}, source=source)
    if not 0 < len(source) <= SOURCE_LENGTH:
        return _list(request, officer, flaws={"source": NO_SOURCE}, source=source)
    core = held(request).core
    made = Upload(
        body=file.file.read(),
        file_name=clean(file.filename)[-100:],
        source=source,
        with_open=bool(fields.get("with_open")),
        told={},
    )
    with core.engine.begin() as connection:
        identity = jobs.create(connection, core.sealer, made, by=officer.username, at=core.now())
        note(connection, officer.username, f"uploaded import {identity}", at=core.now())
    return RedirectResponse(f"{PAGE}/{identity}", 303)


@router.get(PAGE + "/{identity}")
def watch(request: Request, identity: int, officer: Administrator) -> HTMLResponse:
    """One import: what its columns are taken for, what is wrong, how far it is."""
    return _one(request, officer, identity)


@router.get(PAGE + "/{identity}/errors.csv")
def errors(request: Request, identity: int, officer: Administrator) -> Response:
    """The rows that were refused, to be corrected in the file; without anything personal."""
    core = held(request).core
    with core.engine.connect() as connection:
        job = jobs.find(connection, _small(identity))
        refused = table_rows.rows(connection, core.sealer, job.id, RowState.REFUSED, most=MOST_ROWS)
    body = b"".join(error_list(refused, partial(say, look_of(request).lang)))
    headers = {"Content-Disposition": f'attachment; filename="import-{job.id}-errors.csv"', "Cache-Control": "no-store"}
    return Response(body, media_type="text/csv; charset=utf-8", headers=headers)


@router.post(PAGE + "/{identity}/mapping")
def remap(request: Request, identity: int, officer: Administrator, form: Form) -> Response:
    """What a person says the columns are."""
    core, fields = held(request).core, typed(form)
    try:
        with core.engine.begin() as connection:
            job = jobs.find(connection, _small(identity))
            if job.state is JobState.READY:
                receiver.remap(connection, job, import_view.told(job, fields))
    except Refused as refused:
        return _one(request, officer, identity, flaw=refused.flaws[0], status=422)
    return RedirectResponse(f"{PAGE}/{identity}", 303)


@router.post(PAGE + "/{identity}/{act}")
def decide(request: Request, identity: int, act: str, officer: Administrator, _form: Form) -> Response:
    """``start`` taking over, ``stop`` (what is done stays), or ``drop`` the file; pressing twice is harmless."""
    core = held(request).core
    with core.engine.begin() as connection:
        job = jobs.find(connection, _small(identity))
        done = False
        if act == "start" and not job.error:
            done = jobs.go_on(connection, job.id, was=JobState.READY, then=JobState.RUNNING)
        elif act == "stop":
            done = jobs.go_on(connection, job.id, was=JobState.RUNNING, then=JobState.READY)
        elif act == "drop":
            jobs.drop(connection, job.id)
            done = True
        if done:
            note(connection, officer.username, f"import {job.id}: {act}", at=core.now())
    return RedirectResponse(PAGE if act == "drop" else f"{PAGE}/{job.id}", 303)


def _list(
    request: Request, officer: Officer, *, flaws: Mapping[str, str] | None = None, source: str = ""
) -> HTMLResponse:
    with held(request).engine.connect() as connection:
        found = [(job, table_rows.counts(connection, job.id)) for job in jobs.latest(connection)]
    status = 422 if flaws else 200
    return show(
        request,
        officer,
        "imports.html",
        status=status,
        jobs=found,
        states=import_view.STATES,
        flaws={"file": "", "source": ""} | dict(flaws or {}),
        source=source,
    )


def _one(request: Request, officer: Officer, identity: int, *, flaw: object = None, status: int = 200) -> HTMLResponse:
    container = held(request)
    with container.engine.connect() as connection:
        view = import_view.gather(connection, container.core.sealer, _small(identity))
    return show(request, officer, "import.html", status=status, view=view, states=import_view.STATES, flaw=flaw)


def _small(identity: int) -> int:
    return min(abs(identity), 2**62)

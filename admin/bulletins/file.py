"""A bulletin as a file: PDF, Word, CSV, all from the same stored body."""

from collections.abc import Callable, Mapping
from typing import Annotated, Literal

from fastapi import APIRouter, Request
from fastapi.responses import Response

from admin.bulletins.desk import PAGE, readable
from admin.bulletins.pdf import pdf
from admin.bulletins.sheet import sheet
from admin.bulletins.store import Bulletin
from admin.bulletins.word_file import docx
from admin.desks.desk import LOOKERS
from admin.security.account import Officer
from admin.security.permission import held, may
from admin.security.sign_in import note

router = APIRouter(include_in_schema=False)
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MADE: Mapping[str, tuple[Callable[[Bulletin], bytes], str]] = {
    "pdf": (pdf, "application/pdf"),
    "docx": (docx, _WORD),
    "csv": (sheet, "text/csv; charset=utf-8"),
}


@router.get(PAGE + "/{identity}/file/{form}")
def file(
    request: Request, identity: int, form: Literal["pdf", "docx", "csv"], officer: Annotated[Officer, may(*LOOKERS)]
) -> Response:
    """Whoever took one is noted."""
    container = held(request)
    made = readable(container, identity, officer)
    render, kind = MADE[form]
    content = render(made)
    with container.engine.begin() as connection:
        note(connection, officer.username, f"took bulletin {made.snapshot} as {form}", at=container.core.now())
    name = f'attachment; filename="{made.snapshot}.{form}"'
    return Response(content, media_type=kind, headers={"Content-Disposition": name, "Cache-Control": "no-store"})

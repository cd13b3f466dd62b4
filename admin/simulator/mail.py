"""``/simulator/mail``: write to the city as a citizen, and read what it answers.

What is written goes into the demonstration's mailbox, from where the mail process takes it as it takes real mail.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Request, UploadFile
from starlette.responses import RedirectResponse, Response

from admin.pages import render
from admin.security.permission import PUBLIC
from admin.simulator.letterbox import Letterbox, Written
from admin.wiring import Container
from channels.base import Flaw, marked
from channels.mailbox import header

PAGE = "/simulator/mail"
SOMEBODY = "citizen@mail.example"
MOST_FILES = 10
_ADDRESS = marked("请填写完整的电子邮件地址。")
_EMPTY = marked("请写下主题或正文。")
Typed = Annotated[str, Form()]


def router(container: Container) -> APIRouter:
    """The page of one installation; where real mailboxes are read it only says so."""
    routes = APIRouter(include_in_schema=False, dependencies=[PUBLIC])
    spool, address = container.post.spool, container.post.address
    box = Letterbox(spool=spool, address=address) if spool else None

    def page(request: Request, written: Written, *, flaws: Sequence[Flaw] = (), posted: bool = False) -> Response:
        """The sheet as it was typed, and the letters that came to its sender."""
        return render(
            request,
            "simulator/mail.html",
            status=422 if flaws else 200,
            address=address,
            real=box is None,
            written=written,
            letters=box.letters(written.sender) if box else (),
            flaws={flaw.field: flaw for flaw in flaws},
            posted=posted,
        )

    @routes.get(PAGE)
    def sheet(request: Request, sender: str = SOMEBODY, answers: str = "", posted: str = "") -> Response:
        """An empty sheet, or one that answers a letter."""
        letter = box.letter(answers) if box else None
        subject = f"回复：{letter.subject}" if letter else ""
        written = Written(sender=sender, name="", subject=subject, text="", answers=answers if letter else "", files=())
        return page(request, written, posted=bool(posted))

    @routes.get(PAGE + "/letters")
    def letters(request: Request, sender: str = SOMEBODY, seen: str = "") -> Response:
        """The letters alone, asked for every few seconds; nothing while the newest is the one that was ``seen``."""
        found = box.letters(sender) if box else ()
        if seen == (found[0].key if found else ""):
            return Response(status_code=204)
        return render(request, "simulator/letters.html", sender=sender, letters=found)

    @routes.post(PAGE)
    def post(
        request: Request,
        sender: Typed = "",
        name: Typed = "",
        subject: Typed = "",
        text: Typed = "",
        answers: Typed = "",
        files: Annotated[list[UploadFile], Form()] = [],  # noqa: B006 - the framework copies it
    ) -> Response:
        """Send it."""
        enclosed = [(each.filename or "", each.file.read()) for each in files[:MOST_FILES] if each.size]
        written = Written(sender=sender, name=name, subject=subject, text=text, answers=answers, files=enclosed)
        flaws = _flaws(written)
        if flaws or box is None:
            return page(request, written, flaws=flaws)
        box.post(written, at=container.core.now())
        return RedirectResponse(f"{PAGE}?{urlencode({'sender': header.address(sender), 'posted': 1})}", 303)

    return routes


def _flaws(written: Written) -> list[Flaw]:
    found = []
    if not header.address(written.sender):
        found.append(Flaw(field="sender", code="invalid_value", message=_ADDRESS))
    if not (written.subject.strip() or written.text.strip() or written.files):
        found.append(Flaw(field="text", code="missing_field", message=_EMPTY))
    return found

"""What the petitioner does: the verbs of the procedure behind buttons, each on the version that was seen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Form, HTTPException, Request
from starlette.responses import RedirectResponse, Response

from channels.base import Refused, Surroundings, marked
from channels.limit import Gate
from channels.progress import Lookup
from channels.web.rating import answers_of
from channels.web.renderer import Pages
from channels.web.ticket import Tickets
from channels.words import note_of, text_of
from tracking.domain.case import Case
from tracking.domain.error import OutOfTurn, StaleVersion, TooLate
from tracking.domain.people import citizen
from tracking.domain.procedure.callback import reopen
from tracking.domain.procedure.citizen import add_facts, urge, withdraw
from tracking.domain.procedure.rating import rate as rate_it

CITIZEN = citizen("web")
ACTS_PER_PETITION = "20/hour"
_SAY_WHAT = marked("请写下要补充的情况。")
_SAY_WHY = marked("请写下要求重新办理的理由。")
CHANGED = marked("情况刚刚有变化，这一步没有执行。请先看最新进展，再决定是否继续。")
Typed = Annotated[str, Form()]
Seen = Annotated[int, Form(ge=1, le=100_000)]
Do = Callable[[Case, datetime], None]


def router(surroundings: Surroundings, pages: Pages, tickets: Tickets, lookup: Lookup) -> APIRouter:
    """The buttons of the progress page."""
    routes = APIRouter()
    core, gate = surroundings.core, Gate(ACTS_PER_PETITION)

    def act(request: Request, number: str, form: str, seen: int, do: Do) -> Response:
        """Carry out a verb on the version the petitioner saw: a form sent twice acts once."""
        ticket = tickets.require(request, number)
        if not tickets.fits(ticket, form):
            raise HTTPException(403)
        gate.enter(number)
        try:
            with core.change(number, version=seen) as case:
                do(case, core.now())
        except Refused as refused:
            return pages.progress(request, lookup.read(number), ticket, flaws=refused.flaws, status=422)
        except (StaleVersion, OutOfTurn, TooLate):
            return pages.progress(request, lookup.read(number), ticket, note=CHANGED, status=409)
        return RedirectResponse(f"/progress/{number}", 303)

    @routes.post("/{number}/withdraw")
    def withdraw_(request: Request, number: str, form: Typed, seen: Seen, words: Typed = "") -> Response:
        """撤回."""

        def do(case: Case, at: datetime) -> None:
            withdraw(case, by=CITIZEN, at=at, reason=note_of(words, "withdraw"))

        return act(request, number, form, seen, do)

    @routes.post("/{number}/urge")
    def urge_(request: Request, number: str, form: Typed, seen: Seen, words: Typed = "") -> Response:
        """催办."""

        def do(case: Case, at: datetime) -> None:
            urge(case, by=CITIZEN, at=at, words=note_of(words, "urge"))

        return act(request, number, form, seen, do)

    @routes.post("/{number}/facts")
    def facts(request: Request, number: str, form: Typed, seen: Seen, words: Typed = "") -> Response:
        """补充."""

        def do(case: Case, at: datetime) -> None:
            add_facts(case, by=CITIZEN, at=at, words=text_of(words, "facts", required=_SAY_WHAT))

        return act(request, number, form, seen, do)

    @routes.post("/{number}/reopen")
    def reopen_(request: Request, number: str, form: Typed, seen: Seen, words: Typed = "") -> Response:
        """重新办理."""

        def do(case: Case, at: datetime) -> None:
            reopen(
                case,
                by=CITIZEN,
                at=at,
                timetable=core.timetable_of(case),
                reason=text_of(words, "reopen", required=_SAY_WHY),
            )

        return act(request, number, form, seen, do)

    @routes.post("/{number}/rating")
    def rate(
        request: Request,
        number: str,
        form: Typed,
        seen: Seen,
        contacted: Typed = "",
        verified: Typed = "",
        outcome: Typed = "",
        satisfaction: Typed = "",
        words: Typed = "",
    ) -> Response:
        """评价: four questions, each may be left out."""

        def do(case: Case, at: datetime) -> None:
            given = answers_of(contacted, verified, outcome, satisfaction)
            rate_it(case, by=CITIZEN, at=at, answers=given, note=note_of(words, "rating"))

        return act(request, number, form, seen, do)

    return routes

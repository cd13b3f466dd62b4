"""The list of urges: how many, of whom, and when and how they were answered."""

from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from admin.desks.desk import OVERSEERS, show
from admin.desks.redaction import for_reader
from admin.security.account import Officer
from admin.security.permission import held, may
from admin.supervision import urging
from admin.supervision.law import law
from channels.base import marked
from tracking.domain.clock import city_day
from tracking.domain.verb import Verb
from tracking.domain.vocabulary import Identity

router = APIRouter(include_in_schema=False)
HOW = {
    Verb.CONTACT: marked("已联系诉求人"),
    Verb.REPORT_BACK: marked("已报结"),
    Verb.ANSWER_ORDER: marked("已答复督办单"),
}


@router.get("/staff/supervision/urges")
def urges(request: Request, officer: Annotated[Officer, may(*OVERSEERS)]) -> HTMLResponse:
    """Urges of the last days, the unanswered first."""
    core = held(request).core
    with core.engine.connect() as connection:
        days = law(connection, city_day(core.now())).window_days
        found = urging.urges(connection, officer.viewer, since=core.now() - timedelta(days=days))
    return show(
        request,
        officer,
        "supervision/urges.html",
        found=found,
        units=urging.by_unit(found),
        waiting=sum(not each.answered for each in found),
        days=days,
        how=HOW,
        hide={each: for_reader(held(request), officer, each) for each in Identity},
    )

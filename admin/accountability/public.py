"""Accountability as the public reads it: counts without names."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from admin.accountability import statistic, word
from admin.accountability.law import law
from admin.accountability.stage import RESULTS
from admin.pages import render
from admin.security.permission import PUBLIC, held
from tracking.domain.clock import city_day

router = APIRouter(include_in_schema=False, dependencies=[PUBLIC])
PAGE = "/open/accountability"


@router.get(PAGE)
def counted(request: Request) -> HTMLResponse:
    """By year, kind and result; two statements."""
    container = held(request)
    with container.engine.connect() as connection:
        least = law(connection, city_day(container.core.now())).hidden_below
        found = statistic.counts(connection)
    return render(
        request,
        "accountability/counts.html",
        years={year: statistic.published(cells, hidden_below=least) for year, cells in found.items()},
        least=least,
        results=RESULTS,
        result_words=word.RESULTS,
        kinds=word.KINDS,
    )

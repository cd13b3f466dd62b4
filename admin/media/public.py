"""Good and bad examples as the public reads them: a list, and each at an address that can be passed on."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from admin.desks.entry import clean, count_in
from admin.media import published, word
from admin.pages import render
from admin.security.permission import PUBLIC, held
from tracking.domain.clock import city_day
from tracking.domain.error import NotFound

router = APIRouter(include_in_schema=False, dependencies=[PUBLIC])
PAGE = "/open/examples"
GONE = 410


@router.get(PAGE)
def examples(request: Request, tone: str = "", page: str = "") -> HTMLResponse:
    """What is published, the newest first; two statements."""
    container, at, tone = held(request), max(count_in(clean(page)), 1), clean(tone)
    tone = tone if tone in word.TONES else ""
    with container.engine.connect() as connection:
        today = city_day(container.core.now())
        found = published.newest(connection, today, tone=tone, page=at)
        gone = published.withdrawn(connection)
    return render(
        request,
        "media/examples.html",
        items=found[: published.PAGE],
        older=at + 1 if len(found) > published.PAGE else None,
        gone=gone,
        tone=tone,
        tones=word.TONES,
        unit_name=container.city.unit_name,
    )


@router.get(PAGE + "/{identity}")
def example(request: Request, identity: str) -> HTMLResponse:
    """One of them; 410 with a plain word for what was taken back. Raises ``NotFound`` for what never was public."""
    container, wanted = held(request), count_in(clean(identity))
    with container.engine.connect() as connection:
        found = published.one(connection, wanted, city_day(container.core.now()))
        if found is None and published.was_public(connection, wanted):
            return render(request, "disclosure/gone.html", status=GONE, others=PAGE)
        later = published.follow_ups(connection, wanted) if found else ()
    if found is None:
        raise NotFound("no such example is public")
    return render(
        request, "media/public.html", each=found, later=later, tones=word.TONES, unit_name=container.city.unit_name
    )

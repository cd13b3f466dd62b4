"""Good and bad examples as the public reads them."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from admin.media import store, word
from admin.media.stage import Stage
from admin.pages import render
from admin.security.permission import PUBLIC, held

router = APIRouter(include_in_schema=False, dependencies=[PUBLIC])
PAGE = "/open/examples"
MOST = 30


@router.get(PAGE)
def examples(request: Request) -> HTMLResponse:
    """What is published, the newest first, with the unit's words and what came of it."""
    container = held(request)
    with container.engine.connect() as connection:
        items = store.at_stages(connection, [Stage.PUBLISHED], most=MOST)
    return render(request, "media/examples.html", items=items, tones=word.TONES, unit_name=container.city.unit_name)

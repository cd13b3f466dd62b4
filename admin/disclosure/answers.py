"""Open answers: what others asked and what they were told, to be searched by everyone."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from admin.desks import words
from admin.desks.entry import clean
from admin.disclosure import store
from admin.pages import render
from admin.security.permission import PUBLIC, held
from tracking.domain.error import NotFound

router = APIRouter(include_in_schema=False, dependencies=[PUBLIC])
PAGE = "/open/answers"
LARGEST, GONE = 2**62, 410


@router.get(PAGE)
def search(request: Request, q: str = "", field: str = "", before: str = "") -> HTMLResponse:
    """The best for some words; without words the newest, a page at a time."""
    container, typed, field = held(request), clean(q), clean(field)
    fields = {code[:2]: name for code, name in container.city.register.topics.items() if code.endswith("0000")}
    field = field if field in fields else ""
    with container.engine.connect() as connection:
        found = store.find(connection, typed=typed, topic=field, before=_identity(before), most=store.PAGE + 1)
    return render(
        request,
        "disclosure/answers.html",
        found=found[: store.PAGE],
        older=found[store.PAGE - 1].id if len(found) > store.PAGE and not typed else None,
        q=typed,
        field=field,
        fields=fields,
        words=words.TABLES,
        city=container.city,
    )


@router.get(PAGE + "/{identity}")
def answer(request: Request, identity: str) -> HTMLResponse:
    """One of them, with an address that can be passed on; 410 with a plain word for what was taken back."""
    container, wanted = held(request), _identity(identity)
    with container.engine.connect() as connection:
        found = store.one(connection, wanted) if wanted is not None else None
        gone = wanted is not None and found is None and store.was_public(connection, wanted)
    if gone:
        return render(request, "disclosure/gone.html", status=GONE, others=PAGE)
    if found is None:
        raise NotFound("no such answer is public")
    return render(request, "disclosure/answer.html", each=found, words=words.TABLES, city=container.city)


def _identity(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and int(text[:20]) < LARGEST and len(text) < 20 else None

"""``/chat``: a form that works without JavaScript, and grows line by line with it."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Query, Request, UploadFile
from starlette.responses import RedirectResponse, Response

from channels.base import Refused, Surroundings
from channels.dialogue import idle, store
from channels.limit import Gate, address_of
from channels.webchat.port import MESSENGER, Slip, key_of, parse
from channels.webchat.renderer import Pages
from channels.webchat.visitor import PATH, Visitor, Visitors, forget

PER_ADDRESS, PHOTOS_PER_ADDRESS = "60/minute; 600/hour", "20/minute"
LATEST = 2**62
END = f"{PATH}#end"


def router(surroundings: Surroundings) -> APIRouter:
    """The chat around one dialogue."""
    routes = APIRouter(prefix=PATH, include_in_schema=False)
    core, dialogue, pages = surroundings.core, surroundings.dialogue, Pages(surroundings)
    visitors, channel = Visitors(core, surroundings.secure_cookies), MESSENGER.door.channel
    gate, photos = Gate(PER_ADDRESS), Gate(PHOTOS_PER_ADDRESS)

    def conversation(visitor: Visitor) -> str | None:
        with core.engine.connect() as connection:
            return store.known(connection, core.sealer, channel=channel, peer=visitor.name)

    @routes.get("")
    def show(request: Request) -> Response:
        """What was said so far."""
        visitor = visitors.of(request)
        fresh = visitor or visitors.new()
        response = pages.chat(request, fresh, conversation(fresh) if visitor else None)
        visitors.greet(response, fresh)
        return response

    @routes.post("")
    def speak(
        request: Request,
        slip: Annotated[Slip, Depends()],
        photo: UploadFile | None = None,
        after: Annotated[int, Form(ge=0, le=LATEST)] = 0,
    ) -> Response:
        """Say something; the answer stands on the page that follows, or comes as its new lines."""
        visitor = visitors.of(request)
        if visitor is None or not visitors.fits(visitor, slip.form):
            return RedirectResponse(PATH, 303)
        gate.enter(address_of(request))
        if photo is not None and photo.size:
            photos.enter(address_of(request))
        try:
            said, files = parse(slip, photo)
        except Refused as refused:
            return pages.chat(request, visitor, conversation(visitor), text=slip.text, flaws=refused.flaws, status=422)
        identity = dialogue.hear(
            channel,
            visitor.name,
            said,
            external_id=key_of(slip),
            language=surroundings.language(request),
            files=files,
            notice_shown=True,
        )
        if identity is not None:
            dialogue.answer(identity)
        if "hx-request" in request.headers and identity is not None:
            return pages.news(request, visitor, identity, after=after)
        response = RedirectResponse(END, 303)
        visitors.greet(response, visitor)
        return response

    @routes.get("/news")
    def news(request: Request, after: Annotated[int, Query(ge=0, le=LATEST)] = 0) -> Response:
        """What an officer wrote meanwhile."""
        visitor = visitors.of(request)
        identity = conversation(visitor) if visitor else None
        if visitor is None or identity is None:
            return Response(status_code=204)
        return pages.news(request, visitor, identity, after=after)

    @routes.post("/leave")
    def leave(request: Request, slip: Annotated[Slip, Depends()]) -> Response:
        """Leave nothing of the conversation, on this device and here."""
        visitor = visitors.of(request)
        if visitor is not None and visitors.fits(visitor, slip.form):
            identity = conversation(visitor)
            if identity is not None and not idle.forget(dialogue, identity):
                idle.purge(dialogue, identity)
        response = RedirectResponse(PATH, 303)
        forget(response)
        return response

    return routes

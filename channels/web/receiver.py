"""The portal: the form at ``/`` and what comes after it under ``/progress``."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Depends, Request, UploadFile
from starlette.responses import RedirectResponse, Response

from channels.base import Refused, Surroundings, marked
from channels.limit import Gate, address_of
from channels.place import Gazetteer
from channels.web import following, joining, port
from channels.web.port import Sheet, blank, new_token
from channels.web.renderer import Pages
from channels.web.ticket import Tickets
from tracking.domain.error import KeyReused
from tracking.domain.people import citizen
from tracking.service.intake import Receipt, take
from tracking.store.intake import attach

CITIZEN = citizen("web")
PHOTOS_PER_ADDRESS = "60/minute"
SENT_BEFORE = marked("这张表已经提交过，原来的诉求已登记。如果要反映另一件事，请核对后再提交一次。")


def router(surroundings: Surroundings) -> APIRouter:
    """The portal around one core."""
    routes = APIRouter(include_in_schema=False)
    pages, gate, photos = Pages(surroundings), Gate(surroundings.intake_rate), Gate(PHOTOS_PER_ADDRESS)
    tickets = Tickets(surroundings.core, surroundings.secure_cookies)

    @routes.get("/")
    def portal(request: Request, source: str = "") -> Response:
        """The empty form; a window of old leads here with its code as ``source``."""
        return pages.form(request, blank(source if source in surroundings.legacy_sources() else ""))

    @routes.post("/")
    def submit(request: Request, sheet: Annotated[Sheet, Depends()], photo: UploadFile | None = None) -> Response:
        """Register what was filled in; the receipt comes by redirect."""
        gate.enter(address_of(request))
        if photo is not None and photo.size:
            photos.enter(address_of(request))
        try:
            receipt = _register(surroundings, sheet, photo)
        except Refused as refused:
            return pages.form(request, sheet, refused.flaws)
        except KeyReused:
            return pages.form(request, replace(sheet, token=new_token()), note=SENT_BEFORE)
        response = RedirectResponse(f"/progress/{receipt.number}/receipt", 303)
        tickets.give(response, receipt.number, submitter=True)
        return response

    routes.include_router(joining.router(surroundings, pages))
    routes.include_router(following.router(surroundings, pages, tickets))
    return routes


def _register(around: Surroundings, sheet: Sheet, photo: UploadFile | None) -> Receipt:
    core = around.core
    windows = {code for code, channel in around.legacy_sources().items() if channel == port.DOOR.channel}
    item, picture = port.parse(sheet, photo, Gazetteer(around.districts(), around.streets()), windows)
    receipt = take(core, item, by=CITIZEN)
    if picture is not None:
        attach(
            core.engine,
            receipt.number,
            digest=picture.digest,
            name=picture.name,
            media_type=picture.media_type,
            body=picture.body,
            at=receipt.received_at,
        )
    return receipt

"""The portal's form, and how it becomes a submission and perhaps a photo."""

from __future__ import annotations

import re
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from typing import Annotated

from fastapi import Form, UploadFile

from channels.base import Refused
from channels.evidence import Evidence
from channels.picture import picture_of
from channels.place import Gazetteer
from channels.review import Review
from channels.submission import Door, Draft, submission
from tracking.domain.vocabulary import Identity
from tracking.service.intake import Submission

DOOR = Door("web", "W")
_TOKEN = re.compile(r"[A-Za-z0-9_-]{22}")
Typed = Annotated[str, Form()]


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """The form as it came. ``token`` is the random name of this sheet of paper: sent twice, it counts once.
    ``source`` is the window of old whose link led here; a link may be out of date, so an unknown one is no flaw."""

    token: Typed = ""
    text: Typed = ""
    phone: Typed = ""
    name: Typed = ""
    place: Typed = ""
    spot: Typed = ""
    identity: Typed = ""
    reply: Typed = ""
    publish: Typed = ""
    source: Typed = ""


def blank(source: str = "") -> Sheet:
    """A fresh sheet of paper."""
    return Sheet(token=new_token(), source=source, identity=Identity.CONFIDENTIAL, reply="yes")


def new_token() -> str:
    return secrets.token_urlsafe(16)


def parse(
    sheet: Sheet, photo: UploadFile | None, gazetteer: Gazetteer, sources: Collection[str] = ()
) -> tuple[Submission, Evidence | None]:
    """Raises ``Refused`` with every flaw, those of the photo too."""
    review = Review()
    item = review.of(lambda: _item(sheet, gazetteer, sources))
    picture = review.of(lambda: _picture(photo))
    review.finish()
    if item is None:
        raise Refused
    return item, picture


def _item(sheet: Sheet, gazetteer: Gazetteer, sources: Collection[str]) -> Submission:
    """A sheet without a token of ours is taken too, only not protected against being sent twice."""
    draft = Draft(
        text=sheet.text,
        phone=sheet.phone,
        name=sheet.name,
        place=sheet.place,
        spot=sheet.spot,
        identity=sheet.identity,
        legacy_source=sheet.source if sheet.source in sources else "",
        wants_contact=bool(sheet.reply),
        agrees_to_publication=bool(sheet.publish),
    )
    token = sheet.token if _TOKEN.fullmatch(sheet.token) else None
    return submission(draft, DOOR, external_id=token, gazetteer=gazetteer, sources=sources)


def _picture(photo: UploadFile | None) -> Evidence | None:
    if photo is None or not photo.size:
        return None
    return picture_of(photo.file, photo.size)

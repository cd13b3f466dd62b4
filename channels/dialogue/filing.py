"""A draft becomes a petition, once, however often it is filed."""

from __future__ import annotations

from dataclasses import replace

from channels.dialogue.notes import Draft
from channels.dialogue.talk import Means
from channels.submission import Door, submission
from channels.submission import Draft as Sheet
from tracking.domain.people import citizen
from tracking.service.intake import Receipt, take


def file(means: Means, door: Door, draft: Draft) -> Receipt:
    """Register it. Raises ``Refused`` or ``KeyReused``."""
    sheet = Sheet(
        text=draft.matter,
        phone=draft.phone,
        spot=draft.place,
        identity=draft.identity,
        wants_contact=bool(draft.phone),
    )
    item = submission(sheet, door, external_id=draft.key, gazetteer=means.gazetteer())
    if draft.spot:
        matter = replace(item.matter, longitude=draft.spot.longitude, latitude=draft.spot.latitude)
        item = replace(item, matter=matter)
    return take(means.core, item, by=citizen(door.channel))


def grouped(code: str) -> str:
    """A query code as it is read."""
    return f"{code[:4]} {code[4:]}"

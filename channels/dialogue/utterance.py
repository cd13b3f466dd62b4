"""What is said on either side, whatever the messenger: the port both of them use."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from channels.dialogue.press import Press


class Origin(StrEnum):
    """Who speaks."""

    CITIZEN = "citizen"
    SERVICE = "service"
    OFFICER = "officer"


@dataclass(frozen=True, kw_only=True)
class Spot:
    """A place on the map, in degrees (WGS 84)."""

    longitude: float
    latitude: float


@dataclass(frozen=True, kw_only=True)
class Enclosure:
    """A file that came with words: ``photo``, made anew by ``channels.picture``, or ``voice`` as it was recorded."""

    kind: str
    name: str
    media_type: str
    body: bytes


@dataclass(frozen=True, kw_only=True)
class Utterance:
    """What a citizen says or presses. ``photos`` and ``voices`` are the carrier's names of files not yet fetched."""

    text: str = ""
    press: Press | None = None
    spot: Spot | None = None
    photos: Sequence[str] = ()
    voices: Sequence[str] = ()

    @property
    def is_bare(self) -> bool:
        """Whether nothing is typed or pressed."""
        return not self.text and self.press is None


@dataclass(frozen=True, kw_only=True)
class Reply:
    """What is said to the citizen, in their language, with buttons as (press, label)."""

    text: str
    buttons: Sequence[tuple[Press, str]] = ()


@dataclass(frozen=True, kw_only=True)
class Line:
    """One line of a conversation as it is shown. ``files`` counts what was enclosed."""

    id: int
    origin: Origin
    at: datetime
    text: str
    buttons: Sequence[tuple[Press, str]] = ()
    files: int = 0


def packed(said: Utterance | Reply) -> str:
    """As text, to be sealed."""
    if isinstance(said, Reply):
        return json.dumps({"text": said.text, "buttons": list(said.buttons)}, ensure_ascii=False)
    spot = [said.spot.longitude, said.spot.latitude] if said.spot else None
    files = {"photos": list(said.photos), "voices": list(said.voices)}
    return json.dumps({"text": said.text, "press": said.press, "spot": spot, **files}, ensure_ascii=False)


def utterance_of(text: str) -> Utterance:
    """The opposite of ``packed``."""
    found = json.loads(text)
    return Utterance(
        text=found["text"],
        press=Press(found["press"]) if found["press"] else None,
        spot=Spot(longitude=found["spot"][0], latitude=found["spot"][1]) if found["spot"] else None,
        photos=found["photos"],
        voices=found["voices"],
    )


def reply_of(text: str) -> Reply:
    """The opposite of ``packed``."""
    found = json.loads(text)
    return Reply(text=found["text"], buttons=[(Press(press), label) for press, label in found["buttons"]])

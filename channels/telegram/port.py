"""From an update of the Bot API to what a citizen said. Only private chats are spoken with."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from channels.base import ChannelError
from channels.dialogue.press import Press
from channels.dialogue.talk import Messenger
from channels.dialogue.utterance import Spot, Utterance
from channels.submission import Door
from channels.words import TEXT_LENGTH, clean

if TYPE_CHECKING:
    from telegram import Message, Update

MESSENGER = Messenger(door=Door("telegram", "T"), carried=True)
MOST_BYTES = 10 * 1024 * 1024
_HELLO = "你好"
_COMMANDS: Mapping[str, Utterance] = {
    "/start": Utterance(text=_HELLO),
    "/help": Utterance(press=Press.HELP),
    "/cancel": Utterance(press=Press.CANCEL),
}


class Malformed(ChannelError):
    """What came is no update of the Bot API."""

    code = "bad_request"


@dataclass(frozen=True, kw_only=True)
class Inbound:
    """One update with something said in it. ``press_id`` names a pressed button that waits to be acknowledged."""

    update_id: str
    chat: str
    said: Utterance
    language: str
    press_id: str = ""


def parse(body: bytes) -> Inbound | None:
    """Read an update; None for one that says nothing to us. Raises ``Malformed`` and nothing else."""
    from telegram import Update  # the library takes half a second to load, and only this door needs it

    try:
        found = Update.de_json(json.loads(body))
        return _read(found)
    except Exception as error:  # a library's way through hostile input is its own
        raise Malformed(type(error).__name__) from error


def _read(update: Update) -> Inbound | None:
    query, message = update.callback_query, update.message
    chat = update.effective_chat
    if chat is None or chat.type != "private":
        return None
    said = _pressed(query.data) if query else _said(message) if message else None
    if said is None:
        return None
    user = update.effective_user
    return Inbound(
        update_id=str(int(update.update_id)),
        chat=str(int(chat.id)),
        said=said,
        language="en" if ((user and user.language_code) or "").lower().startswith("en") else "zh",
        press_id=str(query.id) if query else "",
    )


def _pressed(data: str | None) -> Utterance | None:
    try:
        return Utterance(press=Press(data or ""))
    except ValueError:
        return None


def _said(message: Message) -> Utterance | None:
    text = clean(message.text or message.caption or "")
    if text in _COMMANDS:
        return _COMMANDS[text]
    if message.contact:
        text = clean(message.contact.phone_number)
    photos = [size for size in message.photo if (size.file_size or 0) <= MOST_BYTES]
    voices = [each for each in (message.voice, message.audio) if each]
    said = Utterance(
        text=text[: 2 * TEXT_LENGTH],
        spot=_spot(message),
        photos=[str(photos[-1].file_id)] if photos else (),
        voices=[str(each.file_id) for each in voices],
    )
    return said if said.text or said.spot or said.photos or said.voices else None


def _spot(message: Message) -> Spot | None:
    if message.location is None:
        return None
    longitude, latitude = float(message.location.longitude), float(message.location.latitude)
    if not (-180 <= longitude <= 180 and -90 <= latitude <= 90):
        raise ValueError("no place on this earth")
    return Spot(longitude=longitude, latitude=latitude)

"""The line of the chat: words, a pressed button, a photo, or words with a photo."""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import Form, UploadFile

from channels.base import Flaw, Refused, marked
from channels.dialogue.press import Press
from channels.dialogue.talk import Messenger
from channels.dialogue.utterance import Enclosure, Utterance
from channels.picture import picture_of
from channels.submission import Door
from channels.words import TEXT_LENGTH, note_of, text_of

MESSENGER = Messenger(door=Door("webchat", "C"), carried=False)
_KEY = re.compile(r"[A-Za-z0-9_-]{22}")
_NOTHING = marked("请写一句话，或选一张照片。")
_NO_BUTTON = marked("没有这个按钮，请重新打开页面。")
Typed = Annotated[str, Form()]


@dataclass(frozen=True, kw_only=True)
class Slip:
    """The form as it came. ``key`` is the random name of this slip: sent twice, it counts once; ``form`` shows that it
    is from our page.
    """

    text: Typed = ""
    press: Typed = ""
    key: Typed = ""
    form: Typed = ""


def new_key() -> str:
    """A name for a fresh slip."""
    return secrets.token_urlsafe(16)


def key_of(slip: Slip) -> str:
    """The slip's own name, or a new one where it has none of ours."""
    return slip.key if _KEY.fullmatch(slip.key) else new_key()


def parse(slip: Slip, photo: UploadFile | None) -> tuple[Utterance, Sequence[Enclosure]]:
    """What was said, and the photo made anew. Raises ``Refused``."""
    if slip.press:
        return Utterance(press=_press(slip.press)), ()
    files = _files(photo)
    text = note_of(slip.text, "text", most=TEXT_LENGTH) if files else text_of(slip.text, "text", required=_NOTHING)
    return Utterance(text=text, photos=[each.name for each in files]), files


def _press(raw: str) -> Press:
    try:
        return Press(raw)
    except ValueError as error:
        raise Refused(Flaw(field="text", code="unknown_code", message=_NO_BUTTON)) from error


def _files(photo: UploadFile | None) -> Sequence[Enclosure]:
    if photo is None or not photo.size:
        return ()
    made = picture_of(photo.file, photo.size)
    return [Enclosure(kind="photo", name=made.name, media_type=made.media_type, body=made.body)]

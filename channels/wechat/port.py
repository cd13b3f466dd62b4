"""A message as the platform sends it: XML, read without entities, and nothing believed that does not fit."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from channels.base import ChannelError
from channels.submission import Door
from channels.words import clean

DOOR = Door("wechat", "X")
MOST_BYTES, LONGEST = 64 * 1024, 4000
Position = tuple[float, float]
_ID = re.compile(r"[A-Za-z0-9_-]{1,64}", re.ASCII)
_NUMBER = re.compile(r"-?\d{1,20}(\.\d{1,20})?", re.ASCII)


class Kind(StrEnum):
    """What kind of message it is; ``OTHER`` is what we do not take."""

    TEXT = "text"
    IMAGE = "image"
    VOICE = "voice"
    LOCATION = "location"
    EVENT = "event"
    OTHER = "other"


class Unreadable(ChannelError):
    """The body is no message."""

    code = "bad_request"


@dataclass(frozen=True, kw_only=True)
class Message:
    """One message. ``id`` names it for ever: the platform sends it again where it got no answer in five seconds.

    ``sender`` is the citizen's open id, ``account`` whom it was sent to. ``words`` is a text, what the platform heard
    in a voice message, or the name of a place; ``event`` the name of an event; ``position`` longitude and latitude.
    """

    id: str
    sender: str
    account: str
    kind: Kind
    words: str = ""
    media: str = ""
    event: str = ""
    position: Position | None = None


def sealed_in(body: bytes) -> str:
    """What is sealed in a body of the sealed mode. Raises ``Unreadable``."""
    return _text(_root(body), "Encrypt", most=MOST_BYTES * 2)


def parse(body: bytes) -> Message:
    """Raises ``Unreadable``."""
    root = _root(body)
    sender, account = (_identity(root, name) for name in ("FromUserName", "ToUserName"))
    kind = _kind(_text(root, "MsgType"))
    return Message(
        id=_id(root, kind, sender),
        sender=sender,
        account=account,
        kind=kind,
        words=_words(root, kind),
        media=_text(root, "MediaId") if kind in (Kind.IMAGE, Kind.VOICE) else "",
        event=_text(root, "Event").lower()[:40] if kind is Kind.EVENT else "",
        position=_position(root) if kind is Kind.LOCATION else None,
    )


def _root(body: bytes) -> Element:
    if len(body) > MOST_BYTES * 2:
        raise Unreadable
    try:
        root: Element = fromstring(body, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise Unreadable from error
    if root.tag != "xml":
        raise Unreadable
    return root


def _id(root: Element, kind: Kind, sender: str) -> str:
    """Messages have an id; an event is known by who caused it and when."""
    given = _text(root, "MsgId")
    if kind is Kind.EVENT:
        given = f"{sender[:40]}-{_text(root, 'CreateTime')}"
    if not _ID.fullmatch(given):
        raise Unreadable
    return given


def _identity(root: Element, name: str) -> str:
    found = _text(root, name)
    if not _ID.fullmatch(found):
        raise Unreadable
    return found


def _kind(given: str) -> Kind:
    try:
        return Kind(given)
    except ValueError:
        return Kind.OTHER


def _words(root: Element, kind: Kind) -> str:
    if kind is Kind.LOCATION:
        where = [_text(root, name) for name in ("Location_X", "Location_Y")]
        position = "，".join(where) if all(map(_NUMBER.fullmatch, where)) else ""
        return _text(root, "Label") or position
    return _text(root, {Kind.TEXT: "Content", Kind.VOICE: "Recognition"}.get(kind, ""))


def _position(root: Element) -> Position | None:
    """Where it is on the platform's map; None where that is no place on this earth."""
    north, east = (_text(root, name) for name in ("Location_X", "Location_Y"))
    if not (_NUMBER.fullmatch(north) and _NUMBER.fullmatch(east)):
        return None
    latitude, longitude = float(north), float(east)
    return (longitude, latitude) if abs(latitude) < 90 and abs(longitude) <= 180 else None


def _text(root: Element, name: str, *, most: int = LONGEST) -> str:
    found = root.find(name) if name else None
    return clean(found.text or "")[:most] if found is not None else ""

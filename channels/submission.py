"""From what a citizen filled in, in a form or through the interface, to a checked submission.

The rules of input stand here and in the modules it uses; web and api share them.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from channels import telephone
from channels.base import Flaw, Refused, marked
from channels.legacy import source_of
from channels.place import Gazetteer, Place
from channels.review import Review
from channels.words import line_of, text_of
from tracking.domain.procedure.intake import Matter
from tracking.domain.vocabulary import Identity, Kind
from tracking.service.intake import Submission

NAME_LENGTH, PLACE_LENGTH, KEY_LENGTH = 50, 100, 200
_KEY = re.compile(rf"[\x21-\x7e]{{1,{KEY_LENGTH}}}")
_IDENTITY = marked("请选择：named（实名公开）、confidential（实名保密）或 anonymous（匿名）。")
_EXTERNAL = marked("外部编号须为1到200个可见的ASCII字符。")


@dataclass(frozen=True, kw_only=True)
class Draft:
    """Everything as it was typed. ``place`` is a code of district or street or plain words, ``spot`` always words.

    ``kind`` and ``topic`` were checked by the door.
    """

    text: str = ""
    phone: str = ""
    name: str = ""
    place: str = ""
    spot: str = ""
    identity: str = ""
    legacy_source: str = ""
    kind: Kind | None = None
    topic: str | None = None
    wants_contact: bool = True
    agrees_to_publication: bool = False


@dataclass(frozen=True)
class Door:
    """The channel an item comes through: its code and its letter in petition numbers."""

    channel: str
    letter: str


def submission(
    draft: Draft, door: Door, *, external_id: str | None, gazetteer: Gazetteer, sources: Collection[str] = ()
) -> Submission:
    """Check a draft; ``sources`` are the legacy sources that may be named. Raises ``Refused`` with every flaw."""
    review = Review()
    text = review.of(lambda: text_of(draft.text, "text"))
    phone = review.of(lambda: telephone.normal(draft.phone))
    name = review.of(lambda: line_of(draft.name, "name", most=NAME_LENGTH))
    place = review.of(lambda: gazetteer.find(draft.place)) or Place()
    field = "spot" if draft.spot else "place"
    words = review.of(lambda: line_of(f"{place.words} {draft.spot}", field, most=PLACE_LENGTH))
    identity = review.of(lambda: identity_of(draft.identity, known=bool(phone or name)))
    source = review.of(lambda: source_of(draft.legacy_source, sources))
    key = review.of(lambda: key_of(external_id))
    review.finish()
    matter = Matter(
        text=text or "",
        channel=door.channel,
        identity=identity or Identity.ANONYMOUS,
        legacy_source=source,
        kind=draft.kind,
        topic=draft.topic,
        district=place.district,
        street=place.street,
        wants_contact=draft.wants_contact,
        agrees_to_publication=draft.agrees_to_publication,
    )
    return Submission(matter=matter, letter=door.letter, external_id=key, phone=phone, name=name, place=words)


def identity_of(raw: str, *, known: bool) -> Identity:
    """Named by default; who leaves neither name nor number is anonymous. Raises ``Refused``."""
    try:
        chosen = Identity(raw.strip() or Identity.NAMED)
    except ValueError as error:
        raise Refused(Flaw(field="identity", code="unknown_code", message=_IDENTITY)) from error
    return chosen if known else Identity.ANONYMOUS


def fits(key: str) -> bool:
    """Whether it can name an item within its channel."""
    return _KEY.fullmatch(key) is not None


def key_of(raw: str | None) -> str | None:
    """The caller's own key of an item. Raises ``Refused``."""
    if raw is None or fits(raw):
        return raw
    raise Refused(Flaw(field="external_id", code="invalid_value", message=_EXTERNAL))

"""这件事已有人反映: what others told before, as far as strangers may hear of it, and 我也遇到 for those who share it.

A matter is named by a sealed token that means nothing outside this page: no number, no code and no words of another
person leave the house. Whether somebody had joined before is not said either.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from channels import telephone
from channels.base import Flaw, Refused, Surroundings, marked
from channels.place import Gazetteer, Place
from channels.web.port import Sheet
from channels.words import TEXT_LENGTH, clean
from tracking.domain.error import DomainError
from tracking.service import family
from tracking.store import same
from tracking.store.same import Heard
from tracking.store.seal import SealBroken

_CONTEXT, _LIFETIME = "me too", timedelta(hours=2)
NO_PHONE = Flaw(field="phone", code="missing_field", message=marked("请留下电话，这件事有结果时告诉您。"))
GONE = marked("这件事现在不能再加入了。您可以提交自己的诉求。")


@dataclass(frozen=True, kw_only=True)
class Line:
    """One matter as the page shows it. ``told`` is "" where its petitioner did not agree to publication."""

    token: str
    told: str
    topic: str
    place: str
    received_at: datetime


def lines(around: Surroundings, sheet: Sheet) -> Sequence[Line]:
    """The open matters that may be the same."""
    place = _place(around, sheet)
    found = around.heard(clean(sheet.text)[:TEXT_LENGTH], place.district, place.street)
    return [_line(around, each) for each in found]


def join(around: Surroundings, sheet: Sheet, token: str) -> bool:
    """Whether the matter may be joined; the telephone number is needed. Raises ``Refused``."""
    phone = telephone.normal(sheet.phone)
    if not phone:
        raise Refused(NO_PHONE)
    number = _opened(around, token)
    if number is None:
        return False
    with around.core.engine.connect() as connection:
        if not same.open_to_all(connection, number):
            return False
    try:
        family.me_too(around.core, number, voter=phone, phone=phone)
    except DomainError:  # it ended, or was found to be a report, in between
        return False
    return True


def _place(around: Surroundings, sheet: Sheet) -> Place:
    try:
        return Gazetteer(around.districts(), around.streets()).find(sheet.place)
    except Refused:
        return Place()


def _line(around: Surroundings, heard: Heard) -> Line:
    until = (around.core.now() + _LIFETIME).isoformat()
    sealed = around.core.sealer.seal(json.dumps([heard.number, until]), _CONTEXT)
    return Line(
        token=base64.urlsafe_b64encode(sealed).decode(),
        told=heard.told,
        topic=around.topics().get(heard.topic or "", ""),
        place=around.place_name(heard.district, None),
        received_at=heard.received_at,
    )


def _opened(around: Surroundings, token: str) -> str | None:
    try:
        number, until = json.loads(around.core.sealer.open(base64.urlsafe_b64decode(token), _CONTEXT))
    except (binascii.Error, ValueError, IndexError, SealBroken):
        return None
    return str(number) if around.core.now() <= datetime.fromisoformat(until) else None

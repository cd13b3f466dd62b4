"""What a GeoReport client sends, and how it becomes a submission or a question.

https://wiki.open311.org/GeoReport_v2/
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from urllib.parse import parse_qsl

from channels.base import ChannelError, Flaw, Refused, marked
from channels.moment import moment_of
from channels.place import Gazetteer
from channels.progress import normal_number
from channels.review import Review
from channels.submission import Door, Draft, submission
from channels.topic import topic_of
from tracking.service.intake import Submission
from tracking.store.published import Wanted

DOOR = Door("open311", "O")
SPAN = timedelta(days=90)
MOST_FIELDS, MOST_NUMBERS, LONGEST_URL = 60, 100, 500
_URL = re.compile(r"https?://[\x21-\x7e]{1,490}")
_COORDINATE = re.compile(r"-?\d{1,3}(\.\d{1,12})?", re.ASCII)
_NO_SERVICE = marked("缺少 service_code。")
_POSITION = marked("lat 和 long 须同时给出，用十进制度数。")
_MEDIA = marked("media_url 须是网址，最多500字。")
_SPAN = marked("start_date 与 end_date 最多相隔90天。")
_STATUS = marked("status 只能是 open 或 closed。")
Form = Mapping[str, str]


class Unreadable(ChannelError):
    """The body is no form."""

    code = "bad_request"


def form_of(body: bytes) -> Form:
    """The fields of a form; of several with one name the last. Raises ``Unreadable``."""
    try:
        pairs = parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except ValueError as error:
        raise Unreadable from error
    return dict(pairs)


def parse(form: Form, *, key: str | None, gazetteer: Gazetteer, topics: Mapping[str, str]) -> Submission:
    """A submission of a form; ``key`` names it where the client wants it to count once. Raises ``Refused``."""
    review = Review()
    topic = review.of(lambda: _service(form, topics))
    position = review.of(lambda: _position(form))
    media = review.of(lambda: _media(form))
    draft = Draft(
        text="\n".join(part for part in (form.get("description", ""), media) if part),
        phone=form.get("phone", ""),
        name=_name(form.get("first_name", ""), form.get("last_name", "")),
        place=form.get("address_id", ""),
        spot=form.get("address_string", ""),
        identity=form.get("attribute[identity]", ""),
        topic=topic,
        agrees_to_publication=form.get("attribute[publish]", "") == "yes",
    )
    item = review.of(lambda: submission(draft, DOOR, external_id=key, gazetteer=gazetteer))
    review.finish()
    if item is None or position is None:
        raise Refused
    matter = replace(item.matter, latitude=position[0], longitude=position[1])
    return replace(item, matter=matter)


def wanted_of(query: Form, *, actor: str | None, now: datetime) -> Wanted:
    """What a client asks for. Raises ``Refused``."""
    numbers = [normal_number(each) for each in _listed(query.get("service_request_id", ""))]
    if numbers:
        return Wanted(numbers=numbers, actor=actor)
    review = Review()
    since = review.of(lambda: _asked_at(query, "start_date", now))
    until = review.of(lambda: _asked_at(query, "end_date", now))
    closed = review.of(lambda: _closed(query.get("status", "")))
    review.finish()
    until = until or (min(now, since + SPAN) if since else now)
    since = since or until - SPAN
    if until - since > SPAN:
        raise Refused(Flaw(field="start_date", code="invalid_value", message=_SPAN))
    return Wanted(topics=_listed(query.get("service_code", "")), since=since, until=until, closed=closed, actor=actor)


def _service(form: Form, topics: Mapping[str, str]) -> str:
    code = topic_of(form.get("service_code", ""), topics, "service_code")
    if code is None:
        raise Refused(Flaw(field="service_code", code="missing_field", message=_NO_SERVICE))
    return code


def _position(form: Form) -> tuple[float | None, float | None]:
    lat, long = form.get("lat", "").strip(), form.get("long", "").strip()
    if not lat and not long:
        return None, None
    if (
        not (_COORDINATE.fullmatch(lat) and _COORDINATE.fullmatch(long))
        or abs(float(lat)) > 90
        or abs(float(long)) > 180
    ):
        raise Refused(Flaw(field="lat", code="invalid_value", message=_POSITION))
    return float(lat), float(long)


def _media(form: Form) -> str:
    """An address a person may look at; nothing is fetched from it."""
    url = form.get("media_url", "").strip()
    if url and not _URL.fullmatch(url):
        raise Refused(Flaw(field="media_url", code="invalid_value", message=_MEDIA))
    return url


def _name(first: str, last: str) -> str:
    """The family name stands first where it is Chinese."""
    return f"{first} {last}".strip() if f"{first}{last}".isascii() else f"{last}{first}"


def _asked_at(query: Form, field: str, now: datetime) -> datetime | None:
    """A moment; one that is still to come counts as now."""
    at = moment_of(query.get(field, ""), field, now=now + SPAN * 1000)
    return min(at, now) if at else None


def _closed(status: str) -> bool | None:
    given = set(_listed(status))
    if not given <= {"open", "closed"}:
        raise Refused(Flaw(field="status", code="invalid_value", message=_STATUS))
    return None if len(given) != 1 else "closed" in given


def _listed(text: str) -> list[str]:
    return [each.strip()[:40] for each in text.split(",") if each.strip()][:MOST_NUMBERS]

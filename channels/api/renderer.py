"""What programs get back."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from typing import overload

from pydantic import BaseModel, Field
from starlette.responses import Response

from channels.progress import told
from channels.wording import NEXT, STAGES
from tracking.domain.clock import CITY_ZONE
from tracking.service.intake import Receipt
from tracking.store.progress import Progress


class Accepted(BaseModel):
    """The receipt: whoever has number and code can ask for progress."""

    number: str = Field(examples=["SY20260302-A-000001-7"])
    query_code: str = Field(examples=["7KQ2M9XD"])
    status_url: str


class Happened(BaseModel):
    """One step of the way."""

    at: datetime
    event: str
    text: str


class Status(BaseModel):
    """Where a petition stands. ``due_at`` is the limit of the unit in charge, or of dispatching before that."""

    number: str
    stage: str
    stage_name: str
    unit: str | None
    unit_name: str | None
    received_at: datetime
    due_at: datetime | None
    closed_at: datetime | None
    next_step: str
    urges: int
    public_reply: str | None
    timeline: list[Happened]


def accepted(receipt: Receipt, public_url: str) -> Response:
    """201, for the first time and for a repetition alike, byte for byte."""
    body = {
        "number": receipt.number,
        "query_code": receipt.query_code,
        "status_url": f"{public_url}/api/v1/petitions/{receipt.number}",
    }
    return Response(json.dumps(body), 201, media_type="application/json")


def status(progress: Progress, *, unit_name: Callable[[str | None], str], say: Callable[..., str]) -> Status:
    """The whole state in words; ``say`` translates a message id."""
    standing = progress.standing
    steps = [told(step, unit_name) for step in progress.steps]
    return Status(
        number=standing.number,
        stage=standing.stage,
        stage_name=say(STAGES[standing.stage]),
        unit=standing.unit,
        unit_name=unit_name(standing.unit) or None,
        received_at=city_time(standing.received_at),
        due_at=city_time(standing.due_at if standing.unit else standing.dispatch_due_at),
        closed_at=city_time(standing.closed_at),
        next_step=say(NEXT[standing.stage]),
        urges=standing.urges,
        public_reply=progress.public_reply,
        timeline=[
            Happened(at=city_time(each.at), event=each.verb, text=say(each.message, **each.values)) for each in steps
        ],
    )


@overload
def city_time(at: datetime) -> datetime: ...
@overload
def city_time(at: None) -> None: ...
@overload
def city_time(at: datetime | None) -> datetime | None: ...
def city_time(at: datetime | None) -> datetime | None:
    """An instant with the city's offset."""
    return at.astimezone(CITY_ZONE) if at else None

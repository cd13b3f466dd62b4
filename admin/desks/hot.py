"""Hot topics: what rises now, where, since when, and how much more than it always was."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from admin.desks.desk import OVERSEERS, show
from admin.desks.spark import Spark, spark
from admin.security.account import Officer
from admin.security.permission import held, may
from admin.wiring import Container
from tracking.domain.hot import Group, Law
from tracking.service import hot
from tracking.service.hot import Rise

router = APIRouter(include_in_schema=False)
PAGE = "/staff/hot"
LISTED_DAYS = 14


@dataclass(frozen=True, kw_only=True)
class Line:
    """One group as the page tells it; ``title`` is without names, numbers and addresses."""

    rise: Rise
    topic: str
    place: str
    title: str
    spark: Spark
    worklist: str


@router.get(PAGE)
def topics(request: Request, officer: Annotated[Officer, may(*OVERSEERS)]) -> HTMLResponse:
    """All groups that rise, the most improbable on top."""
    container = held(request)
    rises, past = hot.rises(container.core, officer.viewer), hot.cooled(container.core)
    return show(
        request,
        officer,
        "hot.html",
        lines=lines(container, rises.found, rises.law),
        law=rises.law,
        young=rises.young,
        past_days=rises.days.past_days,
        listed=rises.days.days[-LISTED_DAYS:],
        past=past,
    )


def lines(container: Container, found: Sequence[Rise], law: Law) -> Sequence[Line]:
    """Groups in the city's words."""
    city = container.city
    return [
        Line(
            rise=each,
            topic=city.topic_name(each.hot.group.topic),
            place=city.place_name(each.hot.group.district, each.hot.group.street or None),
            title=container.redact(each.title),
            spark=spark(each.hot.daily, recent=law.recent_days),
            worklist=_worklist(each.hot.group),
        )
        for each in found
    ]


def _worklist(group: Group) -> str:
    parts = {"tab": "all", "topic": group.topic, "district": group.district, "street": group.street}
    return "/staff/worklist?" + urlencode({name: value for name, value in parts.items() if value})

"""The real-time wall (实时监察大屏): what happens now, what is late, and how fast each post and unit works."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from sqlalchemy import Connection

from admin.desks.desk import OVERSEERS, show
from admin.security.account import Officer
from admin.security.permission import held, may
from admin.supervision import efficiency, rule_store
from admin.supervision.efficiency import Efficiency
from admin.supervision.judging import cutoff
from admin.supervision.law import law
from admin.supervision.live import Live, live
from channels.base import marked
from tracking.domain.clock import city_day
from tracking.service.core import Core
from tracking.store import parameter

router = APIRouter(include_in_schema=False)
PAGE = "/staff/supervision/wall"
LEAST, SHOWN = 10, 15
NODES = {
    "dispatch": (marked("派单"), marked("派单岗")),
    "sign": (marked("签收"), marked("承办岗")),
    "contact": (marked("首次联系"), marked("承办岗")),
    "handle": (marked("办理"), marked("承办岗")),
    "review": (marked("办结审核"), marked("审核岗")),
    "callback": (marked("回访"), marked("回访岗")),
}


@dataclass(frozen=True, kw_only=True)
class Wall:
    """Everything the page shows; ``units``: those with something late first, then the slowest."""

    live: Live
    efficiency: Efficiency
    units: Sequence[str]
    days: int

    @property
    def worst(self) -> str | None:
        """The unit with the most overdue assignments."""
        late = self.live.by_unit
        return max(sorted(late), key=lambda unit: late[unit]) if late else None


def read(core: Core) -> Wall:
    """Eight statements."""
    with core.engine.connect() as connection:
        now = live(connection, core.now(), review_before=_review_before(connection, core.now()))
        known = efficiency.kept(connection)
        days = law(connection, city_day(core.now())).window_days
    slow = known.slowest("handle", least=LEAST)
    late = sorted(now.by_unit, key=lambda unit: (-now.by_unit[unit], unit))
    return Wall(live=now, efficiency=known, units=list(dict.fromkeys([*late, *slow]))[:SHOWN], days=days)


def _review_before(connection: Connection, now: datetime) -> datetime | None:
    """The procedure gives a review no limit; the strictest rule for it does."""
    calendar = parameter.calendar(connection)
    known = rule_store.rules(connection, city_day(now)).values()
    watching = [rule for rule in known if rule.active and rule.subject == "review"]
    return max(filter(None, (cutoff(rule, now, calendar=calendar) for rule in watching)), default=None)


@router.get(PAGE)
def wall(request: Request, officer: Annotated[Officer, may(*OVERSEERS)]) -> HTMLResponse:
    """The page; htmx asks for it again and takes its inner part."""
    template = "figures.html" if "hx-request" in request.headers else "wall.html"
    return show(request, officer, f"supervision/{template}", wall=read(held(request).core), nodes=NODES)

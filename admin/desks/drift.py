"""How well the machine's first choice does, unit by unit and week by week; what returns taught; the model's card."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from admin.desks.desk import show
from admin.desks.spark import Spark, spark
from admin.security.account import Officer
from admin.security.permission import held, may
from admin.settings import Settings
from nlu import modelfile
from nlu.classifier import PURPOSE
from nlu.error import ModelError
from nlu.modelfile import Card
from routing import correction, learning
from tracking.domain.clock import city_day
from tracking.domain.people import Role
from tracking.store import drift
from tracking.store.drift import Week

router = APIRouter(include_in_schema=False)
PAGE = "/staff/drift"
WEEKS = 12
RECENT = 4
_READ_TEXTS = frozenset({Role.DISPATCHER, Role.INSPECTOR})
Watcher = Annotated[Officer, may(Role.ADMINISTRATOR, Role.DISPATCHER, Role.INSPECTOR)]


@dataclass(frozen=True, kw_only=True)
class Line:
    """A unit as it was proposed; shares in per cent, None where nothing was proposed. ``lately``: the last weeks."""

    unit: str
    formerly: str | None
    proposed: int
    share: float | None
    lately: float | None
    automatic: int
    returned: int
    spark: Spark

    @property
    def falls(self) -> bool:
        """Clearly worse lately than over all weeks."""
        return self.share is not None and self.lately is not None and self.lately < self.share - 5


@router.get(PAGE)
def accuracy(request: Request, officer: Watcher) -> HTMLResponse:
    """Two statements, and the card on disk."""
    container = held(request)
    today = city_day(container.core.now())
    monday = today - timedelta(days=today.weekday() + 7 * (WEEKS - 1))
    since = container.core.now() - timedelta(days=(today - monday).days + 1)
    with container.engine.connect() as connection:
        found = drift.weeks(connection, since=since)
        learnt = correction.read(connection, most=2000)
    weeks = [monday + timedelta(days=7 * n) for n in range(WEEKS)]
    return show(
        request,
        officer,
        "drift.html",
        weeks=weeks,
        whole=_line("", None, found, weeks),
        lines=_lines([each for each in found if each.formerly is None], weeks),
        moved=_lines([each for each in found if each.formerly], weeks),
        abolished=container.city.successors(),
        learnt=learnt[:20] if officer.role in _READ_TEXTS else (),
        taught=len(learnt),
        against=learning.against_register(container.city, learnt),
        card=_card(container.settings),
    )


def _lines(found: Sequence[Week], weeks: Sequence[date]) -> Sequence[Line]:
    """The most often proposed first."""
    keys = {(each.unit, each.formerly) for each in found}
    lines = [
        _line(unit, formerly, [each for each in found if (each.unit, each.formerly) == (unit, formerly)], weeks)
        for unit, formerly in keys
    ]
    return sorted(lines, key=lambda line: (-line.proposed, line.unit))


def _line(unit: str, formerly: str | None, found: Sequence[Week], weeks: Sequence[date]) -> Line:
    lately = [each for each in found if each.week in weeks[-RECENT:]]
    by_week = [_share([each for each in found if each.week == week]) or 0 for week in weeks]
    return Line(
        unit=unit,
        formerly=formerly,
        proposed=sum(each.proposed for each in found),
        share=_share(found),
        lately=_share(lately),
        automatic=sum(each.automatic for each in found),
        returned=sum(each.returned for each in found),
        spark=spark([round(share) for share in by_week], recent=RECENT),
    )


def _share(found: Sequence[Week]) -> float | None:
    proposed = sum(each.proposed for each in found)
    return 100 * sum(each.right for each in found) / proposed if proposed else None


def _card(settings: Settings) -> Card | Mapping[str, object]:
    """Of the model in use; empty where there is none."""
    try:
        return modelfile.card(settings.home / "models" / "petition", purpose=PURPOSE)
    except ModelError:
        return {}

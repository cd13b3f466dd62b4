"""Monthly figures for everyone: frozen ones only, on a page and as a table to be computed with."""

import csv
import io
from collections.abc import Callable, Sequence

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from admin.accountability.law import law
from admin.desks import words
from admin.desks.entry import clean
from admin.disclosure import figure
from admin.pages import render
from admin.security.permission import PUBLIC, held
from tracking.domain.clock import city_day
from tracking.domain.error import NotFound
from tracking.domain.nine import NINE
from tracking.service import performance
from tracking.store import frozen
from tracking.store.frozen import Frozen

router = APIRouter(include_in_schema=False, dependencies=[PUBLIC])
PAGE = "/open"
MOST = 24


@router.get(PAGE)
def figures(request: Request, period: str = "") -> HTMLResponse:
    """The chosen period, the newest by default; four statements."""
    container = held(request)
    with container.engine.connect() as connection:
        known = frozen.recent(connection, most=MOST)
        chosen = _chosen(known, clean(period))
        made = frozen.of(connection, chosen) if chosen else None
        below = law(connection, city_day(container.core.now())).hidden_below
    scheme = performance.scheme(container.core, city_day(made.starts_at)) if made else None
    return render(
        request,
        "disclosure/figures.html",
        periods=known,
        made=made,
        totals=figure.totals(made, scheme) if made and scheme else (),
        groups=figure.places(made) if made else {},
        scheme=scheme,
        below=below,
        words=words.TABLES,
        unit_name=container.city.unit_name,
        completed=sum(each["completed"] for each in made.body.values()) if made else 0,
    )


@router.get(PAGE + "/figures.csv")
def table(request: Request, period: str = "") -> Response:
    """One line for each unit and indicator, with the hash of the frozen figures (which the office keeps whole)."""
    container = held(request)
    with container.engine.connect() as connection:
        made = frozen.of(connection, clean(period))
        below = law(connection, city_day(container.core.now())).hidden_below
    if made is None:
        raise NotFound("this period is not frozen")
    name = f'attachment; filename="minyi-{made.period}.csv"'
    return Response(
        _csv(made, container.city.unit_name, below=below),
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": name},
    )


def _chosen(known: Sequence[str], period: str) -> str | None:
    return period if period in known else next(iter(known), None)


def _csv(made: Frozen, name: Callable[[str], str], *, below: int) -> str:
    """With a byte order mark, so that spreadsheets read the Chinese in it; rates of too few cases are left empty."""
    hidden = {each.code: figure.hidden(made, each.code, below=below) for each in NINE}
    out = io.StringIO()
    write = csv.writer(out, lineterminator="\r\n")
    write.writerow(["period", "unit", "name", "group", "indicator", "numerator", "denominator", "scheme", "hash"])
    for unit, each in made.body.items():
        for code, rate in each["rates"].items():
            told = ("", "") if unit in hidden[code] else (rate[0], rate[1])
            known = (made.period, unit, name(unit), each["group"] or "", code, *told)
            write.writerow([*known, made.scheme, made.hash.hex()])
    return "\ufeff" + out.getvalue()

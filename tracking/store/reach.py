"""How far one page of a search looks, so that it costs the same however much there is.

What meets a search is named one by one where it is little. Where it is much, the list is walked, which soon fills a
page; where that does not fill one, the page ends early and says how far it has looked.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, select

from tracking.store import facet, pair, schema
from tracking.store.narrowed import Filter
from tracking.store.tab import Moment, Tab
from tracking.store.visibility import Viewer

_P, _A = schema.petition.c, schema.assignment.c
# Rows looked at for one page; those of a unit lie apart, and each is looked up with its petition.
MOST_PETITIONS, MOST_ASSIGNMENTS = 20_000, 5_000


@dataclass(frozen=True, kw_only=True)
class Reach:
    """What a page asks beside the plain filters. ``back_to``: it looks at nothing that came before; None: at all."""

    conditions: Sequence[ColumnElement[bool]] = ()
    back_to: datetime | None = None


def reach(
    connection: Connection, tab: Tab, viewer: Viewer, moment: Moment, *, narrowed: Filter, start: datetime | None
) -> Reach:
    """At most three statements; ``start`` is where the page before it ended."""
    number = _A.number if tab.by_assignment else _P.number
    said = [_said(tab, narrowed.words)] if narrowed.words else []
    named = pair.few(connection, narrowed.words) if narrowed.words else None
    if named is not None:
        return Reach(conditions=[pair.among(number, named), *(said if pair.rough(narrowed.words or "") else [])])
    if tab.arrived is None or narrowed.late or narrowed.number or narrowed.phone_key is not None:
        return Reach(conditions=said)
    named = facet.few(connection, narrowed, by_assignment=tab.by_assignment)
    if named is not None:
        return Reach(conditions=[pair.among(number, named), *said])
    back_to = _back_to(connection, tab, viewer, moment, narrowed=narrowed, start=start)
    back = [] if back_to is None else [tab.arrived >= back_to]
    return Reach(conditions=[*said, *back], back_to=back_to)


def _said(tab: Tab, words: str) -> ColumnElement[bool]:
    """Newest first, one row after the other is looked at until the page is full; else all of the list are."""
    number = _A.number if tab.by_assignment else _P.number
    return pair.has(number, words) if tab.arrived is None else pair.said(number, words)


def _back_to(
    connection: Connection, tab: Tab, viewer: Viewer, moment: Moment, *, narrowed: Filter, start: datetime | None
) -> datetime | None:
    """When the last row came that this page looks at; None where it comes to the end, and where nothing is asked."""
    if tab.arrived is None or narrowed == Filter(since=narrowed.since, until=narrowed.until):
        return None
    came = tab.arrived
    bounds = [came <= start if start else None, came >= narrowed.since if narrowed.since else None]
    bounds += [came < narrowed.until if narrowed.until else None]
    most = MOST_ASSIGNMENTS if tab.by_assignment else MOST_PETITIONS
    walked = select(came).where(*(each for each in bounds if each is not None), *tab.where(viewer, moment))
    return connection.execute(walked.order_by(came.desc()).offset(most).limit(1)).scalar_one_or_none()

"""What stands in an export: rows as the asker may see them, never a report (举报), never a person.

Titles and reasons are redacted for everyone; messages go without their words and recipients.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any

from sqlalchemy import Connection, and_, func, select

from admin.back_office import audit, trail, word
from admin.back_office.sheet import Cell
from admin.desks import delivery as deliveries
from admin.desks import indicators, standing, view, words
from admin.desks.worklist import moment_of
from admin.language import say
from admin.pages import moment
from admin.security.account import Officer
from admin.wiring import Container
from notify.schema import delivery
from tracking.domain.clock import CITY_ZONE
from tracking.domain.nine import NINE
from tracking.service import performance
from tracking.service.trend import standings_of
from tracking.store import desk, worklist
from tracking.store.schema import petition
from tracking.store.tab import Tab
from tracking.store.visibility import NEVER_A_REPORT

BATCH = 500
_D = delivery.c
Row = Sequence[Cell]


@dataclass(frozen=True, kw_only=True)
class Content:
    """A table that is not read yet: ``total`` counts up to the most that were wanted; ``rows`` in batches."""

    head: Sequence[str]
    total: int
    rows: Callable[[], Iterator[Sequence[Row]]]


@dataclass(frozen=True, kw_only=True)
class Ask:
    """Who wants what: an officer, the filter, in which language, counted up to ``most`` rows."""

    officer: Officer
    wanted: Mapping[str, str]
    lang: str
    most: int


def of(container: Container, connection: Connection, kind: str, ask: Ask) -> Content:
    """The content of an export. Raises ``KeyError`` for a filter that this desk does not have."""
    made = MAKERS[kind](container, connection, ask)
    return replace(made, head=[say(ask.lang, each) for each in made.head])


def _worklist(container: Container, connection: Connection, ask: Ask) -> Content:
    officer, now = ask.officer, moment_of(container.core.now())
    by_name = {tab.name: tab for tab in desk.tabs(officer.role, officer.unit)}
    tab = without_reports(by_name[ask.wanted.get("tab") or "all"])
    narrowed = view.narrowed(ask.wanted, container.city)

    def rows() -> Iterator[Sequence[Row]]:
        after, more = None, True
        while more:
            found, after = worklist.page(
                connection, tab, officer.viewer, now, narrowed=narrowed, after=after, size=BATCH
            )
            yield [_petition(container, each, ask.lang) for each in found]
            more = after is not None

    total = worklist.matching(connection, tab, officer.viewer, now, narrowed=narrowed, most=ask.most)
    return Content(head=word.EXPORT_HEADS["worklist"], total=total, rows=rows)


def without_reports(tab: Tab) -> Tab:
    """The same list without what may never leave."""
    where = tab.where
    return replace(tab, where=lambda viewer, at: (*where(viewer, at), NEVER_A_REPORT))


def _petition(container: Container, row: worklist.Row, lang: str) -> Row:
    city, told = container.city, partial(moment, lang=lang)
    part = row.part and words.PARTS.get(row.part)
    return (
        *(row.number, container.redact(row.title), say(lang, words.KINDS[row.kind or ""])),
        *(say(lang, words.URGENCIES[row.urgency]), city.topic_name(row.topic) if row.topic else ""),
        *(city.place_name(row.district, None) if row.district else "", city.unit_name(row.unit)),
        *(say(lang, part or words.STAGES[row.stage]), told(row.received_at), told(row.due_at), told(row.closed_at)),
        *(row.urges, row.returns),
    )


def _indicators(container: Container, _connection: Connection, ask: Ask) -> Content:
    period = {str(each): each for each in indicators.periods(container)}[ask.wanted.get("period", "")]
    known = {unit.code: unit.group for unit in container.city.units() if unit.kind != "branch"}
    group, own = ask.wanted.get("group"), ask.officer.unit
    shown = [own] if own else [code for code, its in known.items() if its and group in ("", None, its)]
    scheme, _ = performance.window_of(container.core, period)
    told = standings_of(container.core, period, scheme, groups=known, successors=container.city.successors())
    found = standing.rows(told.standings, scheme, shown=shown)
    rows = [
        (
            *(container.city.unit_name(each.standing.unit), each.standing.group),
            *(_number(each.standing.score), each.standing.rank, *(_number(cell.percent) for cell in each.cells)),
        )
        for each in found
    ]
    head = (*word.EXPORT_HEADS["indicators"], *(words.INDICATORS.get(each.code, each.name) for each in NINE))
    return Content(head=head, total=len(rows), rows=lambda: iter([rows]))


def _number(value: Any) -> float | None:
    return None if value is None else round(float(value), 2)


def _audit(container: Container, connection: Connection, ask: Ask) -> Content:
    wanted, flaw = audit.wanted_of(ask.wanted)
    if flaw:
        raise KeyError("filter")
    # What leaves is what an officer who sees no report would read.
    lines = partial(trail.lines, connection, ask.officer.viewer, wanted, leaves=True)

    def rows() -> Iterator[Sequence[Row]]:
        after, more = None, True
        while more:
            found = lines(after=after, size=BATCH)
            more, found = len(found) > BATCH, found[:BATCH]
            after = found[-1].key if found else None
            yield [_line(container, each, ask.lang) for each in found]

    return Content(head=word.EXPORT_HEADS["audit"], total=len(lines(size=ask.most - 1)), rows=rows)


def _line(container: Container, line: trail.Line, lang: str) -> Row:
    return (
        *(moment(line.at, lang=lang), line.who or "", say(lang, word.AUDIT_KINDS[line.kind])),
        say(lang, word.AUDIT_ACTS[line.act]) if line.act in word.AUDIT_ACTS else line.act,
        *(line.number or line.about or "", container.redact(line.note or ""), line.address or ""),
    )


def _deliveries(container: Container, connection: Connection, ask: Ask) -> Content:
    conditions = [NEVER_A_REPORT]
    if ask.wanted.get("state"):
        conditions.append(_D.state == ask.wanted["state"])
    if ask.wanted.get("since"):
        conditions.append(_D.created_at >= _midnight(ask.wanted["since"]))
    if ask.wanted.get("until"):
        conditions.append(_D.created_at < _midnight(ask.wanted["until"]) + timedelta(days=1))
    joined = delivery.join(petition, petition.c.number == _D.number)
    wanted = select(_D.id, _D.created_at, _D.number, _D.template, _D.channel, _D.state, _D.segments, _D.sent_at)
    wanted = wanted.select_from(joined).where(and_(*conditions))

    def rows() -> Iterator[Sequence[Row]]:
        last, more = 2**62, True
        while more:
            found = connection.execute(wanted.where(_D.id < last).order_by(_D.id.desc()).limit(BATCH)).all()
            last, more = (found[-1].id, len(found) == BATCH) if found else (0, False)
            yield [_message(each, ask.lang) for each in found]

    counted = select(func.count()).select_from(wanted.limit(ask.most).subquery())
    return Content(head=word.EXPORT_HEADS["deliveries"], total=connection.execute(counted).scalar_one(), rows=rows)


def _message(row: Any, lang: str) -> Row:
    template, state = deliveries.TEMPLATES.get(row.template), deliveries.STATES.get(row.state)
    return (
        *(moment(row.created_at, lang=lang), row.number, say(lang, template) if template else row.template),
        *(row.channel, say(lang, state) if state else row.state, row.segments, moment(row.sent_at, lang=lang)),
    )


def _midnight(day: str) -> datetime:
    return datetime.combine(date.fromisoformat(day), time(), CITY_ZONE)


MAKERS: Mapping[str, Callable[[Container, Connection, Ask], Content]] = {
    "worklist": _worklist,
    "indicators": _indicators,
    "audit": _audit,
    "deliveries": _deliveries,
}

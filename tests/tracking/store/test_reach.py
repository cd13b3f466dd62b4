"""However little of a list one page looks at: page after page finds what a search asks for, all of it and once each."""

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random

import pytest
from sqlalchemy import Connection, insert

from admin.desks.view import packed, unpacked
from admin.wiring import Container
from tests.tracking import city, rows, stored
from tests.tracking.people import UNIT
from tracking.domain.number import Number
from tracking.domain.people import Role
from tracking.store import case as cases
from tracking.store import desk, facet, pair, reach, schema, worklist
from tracking.store.narrowed import Filter
from tracking.store.tab import Moment, Tab
from tracking.store.visibility import Viewer
from tracking.store.worklist import Key, Row

MOMENT = Moment(now=city.MONDAY, day_ends=city.MONDAY)
READERS = [Viewer(role=Role.DISPATCHER), Viewer(role=Role.HANDLER, unit=UNIT)]
TEXTS = ("孩子的学校没有校车", "楼道里没有灯", "小区停水了", "的")
KINDS, DISTRICTS, URGENCIES = ("complaint", "praise", None), ("A01", "A02", None), ("normal", "urgent")
Known = dict[str, dict[str, str | None]]


def _stored(connection: Connection) -> Known:
    """Forty petitions a minute apart, each with a share of one unit."""
    rng, known = Random(5), Known()
    for n in range(40):
        number, said = str(Number(city="SY", day=date(2026, 3, 2), channel="W", sequence=n + 1)), rng.choice(TEXTS)
        known[number] = {"kind": rng.choice(KINDS), "district": rng.choice(DISTRICTS), "urgency": rng.choice(URGENCIES)}
        at = city.MONDAY - timedelta(minutes=n // 2)
        connection.execute(insert(schema.petition), stored.petition(number) | known[number] | {"received_at": at})
        words = {"number": number, "seq": 1, "purpose": "said", "body": said, "salt": b"", "pairs": pair.vector(said)}
        connection.execute(insert(schema.text_), words)
        share = cases.assignment_row(number, rows.assignment(rng, 1))
        theirs = {"unit": UNIT, "dispatched_at": at, "stage": "handling", "urgency": known[number]["urgency"]}
        connection.execute(insert(schema.assignment), share | theirs)
        known[number]["said"] = said
    return known


def _meets(each: dict[str, str | None], asked: dict[str, str]) -> bool:
    if "words" in asked and not pair.within(asked["words"], each["said"] or ""):
        return False
    return all(each[name] == value for name, value in asked.items() if name != "words")


def _tab(viewer: Viewer) -> Tab:
    return next(tab for tab in desk.tabs(viewer.role, viewer.unit) if tab.name == "all")


def _pages(connection: Connection, viewer: Viewer, narrowed: Filter) -> Sequence[Sequence[Row]]:
    found: list[Sequence[Row]] = []
    after: Key | None = None
    while after or not found:
        page, key = worklist.page(connection, _tab(viewer), viewer, MOMENT, narrowed=narrowed, after=after, size=3)
        found.append(page)
        after = unpacked(packed(key)) if key else None
    return found


@pytest.fixture(params=["everything is named", "lists are walked"])
def little(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Named or walked, as with much or little in the database."""
    if request.param == "lists are walked":
        for module, name, value in (
            (facet, "FEW", 0),
            (pair, "FEW", 0),
            (reach, "MOST_PETITIONS", 5),
            (reach, "MOST_ASSIGNMENTS", 5),
        ):
            monkeypatch.setattr(module, name, value)
    return str(request.param)


ASKED: Sequence[dict[str, str]] = (
    {"kind": "praise"},
    {"kind": "praise", "district": "A02", "urgency": "urgent"},
    {"words": "没有"},
    {"words": "的"},
    {"words": "的 学校", "kind": "complaint"},
    {"words": "停水", "urgency": "urgent", "district": "A01"},
    {"words": "没有这样的话"},
    {"district": "A99"},
)


@pytest.mark.usefixtures("little")
@pytest.mark.parametrize("viewer", READERS, ids=lambda each: each.role)
def test_page_after_page_finds_all_and_each_once(container: Container, viewer: Viewer) -> None:
    with container.engine.begin() as connection:
        known = _stored(connection)
        for asked in ASKED:
            wanted = sorted(number for number, each in known.items() if _meets(each, asked))
            pages = _pages(connection, viewer, Filter(**asked))  # type: ignore[arg-type]
            assert sorted(row.number for page in pages for row in page) == wanted, asked
            came = [row.order_at for page in pages for row in page]
            assert came == sorted(came, reverse=True)


def test_a_place_may_be_any_of_those_named(container: Container) -> None:
    with container.engine.begin() as connection:
        known = _stored(connection)
        pages = _pages(connection, READERS[0], Filter(districts=("A01", "A02"), kind="praise"))
    found = {row.number for page in pages for row in page}
    assert found == {n for n, each in known.items() if each["kind"] == "praise" and each["district"]}


def test_a_page_that_stopped_early_says_how_far_it_looked(
    container: Container, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(facet, "FEW", -1)
    monkeypatch.setattr(reach, "MOST_PETITIONS", 5)
    with container.engine.begin() as connection:
        _stored(connection)
        viewer = READERS[0]
        found, key = worklist.page(
            connection, _tab(viewer), viewer, MOMENT, narrowed=Filter(kind="complaint", district="A09")
        )
    assert not found
    assert key == Key(rank=0, at=city.MONDAY - timedelta(minutes=2), number="", index=0)

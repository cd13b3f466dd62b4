"""The lists: what hurts first on top, every line once, filters and place in the address."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from admin.desks.view import packed, unpacked
from admin.wiring import Container
from tests.admin.desks import matter
from tests.admin.desks.desk import Desk, numbers
from tracking.domain.clock import FixedClock
from tracking.domain.people import Role
from tracking.domain.vocabulary import Kind, Urgency
from tracking.store import desk as desks
from tracking.store import worklist
from tracking.store.narrowed import Filter
from tracking.store.tab import Moment, Tab
from tracking.store.visibility import Viewer
from tracking.store.worklist import Key

Sit = Callable[[str], Desk]
DISPATCHER = Viewer(role=Role.DISPATCHER)


def _tab(role: Role, name: str) -> Tab:
    return next(tab for tab in desks.tabs(role) if tab.name == name)


def test_danger_comes_first_then_whatever_is_due_first(container: Container, at_desk: Sit, clock: FixedClock) -> None:
    first = matter.classified(container, kind=Kind.COMPLAINT)
    clock.at += timedelta(days=1)
    later = matter.classified(container, kind=Kind.COMPLAINT)
    soon = matter.classified(container, urgency=Urgency.URGENT)
    danger = matter.classified(container, urgency=Urgency.CRITICAL)
    found = numbers(at_desk("disp").open("/staff/worklist?tab=dispatch"))
    assert found == [danger, first, soon, later]


def test_all_begins_with_the_newest(container: Container, at_desk: Sit, clock: FixedClock) -> None:
    made = []
    for _ in range(3):
        made.append(matter.registered(container))
        clock.at += timedelta(minutes=1)
    assert numbers(at_desk("op").open("/staff/worklist?tab=all")) == made[::-1]


@pytest.mark.parametrize(("role", "name"), [
    (Role.DISPATCHER, "dispatch"), (Role.DISPATCHER, "all"), (Role.HANDLER, "to_sign"), (Role.HANDLER, "all"),
])  # fmt: skip
def test_page_after_page_shows_every_line_once(container: Container, clock: FixedClock, role: Role, name: str) -> None:
    make = matter.with_unit if role is Role.HANDLER else matter.classified
    made = {make(container, urgency=list(Urgency)[n % 3]) for n in range(7)}
    viewer, moment = Viewer(role=role, unit="C01"), Moment(now=clock.at, day_ends=clock.at)
    seen: list[str] = []
    with container.engine.connect() as connection:
        rows, key = worklist.page(connection, _tab(role, name), viewer, moment, narrowed=Filter(), size=2)
        while True:
            seen += [row.number for row in rows]
            if key is None:
                break
            again = unpacked(packed(key))
            rows, key = worklist.page(
                connection, _tab(role, name), viewer, moment, narrowed=Filter(), after=again, size=2
            )
    assert len(seen) == 7
    assert set(seen) == made


def test_the_next_page_stays_in_the_list_that_was_opened(container: Container, at_desk: Sit) -> None:
    for _ in range(worklist.PAGE + 1):
        matter.registered(container)
    page = at_desk("op").open("/staff/worklist")
    assert "/staff/worklist?tab=registered&amp;after=" in page.text


@pytest.mark.parametrize("text", ["", "%%%", "W10", "bnVsbA", "WzAsICJ4IiwgInkiLCAwXQ", "WzAsbnVsbCwxLDJd", "é" * 40])
def test_a_place_in_a_list_that_makes_no_sense_is_the_beginning(at_desk: Sit, text: str) -> None:
    assert unpacked(text) is None
    assert at_desk("disp").client.get("/staff/worklist", params={"after": text}).status_code == 200


def test_a_place_in_a_list_survives_its_address(clock: FixedClock) -> None:
    key = Key(rank=1, at=clock.at, number="SY20260302-W-000001-1", index=2)
    assert unpacked(packed(key)) == key


def test_filters_narrow_the_list(container: Container, at_desk: Sit) -> None:
    water = matter.classified(container, "和平区停水两天", kind=Kind.COMPLAINT, district="A01")
    heat = matter.classified(container, "铁西区暖气不热100%_", kind=Kind.HELP, district="A05")
    desk = at_desk("disp")
    for query, expected in {
        "kind=help": [heat],
        "district=A01": [water],
        "words=停水": [water],
        "words=100%25_": [heat],
        "words=%25": [heat],
        f"number={water.lower()}": [water],
        "stage=closed": [],
        "kind=nonsense": [],
        "unit=C01": [],
    }.items():
        assert numbers(desk.open(f"/staff/worklist?tab=dispatch&{query}")) == expected, query


def test_a_number_that_is_none_is_said_to_be_none(at_desk: Sit) -> None:
    assert "这个编号不完整或有误" in at_desk("disp").open("/staff/worklist?number=SY123").text


def test_the_address_holds_the_whole_view(container: Container, at_desk: Sit) -> None:
    matter.classified(container)
    page = at_desk("disp").open("/staff/worklist?tab=dispatch&kind=complaint&district=A01")
    assert "tab=all&amp;kind=complaint&amp;district=A01" in page.text


def test_the_first_tab_in_which_something_waits_is_opened(container: Container, at_desk: Sit) -> None:
    number = matter.signed(container)
    assert numbers(at_desk("water").open("/staff/worklist")) == [number]


def test_overdue_is_said_in_a_word_and_counted(container: Container, at_desk: Sit, clock: FixedClock) -> None:
    number = matter.signed(container)
    clock.at += timedelta(days=14, hours=3)
    page = at_desk("water").open("/staff/worklist?tab=overdue")
    assert numbers(page) == [number]
    assert "超期" in page.text


def test_due_today_holds_what_ends_before_midnight(container: Container, at_desk: Sit, clock: FixedClock) -> None:
    number = matter.with_unit(container, urgency=Urgency.CRITICAL)
    matter.with_unit(container)
    assert numbers(at_desk("water").open("/staff/worklist?tab=due_today")) == [number]


@pytest.mark.parametrize(("make", "who", "tab"), [
    (matter.registered, "op", "registered"),
    (matter.classified, "disp", "dispatch"),
    (matter.with_unit, "water", "to_sign"),
    (matter.signed, "water", "to_contact"),
    (matter.signed, "water", "handling"),
    (matter.reported, "disp", "reviews"),
    (matter.reported, "water", "waiting"),
    (matter.accepted, "call", "to_call"),
])  # fmt: skip
def test_a_matter_stands_in_the_list_of_whoever_must_act(
    container: Container, at_desk: Sit, make: Callable[[Container], str], who: str, tab: str
) -> None:
    number, desk = make(container), at_desk(who)
    assert numbers(desk.open(f"/staff/worklist?tab={tab}")) == [number]
    assert f'href="/staff/worklist?tab={tab}"' in desk.open("/staff").text


def test_a_matter_the_classifier_was_unsure_of_is_put_before_a_person(container: Container, at_desk: Sit) -> None:
    matter.classified(container)
    unsure = matter.classified(container, needs_person=True)
    assert numbers(at_desk("op").open("/staff/worklist?tab=person")) == [unsure]


def test_counting_stops_where_nobody_counts_any_more(container: Container, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(3):
        matter.registered(container)
    monkeypatch.setattr(worklist, "MOST_COUNTED", 2)
    at = container.core.now()
    with container.engine.connect() as connection:
        tabs = desks.tabs(Role.DISPATCHER)
        counts = worklist.counts(connection, tabs, DISPATCHER, Moment(now=at, day_ends=at))
    assert counts["registered"] == 2
    assert counts["dispatch"] == 0

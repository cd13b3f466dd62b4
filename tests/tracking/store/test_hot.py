"""The voices of hot topics as the database counts them, and what is kept of them."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event, func, insert, select, update

from admin.wiring import Container
from tests.tracking import stored
from tracking.domain.clock import FixedClock
from tracking.domain.hot import Group
from tracking.domain.people import Role
from tracking.domain.vocabulary import Identity, Kind
from tracking.service import hot
from tracking.service.hot import Rise
from tracking.store import schema
from tracking.store.visibility import Viewer

DISPATCHER, LEADER = Viewer(role=Role.DISPATCHER), Viewer(role=Role.LEADER)
STREET = Group(topic="010101", district="A01", street="A0101")
DISTRICT = replace(STREET, street="")
OLD = 40.0
Put = Callable[..., list[str]]


@pytest.fixture
def put(container: Container, clock: FixedClock) -> Put:
    """``put(6, received=2)``: six petitions of as many persons, two days old; there was one long before them."""

    def store(count: int, *, received: float = 0, person: str = "", **fields: Any) -> list[str]:
        with container.engine.begin() as connection:
            first = connection.execute(select(func.count()).select_from(schema.petition)).scalar_one()
            numbers = [f"SY20260302-W-{first + n:06d}-0" for n in range(count)]
            base = {"kind": Kind.COMPLAINT, "topic": STREET.topic, "district": "A01", "street": "A0101"}
            at = {"received_at": clock.at - timedelta(days=received)}
            rows = [
                stored.petition(number) | base | at | fields | {"phone_key": (person or number).encode()}
                for number in numbers
            ]
            connection.execute(insert(schema.petition), rows)
        return numbers

    store(1, received=OLD, topic="020202")
    return store


def _found(container: Container, viewer: Viewer = DISPATCHER) -> list[Rise]:
    return list(hot.rises(container.core, viewer).found)


def test_a_street_of_which_many_speak_rises(container: Container, put: Put) -> None:
    put(6)
    (found,) = _found(container)
    assert (found.hot.group, found.hot.now, found.hot.daily[-1], found.newly) == (STREET, 6, 6, True)
    assert found.title == "井盖坏了"


def test_those_of_different_streets_rise_as_a_district(container: Container, put: Put) -> None:
    for street in ("A0101", "A0102", "A0103"):
        put(2, street=street)
    put(1, street=None)
    (found,) = _found(container)
    assert (found.hot.group, found.hot.now) == (DISTRICT, 7)


def test_what_was_always_so_does_not_rise(container: Container, put: Put) -> None:
    for back in range(31):
        put(2, received=back)
    assert _found(container) == []


def test_a_group_smaller_than_the_least_is_not_shown(container: Container, put: Put) -> None:
    put(4)
    assert _found(container) == []


def test_one_person_who_speaks_often_is_no_group(container: Container, put: Put) -> None:
    for back in (0, 1, 2):
        put(4, received=back, person="the same")
    assert _found(container) == []


@pytest.mark.parametrize("kind", [Kind.REPORT, None])
@pytest.mark.parametrize("viewer", [DISPATCHER, LEADER])
def test_reports_and_what_may_be_one_never_appear(
    container: Container, put: Put, kind: Kind | None, viewer: Viewer
) -> None:
    put(20, kind=kind)
    assert _found(container, viewer) == []
    put(6)
    (found,) = _found(container, viewer)
    assert found.hot.now == 6


def test_merged_petitions_count_where_their_master_stands(container: Container, put: Put) -> None:
    (master,) = put(1)
    put(5, master=master, kind=None, topic=None, district=None, street=None)
    (found,) = _found(container)
    assert (found.hot.group, found.hot.now) == (STREET, 6)


def test_what_was_merged_into_a_report_does_not_appear(container: Container, put: Put) -> None:
    (master,) = put(1, kind=Kind.REPORT)
    put(9, master=master)
    assert _found(container) == []


def test_those_who_join_are_voices_from_the_day_they_joined(container: Container, put: Put, clock: FixedClock) -> None:
    (number,) = put(1, received=20)
    rows = [{"number": number, "voter_key": b"%d" % n, "joined_at": clock.at} for n in range(6)]
    with container.engine.begin() as connection:
        connection.execute(insert(schema.follower), rows)
    (found,) = _found(container)
    assert (found.hot.group, found.hot.now, sum(found.hot.daily)) == (STREET, 6, 7)


def test_the_sample_is_rather_one_under_its_own_name(container: Container, put: Put) -> None:
    (named,) = put(1, received=1)
    put(6, identity=Identity.CONFIDENTIAL)
    assert [each.number for each in _found(container)] == [named]


def test_in_the_first_days_of_a_city_nothing_is_judged(container: Container, put: Put) -> None:
    with container.engine.begin() as connection:
        connection.execute(update(schema.petition).values(received_at=container.core.now() - timedelta(days=4)))
    put(30)
    found = hot.rises(container.core, DISPATCHER)
    assert (list(found.found), found.young) == ([], True)


def test_a_group_is_noted_once_a_day_and_is_new_on_the_first(container: Container, put: Put, clock: FixedClock) -> None:
    put(9)
    assert [hot.note(container.core), hot.note(container.core)] == [1, 0]
    assert [each.newly for each in _found(container)] == [True]
    clock.at += timedelta(days=1)
    assert [each.newly for each in _found(container)] == [False]
    assert hot.note(container.core) == 1


def test_however_many_groups_rise_the_statements_are_the_same_few(container: Container, put: Put) -> None:
    seen: list[str] = []
    event.listen(container.engine, "before_cursor_execute", lambda *args: seen.append(args[2]))
    for topic in ("010101", "010102", "010103"):
        put(6, topic=topic)
    seen.clear()
    assert len(_found(container)) == 3
    assert len(seen) == 4

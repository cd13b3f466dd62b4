"""Alarms reach an open page by themselves: those who may see the petition, and nobody else."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from threading import Event

import httpx2
import pytest
from sqlalchemy import event

from admin.security.account import Officer
from admin.security.session import IDLE_END
from admin.wiring import Container
from admin.worklist import live
from admin.worklist.live import Hub, Stream
from tests.admin.desks import matter
from tests.admin.desks.desk import PASSWORD, Desk, staff
from tracking.domain.clock import FixedClock
from tracking.domain.people import SYSTEM, Role
from tracking.domain.procedure import intake
from tracking.domain.vocabulary import Kind, Urgency
from tracking.store.visibility import Viewer

Sit = Callable[[str], Desk]
PAGE, STREAM = "/staff/worklist/live", {"Accept": "text/event-stream"}


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "EVERY", 0.05)
    monkeypatch.setattr(live, "HEARTBEAT", 0.2)


@contextmanager
def _listening(address: str, who: str) -> Iterator[Iterator[str]]:
    """A real client on a really served application: the lines of its stream."""
    with httpx2.Client(base_url=address, timeout=10) as client:
        client.post("/staff/sign-in", data={"username": who, "password": PASSWORD})
        with client.stream("GET", PAGE, headers=STREAM) as answer:
            assert answer.status_code == 200
            assert answer.headers["content-type"].startswith("text/event-stream")
            lines = answer.iter_lines()
            assert next(lines).startswith("retry:")
            yield lines


def _until(lines: Iterator[str], wanted: str, *, most: int = 3000) -> list[str]:
    """The lines up to one that has ``wanted`` in it."""
    seen: list[str] = []
    for line in lines:
        seen.append(line)
        if wanted in line:
            return seen
        assert len(seen) < most, seen[-5:]
    raise AssertionError(f"the stream ended without {wanted}")


def _make_critical(container: Container, number: str) -> None:
    with container.core.change(number) as case:
        at, table = container.core.now(), container.core.timetable_of(case)
        kind, danger = Kind.COMPLAINT, Urgency.CRITICAL
        intake.classify(
            case, by=SYSTEM, at=at, timetable=table, needs_person=False, kind=kind, topic=matter.TOPIC, urgency=danger
        )


def test_a_petition_that_becomes_critical_is_told(container: Container, address: str) -> None:
    staff(container)
    number = matter.registered(container)
    with _listening(address, "disp") as lines:
        _until(lines, "event: count-")
        _make_critical(container, number)
        told = _until(lines, number)
        assert "新的特急" in told[-1]
        assert "◆" in told[-1]
        assert any(line == "event: alarm" for line in told)


def test_what_becomes_overdue_is_told_and_counted(container: Container, address: str, clock: FixedClock) -> None:
    staff(container)
    number = matter.signed(container)
    clock.at += timedelta(days=16)
    with _listening(address, "water") as lines:
        _until(lines, "event: count-overdue")
    clock.at -= timedelta(days=16)
    with _listening(address, "water") as lines:
        _until(lines, "event: count-overdue")
        clock.at += timedelta(minutes=50)
        _until(lines, "still here")
    with container.core.change(number) as case:
        due = case.lead.handle_due_at
    assert due is not None
    clock.at = due - timedelta(minutes=1)
    with _listening(address, "water") as lines:
        _until(lines, "event: count-overdue")
        clock.at = due + timedelta(minutes=1)
        told = _until(lines, number)
        assert "刚刚超期" in told[-1]


def test_who_joins_while_a_look_runs_is_not_taken_for_gone(
    container: Container, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    staff(container)
    looking, joined, look = Event(), Event(), Hub.look

    def slow(hub: Hub, audiences: Sequence[Viewer], cookies: set[str]) -> live.Look:
        looking.set()
        assert joined.wait(5)
        return look(hub, audiences, cookies)

    monkeypatch.setattr(Hub, "look", slow)
    with _listening(address, "op") as first:
        assert looking.wait(5)
        with _listening(address, "disp") as second:
            joined.set()
            _until(second, "event: count-")
        _until(first, "event: count-")


def test_a_stream_ends_with_its_session(container: Container, address: str, clock: FixedClock) -> None:
    staff(container)
    with _listening(address, "op") as lines:
        _until(lines, "event: count-")
        clock.at += IDLE_END + timedelta(minutes=1)
        rest = list(lines)
    assert "event: ended" in rest
    assert any("登录已结束" in line for line in rest)


def test_listening_does_not_keep_a_session_alive(container: Container, address: str, clock: FixedClock) -> None:
    staff(container)
    with _listening(address, "op") as lines:
        for _ in range(4):
            clock.at += IDLE_END / 4 - timedelta(seconds=1)
            _until(lines, "still here")
        clock.at += timedelta(minutes=1)
        assert "event: ended" in list(lines)


def test_an_officer_has_only_so_many_streams(container: Container, address: str) -> None:
    staff(container)
    with _listening(address, "op"), _listening(address, "op"), _listening(address, "op"):
        with httpx2.Client(base_url=address) as client:
            client.post("/staff/sign-in", data={"username": "op", "password": PASSWORD})
            assert client.get(PAGE, headers=STREAM).status_code == 204
        with _listening(address, "disp"):
            pass


def test_who_does_not_ask_for_a_stream_gets_the_counts_of_now(container: Container, at_desk: Sit) -> None:
    matter.registered(container)
    answer = at_desk("op").open(PAGE)
    assert "event: count-registered" in answer.text
    assert '<span class="count">1</span>' in answer.text


def test_a_stranger_is_sent_away(at_desk: Sit) -> None:
    assert at_desk("").client.get(PAGE, headers=STREAM).status_code == 303


@pytest.mark.parametrize(("who", "unit", "told"), [
    (Role.DISPATCHER, None, True), (Role.HANDLER, "C01", True), (Role.HANDLER, "A01", False),
    (Role.LEADER, None, False), (Role.ASSESSOR, None, False), (Role.INSPECTOR, None, True),
])  # fmt: skip
def test_a_report_is_told_to_those_only_who_may_see_it(
    container: Container, clock: FixedClock, who: Role, unit: str | None, *, told: bool
) -> None:
    hub = Hub(container)
    clock.at += timedelta(minutes=1)
    number = matter.with_unit(container, kind=Kind.REPORT, urgency=Urgency.CRITICAL)
    viewer = Viewer(role=who, unit=unit)
    look = hub.look([viewer], set())
    assert [each.number for each in look.alarms.get(viewer, ())] == ([number] if told else [])


def test_nothing_is_told_twice(container: Container, clock: FixedClock) -> None:
    hub, viewer = Hub(container), Viewer(role=Role.DISPATCHER)
    matter.classified(container, urgency=Urgency.CRITICAL)
    assert len(hub.look([viewer], set()).alarms[viewer]) == 1
    clock.at += timedelta(seconds=5)
    assert not hub.look([viewer], set()).alarms


def test_a_look_costs_the_same_however_many_watch(container: Container) -> None:
    hub = Hub(container)
    viewers = [Viewer(role=Role.HANDLER, unit=f"A{n:02d}") for n in range(60)]
    hub.look(viewers, set())
    seen: list[str] = []
    event.listen(container.engine, "before_cursor_execute", lambda *given: seen.append(given[2]))
    hub.look(viewers, {f"cookie {n}" for n in range(400)})
    assert len(seen) <= 2 + live.AUDIENCES


def test_more_kinds_of_readers_than_a_look_serves_take_turns(container: Container) -> None:
    hub = Hub(container)
    accounts = [Stream(officer=_officer(n), cookie=str(n), lang="zh") for n in range(2 * live.AUDIENCES)]
    hub.streams.update(accounts)
    served = [set(hub.look(hub._audiences(), set()).counts) for _ in range(2)]
    assert not served[0] & served[1]
    assert len(served[0] | served[1]) == len(accounts)


def _officer(n: int) -> Officer:
    return Officer(username=f"u{n}", role=Role.HANDLER, unit=f"A{n:02d}", name="", csrf="")

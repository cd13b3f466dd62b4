"""Traces of figures made to look better than the work."""

from collections import Counter
from datetime import timedelta

from admin.wiring import Container
from tests.tracking.people import DISPATCHER, handler
from tests.tracking.people import UNIT as THEIR_UNIT
from tests.tracking.stored import dispatched, tell
from tracking.domain.clock import FixedClock
from tracking.domain.indicator import Window
from tracking.domain.procedure.handling import contact
from tracking.domain.procedure.intake import correct
from tracking.domain.verb import Verb
from tracking.domain.vocabulary import Kind
from tracking.service.gaming import traces
from tracking.store import platform


def _rules(container: Container, clock: FixedClock) -> Counter[str]:
    window = Window(start=clock.at - timedelta(days=40), end=clock.at + timedelta(days=1))
    return Counter(each.rule for each in traces(container.core, window))


def test_ordinary_work_leaves_no_trace(container: Container, clock: FixedClock) -> None:
    number = dispatched(container.core)
    for verb in (Verb.SIGN, Verb.CONTACT, Verb.REPORT_BACK):
        clock.at += timedelta(hours=2)
        tell(container.core, number, verb, index=1)
    assert not _rules(container, clock)


def test_closing_within_minutes_of_signing_is_found(container: Container, clock: FixedClock) -> None:
    number = dispatched(container.core)
    tell(container.core, number, Verb.SIGN, index=1)
    clock.at += timedelta(minutes=3)
    tell(container.core, number, Verb.REPORT_BACK, index=1)
    assert _rules(container, clock) == {"quick_closing": 1}


def test_a_batch_with_one_reply_is_found_twice(container: Container, clock: FixedClock) -> None:
    numbers = [dispatched(container.core) for _ in range(10)]
    for number in numbers:
        tell(container.core, number, Verb.SIGN, index=1)
    clock.at += timedelta(hours=3)
    for number in numbers:
        tell(container.core, number, Verb.REPORT_BACK, index=1)
    assert _rules(container, clock) == {"batch_closing": 10, "same_reply": 10}


def test_a_changed_kind_is_found(container: Container, clock: FixedClock) -> None:
    number = dispatched(container.core)
    with container.core.change(number) as case:
        correct(case, by=DISPATCHER, at=clock.at, kind=Kind.INQUIRY, topic="010101", reason="其实是咨询")
    assert _rules(container, clock) == {"kind_changed": 1}


def test_a_contact_dated_back_before_its_limit_is_found(container: Container, clock: FixedClock) -> None:
    number = dispatched(container.core)
    tell(container.core, number, Verb.SIGN, index=1)
    then = clock.at
    clock.at += timedelta(days=4)
    with container.core.change(number) as case:
        contact(case, 1, by=handler(THEIR_UNIT), at=clock.at, note="已联系", contacted_at=then)
    assert _rules(container, clock) == {"backdated_contact": 1}


def test_closing_just_before_the_limit_and_rework_is_found(container: Container, clock: FixedClock) -> None:
    number = dispatched(container.core)
    tell(container.core, number, Verb.SIGN, index=1)
    with container.core.change(number) as case:
        due_at = case.lead.handle_due_at
    assert due_at is not None
    clock.at = due_at - timedelta(minutes=20)
    tell(container.core, number, Verb.REPORT_BACK, index=1)
    tell(container.core, number, Verb.ACCEPT_REPORT, Verb.RECORD_CALLBACK, Verb.REWORK, index=1)
    assert _rules(container, clock) == {"last_moment_then_rework": 1}


def test_the_platform_s_own_figures_are_shares_of_what_came_in(container: Container, clock: FixedClock) -> None:
    dispatched(container.core)
    window = Window(start=clock.at - timedelta(days=1), end=clock.at + timedelta(days=1))
    with container.engine.connect() as connection:
        found = platform.figures(connection, window)
    assert (found.received, found.dispatch_accuracy, found.mean_handling) == (1, 1.0, None)

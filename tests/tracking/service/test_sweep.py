"""The sweep: what has passed is acted on exactly once, and nothing before its time."""

from collections import Counter
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select, text

from admin.wiring import Container
from tests.tracking import stored
from tests.tracking.city import at, closing
from tracking.domain.clock import FixedClock
from tracking.domain.people import Role
from tracking.domain.petition import Assignment
from tracking.domain.verb import Verb
from tracking.service.core import Core
from tracking.service.sweep import sweep
from tracking.store import case as cases
from tracking.store import schema

REMINDER, DUE, SUPERVISED = closing(3, 6), closing(3, 9), closing(3, 13)
NOTHING = {"reminded": 0, "yellow": 0, "red": 0, "resumed": 0}
A_MOMENT = timedelta(minutes=1)


def _sweep(core: Core, clock: FixedClock, moment: datetime) -> dict[str, int]:
    clock.at = moment
    return sweep(core)


def _lead(core: Core, number: str) -> Assignment:
    with core.engine.connect() as connection:
        return cases.load(connection, number).lead


def _acts(core: Core) -> Counter[str]:
    with core.engine.connect() as connection:
        ledger = schema.ledger.c
        return Counter(connection.execute(select(ledger.verb).where(ledger.role == Role.SYSTEM)).scalars())


def test_each_deadline_is_acted_on_once_and_none_early(container: Container, clock: FixedClock) -> None:
    core = container.core
    stored.dispatched(core)
    for moment, act in ((REMINDER, "reminded"), (DUE + A_MOMENT, "yellow"), (SUPERVISED + A_MOMENT, "red")):
        assert _sweep(core, clock, moment - 2 * A_MOMENT) == NOTHING
        assert _sweep(core, clock, moment) == NOTHING | {act: 1}
        assert _sweep(core, clock, moment) == NOTHING
    assert _sweep(core, clock, at(6, 30)) == NOTHING


def test_the_last_instant_of_a_deadline_is_still_in_time(container: Container, clock: FixedClock) -> None:
    stored.dispatched(container.core)
    _sweep(container.core, clock, REMINDER)
    assert _sweep(container.core, clock, DUE) == NOTHING


def test_a_sweep_that_comes_late_skips_the_reminder_but_not_the_supervised_limit(
    container: Container, clock: FixedClock
) -> None:
    core, number = container.core, stored.dispatched(container.core)
    assert _sweep(core, clock, at(3, 20)) == NOTHING | {"yellow": 1}
    assert _lead(core, number).supervised_due_at == closing(3, 25)
    assert _sweep(core, clock, closing(3, 25)) == NOTHING


def test_what_the_sweep_did_stands_in_the_ledger_as_the_programs(container: Container, clock: FixedClock) -> None:
    stored.dispatched(container.core)
    for moment in (REMINDER, DUE + A_MOMENT, SUPERVISED + A_MOMENT):
        _sweep(container.core, clock, moment)
    acts = _acts(container.core)
    assert [acts[verb] for verb in (Verb.REMIND, Verb.ISSUE_YELLOW_CARD, Verb.ISSUE_RED_CARD)] == [1, 1, 1]


@pytest.mark.parametrize(
    "verbs",
    [
        (Verb.SIGN, Verb.REPORT_BACK),
        (Verb.RETURN,),
        (Verb.RETURN, Verb.UPHOLD_RETURN),
        (Verb.SIGN, Verb.REPORT_BACK, Verb.ACCEPT_REPORT),
        (Verb.WITHDRAW,),
        (Verb.TERMINATE,),
    ],
)
def test_what_does_not_lie_with_the_unit_gets_no_card(
    container: Container, clock: FixedClock, verbs: tuple[Verb, ...]
) -> None:
    stored.tell(container.core, stored.dispatched(container.core), *verbs)
    assert _sweep(container.core, clock, at(4, 30)) == NOTHING


def test_a_report_sent_back_after_the_deadline_gets_its_card(container: Container, clock: FixedClock) -> None:
    core, number = container.core, stored.dispatched(container.core)
    stored.tell(core, number, Verb.SIGN, Verb.REPORT_BACK)
    assert _sweep(core, clock, DUE + A_MOMENT) == NOTHING
    stored.tell(core, number, Verb.SEND_BACK)
    assert _sweep(core, clock, DUE + A_MOMENT) == NOTHING | {"yellow": 1}


def test_after_an_extension_the_handler_is_reminded_of_the_new_deadline(
    container: Container, clock: FixedClock
) -> None:
    core, number = container.core, stored.dispatched(container.core)
    assert _sweep(core, clock, REMINDER)["reminded"] == 1
    stored.tell(core, number, Verb.SIGN, Verb.REQUEST_EXTENSION, Verb.GRANT_EXTENSION)
    assert _sweep(core, clock, closing(3, 13) - A_MOMENT) == NOTHING
    assert _sweep(core, clock, closing(3, 13)) == NOTHING | {"reminded": 1}
    assert _sweep(core, clock, closing(3, 16) + A_MOMENT) == NOTHING | {"yellow": 1}


def test_after_a_late_extension_no_red_card_comes_before_the_new_limit(container: Container, clock: FixedClock) -> None:
    core, number = container.core, stored.dispatched(container.core)
    clock.at = DUE
    stored.tell(core, number, Verb.SIGN, Verb.REQUEST_EXTENSION)
    assert _sweep(core, clock, DUE + A_MOMENT)["yellow"] == 1
    stored.tell(core, number, Verb.GRANT_EXTENSION)
    assert _sweep(core, clock, SUPERVISED + A_MOMENT) == NOTHING | {"reminded": 1}
    assert _sweep(core, clock, closing(3, 19)) == NOTHING
    assert _sweep(core, clock, closing(3, 19) + A_MOMENT) == NOTHING | {"red": 1}


def test_an_assisting_unit_has_its_own_deadline(container: Container, clock: FixedClock) -> None:
    core, number = container.core, stored.dispatched(container.core)
    stored.tell(core, number, Verb.ADD_ASSIST, Verb.SIGN, Verb.REPORT_BACK)
    assert _sweep(core, clock, DUE + A_MOMENT) == NOTHING | {"yellow": 1}
    assert _lead(core, number).yellow_card_at is None


def test_a_provisional_deadline_is_never_acted_on(container: Container, clock: FixedClock) -> None:
    clock.at = at(12, 30)
    stored.dispatched(container.core)
    assert _sweep(container.core, clock, at(12, 31).replace(year=2030)) == NOTHING


def test_a_sweep_that_ends_in_the_middle_is_completed_by_the_next(container: Container, clock: FixedClock) -> None:
    for _ in range(5):
        stored.dispatched(container.core)
    clock.at = DUE + A_MOMENT
    done = [sweep(container.core, most=2)["yellow"] for _ in range(4)]
    assert done == [2, 2, 1, 0]
    assert _acts(container.core)[Verb.ISSUE_YELLOW_CARD] == 5


def test_what_has_its_red_card_no_longer_stands_in_the_way(container: Container, clock: FixedClock) -> None:
    stored.dispatched(container.core)
    for moment in (DUE + A_MOMENT, SUPERVISED + A_MOMENT):
        _sweep(container.core, clock, moment)
    clock.at = at(3, 16)
    stored.dispatched(container.core)
    clock.at = closing(3, 23) + A_MOMENT
    assert sweep(container.core, most=1) == NOTHING | {"yellow": 1}


def test_a_petition_that_cannot_be_acted_on_is_reported_and_the_others_go_on(
    container: Container, clock: FixedClock
) -> None:
    broken, sound = stored.dispatched(container.core), stored.dispatched(container.core)
    with container.engine.begin() as connection:
        connection.execute(text("UPDATE petition SET rules = 'gone' WHERE number = :number"), {"number": broken})
    clock.at += timedelta(days=20)
    failed: list[str] = []
    done = sweep(container.core, report=lambda number, _: failed.append(number))
    assert failed == [broken]
    assert done["yellow"] == 1
    with container.core.change(sound) as case:
        assert case.lead.yellow_card_at is not None

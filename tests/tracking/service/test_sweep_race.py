"""Sweeps that overlap, with each other and with the officers' own verbs."""

from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest

from admin.settings import Settings
from admin.wiring import Container, build
from tests.tracking import fault, stored
from tests.tracking.at_once import at_once
from tests.tracking.city import at, closing
from tests.tracking.story import Story
from tracking.domain.clock import FixedClock
from tracking.domain.verb import Verb
from tracking.service.sweep import sweep
from tracking.store import case as cases

STEPS = {"reminded": closing(3, 6), "yellow": at(3, 9, 18), "red": at(3, 13, 18)}
NOTHING = {"reminded": 0, "yellow": 0, "red": 0, "resumed": 0}


def test_sweeps_that_overlap_act_once_on_each_deadline(
    container: Container, settings: Settings, database_url: str, clock: FixedClock
) -> None:
    numbers = [stored.dispatched(container.core) for _ in range(10)]
    second = build(settings, database_url=database_url, clock=clock)
    clock.at = closing(3, 10)
    reports = at_once([partial(sweep, core) for core in (container.core, second.core) * 2])
    second.close()
    assert sum(each["yellow"] for each in reports if isinstance(each, dict)) == 10
    with container.engine.connect() as connection:
        histories = [[entry.verb for entry in cases.entries(connection, number)] for number in numbers]
    assert {history.count(Verb.ISSUE_YELLOW_CARD) for history in histories} == {1}


@pytest.mark.parametrize("act", STEPS)
def test_sweeps_that_saw_the_same_deadline_act_on_it_once(container: Container, clock: FixedClock, act: str) -> None:
    core, number = container.core, stored.dispatched(container.core)
    for earlier, clock.at in STEPS.items():
        if earlier == act:
            break
        sweep(core)
    with ThreadPoolExecutor(4) as pool:
        with core.change(number):
            sweeps = [pool.submit(sweep, core) for _ in range(4)]
            fault.until_waiting(core.engine, 4)
        reports = [each.result(timeout=30) for each in sweeps]
    assert {name: sum(report[name] for report in reports) for name in NOTHING} == NOTHING | {act: 1}


@pytest.mark.parametrize("verb", [Verb.REPORT_BACK, Verb.RETURN, Verb.WITHDRAW])
def test_a_sweep_that_waited_for_an_officer_looks_again(container: Container, clock: FixedClock, verb: Verb) -> None:
    core, number = container.core, stored.dispatched(container.core)
    stored.tell(core, number, Verb.SIGN)
    clock.at = closing(3, 10)
    with ThreadPoolExecutor(1) as pool:
        with core.change(number) as case:
            sweeping = pool.submit(sweep, core)
            fault.until_waiting(core.engine, 1)
            Story(case, core.now()).do(verb)
        assert sweeping.result(timeout=30) == NOTHING
    with core.engine.connect() as connection:
        carded = cases.load(connection, number).lead.yellow_card_at is not None
    assert carded is (verb is Verb.REPORT_BACK), "a late report carries its card itself, once"

"""Many at the same door at the same time."""

from dataclasses import replace
from datetime import timedelta
from functools import partial

from admin.settings import Settings
from admin.wiring import Container, build
from tests.tracking import stored
from tests.tracking.at_once import at_once
from tests.tracking.people import CITIZEN
from tests.tracking.stored import SUBMISSION
from tests.tracking.story import MATTER
from tracking.domain.clock import FixedClock
from tracking.domain.error import KeyReused
from tracking.domain.number import parse
from tracking.service.core import Core
from tracking.service.intake import Receipt, take

KEYED = replace(SUBMISSION, external_id="key-1")
ONE_EACH = {"inbox": 1, "petition": 1, "ledger": 1, "text": 1, "outbox": 1}


def test_fifty_at_once_with_one_key_make_one_petition(container: Container) -> None:
    answers = at_once([partial(take, container.core, KEYED, by=CITIZEN)] * 50)
    receipts = [each for each in answers if isinstance(each, Receipt)]
    assert len(receipts) == 50
    assert len({(each.number, each.query_code, each.received_at) for each in receipts}) == 1
    assert [each.fresh for each in receipts].count(True) == 1
    assert stored.counts(container.core) == ONE_EACH


def test_of_two_contents_under_one_key_the_first_wins_and_the_other_is_refused(container: Container) -> None:
    other = replace(KEYED, matter=replace(MATTER, text="别的事情"))
    calls = [partial(take, container.core, each, by=CITIZEN) for each in (KEYED, other) * 6]
    answers = at_once(calls)
    assert len([each for each in answers if isinstance(each, KeyReused)]) == 6
    assert len({each.number for each in answers if isinstance(each, Receipt)}) == 1
    assert stored.counts(container.core) == ONE_EACH


def test_numbers_are_unique_over_threads_and_processes(
    container: Container, settings: Settings, database_url: str, clock: FixedClock
) -> None:
    second = build(settings, database_url=database_url, clock=clock)
    cores = (container.core, second.core)
    answers = at_once([partial(_many, core, 20) for core in cores * 4])
    second.close()
    numbers = [number for each in answers if isinstance(each, list) for number in each]
    assert len(numbers) == len(set(numbers)) == 160
    assert stored.counts(container.core)["petition"] == 160


def _many(core: Core, count: int) -> list[str]:
    return [stored.taken(core).number for _ in range(count)]


def test_after_midnight_the_sequence_begins_anew(container: Container, clock: FixedClock) -> None:
    clock.at = clock.at.replace(hour=23, minute=59)
    before = parse(stored.taken(container.core).number)
    clock.at += timedelta(minutes=1)
    after = parse(stored.taken(container.core).number)
    assert (before.sequence, after.sequence) == (1, 1)
    assert after.day - before.day == timedelta(days=1)

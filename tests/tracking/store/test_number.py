"""Sequences of the day: unique over threads, processes and days, whatever is left unused."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from sqlalchemy import Engine

from tracking.domain.error import InvalidValue
from tracking.domain.number import LARGEST_SEQUENCE
from tracking.store.number import Sequences, take

MONDAY, TUESDAY = date(2026, 3, 2), date(2026, 3, 3)


@pytest.fixture
def autocommit(engine: Engine) -> Engine:
    return engine.execution_options(isolation_level="AUTOCOMMIT")


def test_a_day_begins_with_one_and_goes_on_without_gaps_in_one_process(autocommit: Engine) -> None:
    sequences = Sequences(autocommit, block=3)
    assert [sequences.next(MONDAY) for _ in range(8)] == list(range(1, 9))


def test_every_day_counts_by_itself(autocommit: Engine) -> None:
    sequences = Sequences(autocommit, block=3)
    assert [sequences.next(day) for day in (MONDAY, TUESDAY, TUESDAY)] == [1, 1, 2]


def test_going_back_over_midnight_never_gives_a_number_twice(autocommit: Engine) -> None:
    sequences = Sequences(autocommit, block=3)
    given = [(day, sequences.next(day)) for day in (MONDAY, TUESDAY, MONDAY, TUESDAY, MONDAY)]
    assert len(set(given)) == len(given)


def test_two_processes_never_give_the_same_number(autocommit: Engine) -> None:
    one, other = Sequences(autocommit, block=3), Sequences(autocommit, block=3)
    given = [each.next(MONDAY) for _ in range(10) for each in (one, other)]
    assert len(set(given)) == 20


def test_many_threads_never_give_the_same_number(autocommit: Engine) -> None:
    processes = [Sequences(autocommit, block=7), Sequences(autocommit, block=7)]
    with ThreadPoolExecutor(8) as pool:
        given = list(pool.map(lambda n: processes[n % 2].next(MONDAY), range(400)))
    assert len(set(given)) == 400


def test_a_process_that_ends_leaves_a_gap_and_nothing_else(autocommit: Engine) -> None:
    assert Sequences(autocommit, block=50).next(MONDAY) == 1
    assert Sequences(autocommit, block=50).next(MONDAY) == 51


def test_a_day_with_a_million_petitions_is_refused_the_next(autocommit: Engine) -> None:
    take(autocommit, MONDAY, LARGEST_SEQUENCE - 1)
    sequences = Sequences(autocommit, block=2)
    assert sequences.next(MONDAY) == LARGEST_SEQUENCE
    with pytest.raises(InvalidValue):
        sequences.next(MONDAY)

"""Many items at once: each becomes one whole petition, once, with everything that had happened to it."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, datetime

import pytest
from sqlalchemy.exc import DBAPIError

from admin.wiring import Container
from tests.tracking import fault, stored
from tests.tracking.people import OPERATOR
from tests.tracking.story import MATTER
from tracking.domain.case import Case, replay
from tracking.domain.error import MissingField
from tracking.domain.ledger import verify
from tracking.domain.number import parse
from tracking.domain.procedure.intake import answer, register
from tracking.service.batch import Arrival, take_all
from tracking.service.core import Core
from tracking.store import case as cases


def _arrival(core: Core, key: str, *, text: str = MATTER.text, raw: str = "{}") -> Arrival:
    def begin(number: str, at: datetime) -> Case:
        matter = replace(MATTER, text=text)
        case = register(number, matter, by=OPERATOR, at=at, timetable=core.timetable())
        answer(case, by=OPERATOR, at=at, reply="今晚恢复供水")
        return case

    return Arrival(door="test", external_id=key, raw=raw, letter="B", begin=begin, phone="13800001111")


def test_each_stands_whole_with_all_that_had_happened(container: Container) -> None:
    core = container.core
    receipts = take_all(core, [_arrival(core, key) for key in "ab"])
    assert [bool(receipt and receipt.fresh) for receipt in receipts] == [True, True]
    assert stored.counts(core) == {"inbox": 2, "petition": 2, "ledger": 4, "text": 4, "outbox": 4}
    for receipt in receipts:
        assert receipt is not None
        with core.engine.connect() as connection:
            case, entries = cases.load(connection, receipt.number), cases.entries(connection, receipt.number)
        assert verify(entries, head=case.petition.head) == 2
        assert replay(entries).petition == case.petition


def test_the_same_again_gets_the_same_receipt_and_writes_nothing(container: Container) -> None:
    core = container.core
    first, again = (take_all(core, [_arrival(core, "a")])[0] for _ in range(2))
    assert first is not None and again is not None
    assert (again.number, again.query_code, again.fresh) == (first.number, first.query_code, False)
    assert stored.counts(core)["ledger"] == 2


def test_twice_in_one_batch_is_once(container: Container) -> None:
    core = container.core
    one, two = take_all(core, [_arrival(core, "a"), _arrival(core, "a")])
    assert one is not None and two is not None
    assert one.number == two.number
    assert sorted([one.fresh, two.fresh]) == [False, True]


def test_other_content_under_the_same_name_is_told_apart_and_the_rest_goes_on(container: Container) -> None:
    core = container.core
    take_all(core, [_arrival(core, "a")])
    other, new = take_all(core, [_arrival(core, "a", raw="else"), _arrival(core, "b")])
    assert other is None
    assert new is not None and new.fresh
    assert stored.counts(core)["petition"] == 2


def test_batches_that_overlap_never_wait_for_each_other_for_ever(container: Container) -> None:
    core, keys = container.core, [str(n) for n in range(20)]
    with ThreadPoolExecutor(8) as pool:
        turned = [keys[n:] + keys[:n] for n in range(8)]
        results = list(pool.map(lambda mine: take_all(core, [_arrival(core, key) for key in mine]), turned))
    assert stored.counts(core)["petition"] == 20
    assert sum(receipt is not None and receipt.fresh for result in results for receipt in result) == 20


@pytest.mark.parametrize("table", ["inbox", "petition", "ledger", "text", "outbox"])
def test_when_one_part_cannot_be_written_none_is(container: Container, table: str) -> None:
    core = container.core
    with fault.failing(core.engine, table), pytest.raises(DBAPIError):
        take_all(core, [_arrival(core, "a"), _arrival(core, "b")])
    assert set(stored.counts(core).values()) == {0}


def test_what_cannot_begin_stores_nothing(container: Container) -> None:
    core = container.core
    with pytest.raises(MissingField):
        take_all(core, [_arrival(core, "a"), _arrival(core, "b", text=" ")])
    assert set(stored.counts(core).values()) == {0}


def test_a_number_bears_the_day_it_is_given(container: Container) -> None:
    core = container.core
    days = [date(2019, 5, 6), date(2018, 1, 2), date(2019, 5, 6)]
    arrivals = [replace(_arrival(core, str(n)), numbered_on=day) for n, day in enumerate(days)]
    numbers = [parse(receipt.number) for receipt in take_all(core, arrivals) if receipt]
    assert [(number.day, number.sequence) for number in numbers] == [(days[0], 1), (days[1], 1), (days[2], 2)]


def test_nothing_at_all_is_nothing(container: Container) -> None:
    assert take_all(container.core, []) == []

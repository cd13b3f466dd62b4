"""The index of the same matter holds what is open or recent and nothing else, whatever came before or went away."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select, text

from admin.wiring import Container
from routing import same_index
from tests.admin.desks import matter
from tests.routing.test_same import AGAIN, DESK, NOWHERE, TEXT, relayed
from tracking.domain.clock import FixedClock
from tracking.domain.people import Actor, Role, citizen
from tracking.domain.procedure.citizen import withdraw
from tracking.service import family
from tracking.store.schema import same_matter

_DISPATCHER = Actor(id="disp", role=Role.DISPATCHER)


def _found(container: Container) -> list[str]:
    return [each.number for each in container.same.seen_by(DESK, AGAIN, NOWHERE)]


def _entries(container: Container) -> int:
    with container.engine.connect() as connection:
        return connection.execute(select(func.count()).select_from(same_matter)).scalar_one()


def _withdrawn(container: Container) -> str:
    number = matter.registered(container, TEXT)
    with container.core.change(number) as case:
        withdraw(case, by=citizen("web"), at=container.core.now())
    return number


def test_all_are_made_findable_batch_by_batch_and_only_once(
    container: Container, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(same_index, "BATCH", 2)
    numbers = [matter.classified(container, TEXT) for _ in range(4)]
    matter.registered(container, "您好")
    looked_at: list[int] = []
    assert _found(container) == []
    assert same_index.count(container.core) == 5
    assert same_index.fill(container.core, looked_at.append) == 4
    assert looked_at == [2, 2, 1]
    assert sorted(_found(container)) == sorted(numbers)
    assert same_index.fill(container.core, looked_at.append) == 0


def test_broken_off_it_goes_on_where_it_was(container: Container, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(same_index, "BATCH", 2)
    for _ in range(5):
        matter.classified(container, TEXT)

    def stop(_count: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        same_index.fill(container.core, stop)
    assert same_index.count(container.core) == 3
    assert same_index.fill(container.core, lambda _: None) == 3


def test_a_closed_one_leaves_after_sixty_days_an_open_one_after_half_a_year(
    container: Container, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(same_index, "BATCH", 2)
    began, left = clock.at, {}
    for _ in range(3):
        _withdrawn(container)
    for _ in range(2):
        matter.classified(container, TEXT)
    relayed(container)
    for day in (0, 59, 61, 62, 179, 181):
        clock.at = began + timedelta(days=day)
        left[day] = same_index.clear(container.core)
    assert left == {0: 0, 59: 0, 61: 3, 62: 0, 179: 0, 181: 2}
    assert _entries(container) == 0


def test_what_has_left_is_not_filled_in_again(container: Container, clock: FixedClock) -> None:
    _withdrawn(container)
    clock.at += timedelta(days=61)
    relayed(container)
    assert same_index.count(container.core) == 0
    assert same_index.fill(container.core, lambda _: None) == 0
    assert _entries(container) == 0


def test_what_is_open_again_is_found_again(container: Container, clock: FixedClock) -> None:
    child, master = matter.classified(container, TEXT), matter.classified(container, "公积金怎么提取，要带什么材料")
    family.merge(container.core, child, master, version=None, by=_DISPATCHER, reason="同一件事")
    relayed(container)
    clock.at += timedelta(days=100)
    assert same_index.clear(container.core) == 1
    family.unmerge(container.core, child, version=None, by=_DISPATCHER, reason="不是一件事")
    assert _found(container) == []
    relayed(container)
    assert _found(container) == [child]


@pytest.mark.parametrize("erasing", ["UPDATE text SET body = ''", "DELETE FROM text"])
def test_the_hashes_of_words_go_with_the_words(container: Container, erasing: str) -> None:
    gone, stays = matter.classified(container, TEXT), matter.classified(container, TEXT)
    relayed(container)
    with container.engine.begin() as connection:
        connection.execute(text(f"{erasing} WHERE number = :number AND purpose = 'said'"), {"number": gone})
    assert _entries(container) == 1
    assert _found(container) == [stays]

"""What came before the table was there is made findable, once, and forgotten when its words are."""

import pytest

from admin.wiring import Container
from routing import same_fill
from tests.admin.desks import matter
from tests.routing.test_same import AGAIN, DESK, NOWHERE, TEXT
from tracking.store import same


def _found(container: Container) -> list[str]:
    return [each.number for each in container.same.seen_by(DESK, AGAIN, NOWHERE)]


def test_all_are_made_findable_batch_by_batch_and_only_once(
    container: Container, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(same_fill, "BATCH", 2)
    numbers = [matter.classified(container, TEXT) for _ in range(4)]
    matter.registered(container, "您好")
    looked_at: list[int] = []
    assert _found(container) == []
    assert same_fill.count(container.engine) == 5
    assert same_fill.fill(container.engine, looked_at.append) == 4
    assert looked_at == [2, 2, 1]
    assert sorted(_found(container)) == sorted(numbers)
    assert same_fill.fill(container.engine, looked_at.append) == 0


def test_broken_off_it_goes_on_where_it_was(container: Container, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(same_fill, "BATCH", 2)
    for _ in range(5):
        matter.classified(container, TEXT)

    def stop(_count: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        same_fill.fill(container.engine, stop)
    assert same_fill.count(container.engine) == 3
    assert same_fill.fill(container.engine, lambda _: None) == 3


def test_what_is_forgotten_is_not_found_and_the_others_are(container: Container) -> None:
    gone, stays = matter.classified(container, TEXT), matter.classified(container, TEXT)
    same_fill.fill(container.engine, lambda _: None)
    with container.engine.begin() as connection:
        same.forget(connection, gone)
        same.forget(connection, gone)
    assert _found(container) == [stays]

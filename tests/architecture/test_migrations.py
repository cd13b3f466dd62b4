from collections.abc import Iterator

import pytest

from admin.embedded.temporary import temporary_postgres
from admin.migrations import steps


@pytest.fixture(scope="module")
def upgraded() -> Iterator[str]:
    with temporary_postgres() as url:
        steps.upgrade(url)
        yield url


def test_the_history_has_one_head() -> None:
    assert len(steps.heads()) == 1


def test_the_steps_make_exactly_the_tables_of_the_code(upgraded: str) -> None:
    assert steps.drift(upgraded) == []


def test_an_upgraded_database_lacks_nothing(upgraded: str) -> None:
    assert steps.pending(upgraded) == []


def test_upgrading_again_changes_nothing(upgraded: str) -> None:
    steps.upgrade(upgraded)
    assert steps.pending(upgraded) == []


def test_an_empty_database_lacks_every_step_in_order() -> None:
    with temporary_postgres() as url:
        assert steps.pending(url)[0].startswith("0001")

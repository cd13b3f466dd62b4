"""Gates let through so many, then say when to come again."""

from __future__ import annotations

import pytest

from channels.base import TooMany
from channels.limit import Gate


def test_it_lets_through_so_many_of_one_key() -> None:
    gate = Gate("2/hour")
    gate.enter("a")
    gate.enter("a")
    gate.enter("b")
    with pytest.raises(TooMany) as refused:
        gate.enter("a")
    assert 0 < refused.value.retry_after <= 3600


def test_looking_does_not_count() -> None:
    gate = Gate("1/hour")
    for _ in range(5):
        gate.check("a")
    gate.enter("a")
    with pytest.raises(TooMany):
        gate.check("a")


def test_two_gates_count_apart() -> None:
    first, second = Gate("1/hour"), Gate("1/hour")
    first.enter("a")
    second.enter("a")
    with pytest.raises(TooMany):
        second.enter("a")

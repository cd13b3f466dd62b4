"""Signed days: whatever is done to the ledger behind our back is found."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import Connection, text

from admin.wiring import Container
from tests.tracking.stored import dispatched, tell
from tracking.domain.clock import FixedClock, city_day
from tracking.domain.error import LedgerBroken, NotFound
from tracking.domain.verb import Verb
from tracking.service import proof

Tampering = Callable[[Connection, str], object]


@pytest.fixture
def number(container: Container, clock: FixedClock) -> str:
    """A petition whose first two days are over and signed."""
    made = dispatched(container.core)
    clock.at += timedelta(days=1)
    tell(container.core, made, Verb.SIGN, index=1)
    clock.at += timedelta(days=1)
    assert proof.seal_days(container.core) == 2
    return made


def _behind_our_back(container: Container, statement: str, **values: object) -> None:
    """As somebody with the rights of a superuser would do it."""
    with container.engine.begin() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        connection.execute(text(statement), values)


def test_a_whole_history_is_whole(container: Container, number: str, clock: FixedClock) -> None:
    whole = proof.check_petition(container.core, number)
    assert whole.entries == 4
    days = [city_day(clock.at) - timedelta(days=2), city_day(clock.at) - timedelta(days=1)]
    assert list(whole.sealed_days) == days
    assert list(proof.check_days(container.core)) == days


def test_a_day_is_signed_once_and_only_when_it_is_over(container: Container, number: str) -> None:
    tell(container.core, number, Verb.CONTACT, index=1)
    assert proof.seal_days(container.core) == 0


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger SET actor = 'somebody' WHERE number = :number AND seq = 2",
        "UPDATE ledger SET facts = jsonb_set(facts, '{petition,unit}', '\"A01\"') WHERE number = :number AND seq = 3",
        "DELETE FROM ledger WHERE number = :number AND seq = 3",
        "DELETE FROM ledger WHERE number = :number AND seq = 4",
    ],
)
def test_a_changed_or_removed_entry_is_found(container: Container, number: str, statement: str) -> None:
    _behind_our_back(container, statement, number=number)
    with pytest.raises(LedgerBroken):
        proof.check_petition(container.core, number)


def test_a_history_written_anew_from_the_start_is_found_by_the_signed_day(container: Container, number: str) -> None:
    _behind_our_back(
        container, "UPDATE ledger SET hash = sha256(hash) WHERE number = :number AND seq = 4", number=number
    )
    with pytest.raises(LedgerBroken) as broken:
        list(proof.check_days(container.core))
    assert broken.value.details["day"]


def test_a_forged_signature_and_an_exchanged_day_are_found(container: Container, number: str) -> None:
    _behind_our_back(container, "UPDATE day_root SET signature = signature || '\\x00'::bytea WHERE size = 1")
    with pytest.raises(LedgerBroken):
        list(proof.check_days(container.core))
    _behind_our_back(container, "DELETE FROM day_root WHERE size > 1")
    with pytest.raises(LedgerBroken):
        list(proof.check_days(container.core))


def test_an_unknown_petition_is_not_found(container: Container) -> None:
    with pytest.raises(NotFound):
        proof.check_petition(container.core, "SY20260302-W-999999-0")

"""受理: whatever comes in becomes one petition, whole, and the same thing again is the same petition."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from admin.wiring import Container
from tests.tracking import fault, stored
from tests.tracking.people import CITIZEN, LEADER
from tests.tracking.stored import SUBMISSION
from tests.tracking.story import MATTER
from tracking.domain.clock import FixedClock
from tracking.domain.error import Forbidden, KeyReused, MissingField
from tracking.domain.number import parse
from tracking.domain.vocabulary import Identity
from tracking.service.intake import Submission, raw_of, take, title
from tracking.store import case as cases
from tracking.store import schema
from tracking.store.seal import SealBroken

EMPTY = {"inbox": 0, "petition": 0, "ledger": 0, "text": 0, "outbox": 0}
ONE_EACH = dict.fromkeys(EMPTY, 1)
KEYED = replace(SUBMISSION, external_id="key-1")
OTHERS: dict[str, Any] = {
    "text": {"matter": replace(MATTER, text="别的事情")},
    "place": {"place": "铁西区"},
    "phone": {"phone": "13800002222"},
    "name": {"name": None},
    "identity": {"matter": replace(MATTER, identity=Identity.CONFIDENTIAL)},
    "wish": {"matter": replace(MATTER, wants_contact=False)},
}


def test_a_petition_comes_in_whole(container: Container, clock: FixedClock) -> None:
    receipt = take(container.core, SUBMISSION, by=CITIZEN)
    number = parse(receipt.number)
    assert (number.city, number.channel, number.sequence, receipt.received_at) == ("SY", "W", 1, clock.now())
    assert receipt.fresh
    assert stored.counts(container.core) == ONE_EACH


def test_without_a_key_the_same_words_are_two_petitions(container: Container) -> None:
    assert len({stored.taken(container.core).number for _ in range(2)}) == 2


def test_the_same_item_again_gets_the_same_answer(container: Container, clock: FixedClock) -> None:
    first = take(container.core, KEYED, by=CITIZEN)
    clock.at += timedelta(minutes=3)
    again = take(container.core, KEYED, by=CITIZEN)
    assert replace(again, fresh=True) == first
    assert not again.fresh
    assert stored.counts(container.core) == ONE_EACH


def test_the_same_key_through_another_door_is_another_item(container: Container) -> None:
    take(container.core, KEYED, by=CITIZEN)
    by_mail = replace(KEYED, matter=replace(MATTER, channel="mailbox"), letter="M")
    assert take(container.core, by_mail, by=CITIZEN).fresh


@pytest.mark.parametrize("what", OTHERS)
def test_a_key_with_other_content_is_refused_and_creates_nothing(container: Container, what: str) -> None:
    first = take(container.core, KEYED, by=CITIZEN)
    with pytest.raises(KeyReused):
        take(container.core, replace(KEYED, **OTHERS[what]), by=CITIZEN)
    assert stored.counts(container.core) == ONE_EACH
    assert take(container.core, KEYED, by=CITIZEN).number == first.number


@pytest.mark.parametrize("table", EMPTY)
def test_when_one_part_cannot_be_written_none_is(container: Container, table: str) -> None:
    with fault.failing(container.engine, table), pytest.raises(DBAPIError):
        take(container.core, KEYED, by=CITIZEN)
    assert stored.counts(container.core) == EMPTY
    assert take(container.core, KEYED, by=CITIZEN).fresh, "and the key is not burnt"
    assert stored.counts(container.core) == ONE_EACH


def test_refused_input_does_not_burn_its_key(container: Container) -> None:
    with pytest.raises(MissingField):
        take(container.core, replace(KEYED, matter=replace(MATTER, text=" ")), by=CITIZEN)
    assert take(container.core, KEYED, by=CITIZEN).fresh


def test_who_may_not_register_leaves_no_trace(container: Container) -> None:
    with pytest.raises(Forbidden):
        take(container.core, KEYED, by=LEADER)
    assert stored.counts(container.core) == EMPTY


def test_what_came_in_can_be_read_again_as_it_came(container: Container) -> None:
    take(container.core, KEYED, by=CITIZEN)
    with container.engine.connect() as connection:
        sealed = connection.execute(select(schema.inbox.c.raw)).scalar_one()
    raw = raw_of(container.core, sealed)
    assert (raw["matter"]["text"], raw["phone"], raw["name"]) == (MATTER.text, KEYED.phone, KEYED.name)
    with pytest.raises(SealBroken):
        container.core.sealer.open(sealed, "phone")


def test_personal_data_is_sealed_and_found_by_its_hash(container: Container) -> None:
    receipt = take(container.core, SUBMISSION, by=CITIZEN)
    sealer, petition = container.core.sealer, schema.petition.c
    with container.engine.connect() as connection:
        key = sealer.key("13800001111", "phone")
        row = connection.execute(select(schema.petition).where(petition.phone_key == key)).one()
    assert row.number == receipt.number
    assert (sealer.open(row.phone, "phone"), sealer.open(row.name, "name")) == ("13800001111", "诉求人甲")
    assert row.code_key == sealer.key(receipt.query_code, "code")


def test_a_phone_and_a_name_are_not_required(container: Container) -> None:
    bare = Submission(matter=MATTER, letter="W")
    assert take(container.core, bare, by=CITIZEN).fresh


def test_it_is_stored_as_the_domain_made_it(container: Container) -> None:
    matter = replace(MATTER, district="210102", longitude=123.4, latitude=41.8, agrees_to_publication=True)
    receipt = take(container.core, replace(SUBMISSION, matter=matter), by=CITIZEN)
    with container.engine.connect() as connection:
        petition = cases.load(connection, receipt.number).petition
    assert (petition.district, petition.longitude, petition.agrees_to_publication) == ("210102", 123.4, True)
    assert (petition.kind, petition.unit, petition.closed_at, petition.version) == (None, None, None, 1)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("路灯不亮", "路灯不亮"), ("路灯\n 不亮", "路灯 不亮"), ("长" * 25, "长" * 25), ("长" * 26, "长" * 24 + "…")],
)
def test_the_title_is_the_first_twenty_five_characters_on_one_line(text: str, expected: str) -> None:
    assert title(text) == expected

"""What is added comes through the inbox too: once, or not at all."""

import pytest
from sqlalchemy import select

from admin.wiring import Container
from tests.tracking import stored
from tests.tracking.people import CITIZEN
from tracking.domain.error import NotFound, OutOfTurn
from tracking.domain.verb import Verb
from tracking.service.addition import Addition, add
from tracking.service.intake import Original
from tracking.store import case as cases
from tracking.store import schema

ORIGINAL = Original(body=b"\xff\x00 as it came", digest=b"d" * 32)


def _addition(number: str) -> Addition:
    return Addition(number=number, channel="mailbox", external_id="m-1", words="是3号楼。", original=ORIGINAL)


def test_it_is_recorded_once_and_its_original_sealed(container: Container) -> None:
    number = stored.taken(container.core).number
    assert [add(container.core, _addition(number), by=CITIZEN) for _ in range(2)] == [True, False]
    with container.engine.connect() as connection:
        assert [entry.verb for entry in cases.entries(connection, number)] == [Verb.REGISTER, Verb.ADD_FACTS]
        assert cases.texts(connection, number, ["words"]) == {"words": "是3号楼。"}
        raw = connection.execute(select(schema.inbox.c.raw).where(schema.inbox.c.external_id == "m-1")).scalar_one()
    assert b"as it came" not in raw
    assert container.core.sealer.open_bytes(raw, "raw") == ORIGINAL.body


def test_what_cannot_be_added_leaves_no_trace(container: Container) -> None:
    number = stored.taken(container.core).number
    stored.tell(container.core, number, Verb.WITHDRAW)
    before = stored.counts(container.core)
    with pytest.raises(OutOfTurn):
        add(container.core, _addition(number), by=CITIZEN)
    with pytest.raises(NotFound):
        add(container.core, _addition("SY20260302-M-999999-0"), by=CITIZEN)
    assert stored.counts(container.core) == before

"""State and JSON: what is written into an entry is read back as it was."""

import json

from tests.tracking.city import MONDAY
from tracking.domain.codec import decode, encode
from tracking.domain.petition import Assignment
from tracking.domain.stage import AssignmentStage
from tracking.domain.vocabulary import Kind

FIELDS = {
    "stage": AssignmentStage.TO_SIGN,
    "kind": Kind.COMPLAINT,
    "dispatched_at": MONDAY,
    "signed_at": None,
    "unit": "B101",
    "extensions": 2,
    "contact_exempt": True,
}


def test_instants_and_codes_come_back_as_what_they_were() -> None:
    found = decode(Assignment, json.loads(json.dumps(encode(FIELDS))))
    assert found == FIELDS
    assert [type(value) for value in found.values()] == [type(value) for value in FIELDS.values()]


def test_what_is_read_already_stays_as_it_is() -> None:
    assert decode(Assignment, FIELDS) == FIELDS


def test_a_negative_nought_is_written_as_the_database_keeps_it() -> None:
    assert str(encode({"x": -0.0, "y": 1.5})) == "{'x': 0.0, 'y': 1.5}"


def test_an_instant_is_written_with_its_zone() -> None:
    assert encode({"dispatched_at": MONDAY}) == {"dispatched_at": "2026-03-02T09:00:00+08:00"}

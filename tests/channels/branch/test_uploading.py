"""What branch hotlines upload: once a row, whatever is repeated, and nothing without a good signature."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from admin.wiring import Container, subscribers
from channels import credential
from channels.base import ChannelError, Refused
from channels.branch import port
from channels.branch.port import Known
from channels.branch.schema import branch_upload
from channels.place import Gazetteer
from notify.schema import delivery
from tests.channels.branch.caller import ANSWERED, HANDLING, PATH, ROW, Branch
from tests.tracking.city import MONDAY
from tracking.domain.clock import FixedClock
from tracking.domain.ledger import verify
from tracking.domain.stage import PetitionStage
from tracking.domain.verb import Verb
from tracking.service import relay
from tracking.store import case as cases
from tracking.store import schema

KNOWN = Known(unit="H01", gazetteer=Gazetteer({}, {}), topics={"040101": "停水"}, sources=["H01"], now=MONDAY)


@pytest.fixture
def branch(client: TestClient, container: Container) -> Branch:
    return Branch.of(client, container)


def _count(container: Container) -> int:
    with container.engine.connect() as connection:
        return connection.execute(select(func.count()).select_from(schema.petition)).scalar_one()


def _verbs(container: Container, number: str) -> list[tuple[Verb, str | None]]:
    with container.engine.connect() as connection:
        entries = cases.entries(connection, number)
        assert verify(entries, head=cases.load(connection, number).petition.head) == len(entries)
    return [(entry.verb, entry.unit) for entry in entries]


def test_the_ledger_says_which_branch_heard_it_and_what_it_did(container: Container, branch: Branch) -> None:
    opened, answered, handled = (each["number"] for each in branch.results(ROW, ANSWERED, HANDLING))
    assert _verbs(container, opened) == [(Verb.REGISTER, "H01")]
    assert _verbs(container, answered) == [(Verb.REGISTER, "H01"), (Verb.CLASSIFY, "H01"), (Verb.ANSWER, "H01")]
    assert [verb for verb, _ in _verbs(container, handled)] == [Verb.REGISTER, Verb.CLASSIFY, Verb.DISPATCH, Verb.SIGN]
    assert _verbs(container, handled)[-1] == (Verb.SIGN, "C01")


def test_the_caller_is_told_number_code_and_answer_by_sms_once(container: Container, branch: Branch) -> None:
    for _ in range(2):
        branch.results(ANSWERED | {"phone": "13800001111"})
        relay.drain(container.core, subscribers(container), report=_fail)
    with container.engine.connect() as connection:
        assert connection.execute(select(delivery.c.template).order_by(delivery.c.id)).scalars().all() == [
            "registered",
            "answered",
        ]


def test_what_is_open_is_routed_like_any_other(container: Container, branch: Branch) -> None:
    (result,) = branch.results(ROW | {"topic": "040101", "kind": "help"})
    relay.drain(container.core, subscribers(container), report=_fail)
    with container.engine.connect() as connection:
        petition = cases.load(connection, result["number"]).petition
    assert petition.stage in (PetitionStage.AWAITING_DISPATCH, PetitionStage.WITH_UNIT)
    assert (petition.kind, petition.topic) == ("help", "040101"), "what the branch knows wins over a guess"


def test_a_repetition_gets_the_same_number_and_code(container: Container, branch: Branch) -> None:
    first, again = branch.results(ROW), branch.results(ROW)
    assert first[0] | {"result": "again"} == again[0]
    assert _count(container) == 1


def test_the_same_id_of_another_branch_is_another_matter(client: TestClient, container: Container) -> None:
    for unit in ("H01", "H02"):
        Branch.of(client, container, unit).results(ROW)
    assert _count(container) == 2


def test_what_was_listened_to_cannot_be_sent_again(container: Container, branch: Branch) -> None:
    body = json.dumps({"petitions": [ROW]}).encode()
    headers = branch.signed(body, nonce="once")
    answers = [branch.client.post(PATH, content=body, headers=headers) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 403]
    assert answers[1].json()["code"] == "stale_signature"
    assert "query_code" not in answers[1].text
    assert branch.client.post(PATH, content=body, headers=branch.signed(body, nonce="twice")).status_code == 200


@pytest.mark.parametrize(("late", "status"), [(-301, 403), (-299, 200), (299, 200), (301, 403)])
def test_a_signature_holds_five_minutes_either_way(branch: Branch, late: int, status: int) -> None:
    branch.late = timedelta(seconds=late)
    assert branch.uploads(ROW).status_code == status


def test_a_flipped_byte_in_body_or_signature_is_refused(container: Container, branch: Branch) -> None:
    body = json.dumps({"petitions": [ROW]}).encode()
    for place in range(0, len(body), 7):
        flipped = body[:place] + bytes([body[place] ^ 1]) + body[place + 1 :]
        assert branch.client.post(PATH, content=flipped, headers=branch.signed(body)).status_code == 403
    good = branch.signed(body)["webhook-signature"]
    assert branch.sends(body, **{"webhook-signature": good[:-3] + "AA="}).status_code == 403
    assert _count(container) == 0


def test_a_revoked_key_and_the_key_of_another_door_open_nothing(container: Container, branch: Branch) -> None:
    core = container.core
    with core.engine.begin() as connection:
        assert credential.revoke(connection, branch.key.key, by="test", at=core.now())
        assert not credential.revoke(connection, branch.key.key, by="test", at=core.now())
        other = credential.issue(connection, core.sealer, channel="open311", holder="app", by="test", at=core.now())
    assert branch.uploads(ROW).status_code == 403
    branch.key = other
    assert branch.uploads(ROW).status_code == 403


def test_two_keys_of_a_branch_are_in_force_while_one_is_exchanged(client: TestClient, container: Container) -> None:
    old, new = Branch.of(client, container), Branch.of(client, container)
    assert old.results(ROW)[0]["result"] == "taken"
    assert new.results(ROW)[0]["result"] == "again"


def test_uploads_are_counted_and_old_ones_cleared_away(container: Container, clock: FixedClock, branch: Branch) -> None:
    branch.results(ROW, ANSWERED, 5)
    branch.results(ROW)
    branch.sends(b"{}")
    with container.engine.connect() as connection:
        rows = connection.execute(select(branch_upload).order_by(branch_upload.c.id)).all()
    assert [(row.unit, row.taken, row.again, row.refused) for row in rows] == [("H01", 2, 0, 1), ("H01", 0, 1, 0)]
    clock.at += timedelta(days=31)
    branch.results(ROW)
    with container.engine.connect() as connection:
        assert connection.execute(select(func.count()).select_from(branch_upload)).scalar_one() == 1


def test_a_flood_with_one_key_is_held(container: Container, branch: Branch) -> None:
    answers = [branch.sends(b"{}").status_code for _ in range(121)]
    assert (answers[0], answers[-1]) == (400, 429)


def test_a_whole_batch_goes_in(container: Container, branch: Branch) -> None:
    rows = [ROW | {"id": str(n), "text": f"{n}号楼没有水" * 100} for n in range(port.MOST_ROWS)]
    assert {each["result"] for each in branch.results(*rows)} == {"taken"}
    assert branch.uploads(*rows, ROW).status_code == 400
    assert _count(container) == port.MOST_ROWS


def test_errors_speak_the_callers_language(branch: Branch) -> None:
    body = json.dumps({"petitions": [{"id": "1", "text": ""}]}).encode()
    chinese, english = branch.sends(body), branch.sends(body, **{"accept-language": "en"})
    assert "请写下" in chinese.text
    assert "Write what you want" in english.text


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(), lambda each: st.lists(each, max_size=3)
)
FIELDS = st.sampled_from([*port.Row.model_fields, "else"])


@given(st.binary(max_size=200) | st.text().map(lambda text: text.encode(errors="surrogatepass")))
def test_any_bytes_are_rows_or_no_batch(body: bytes) -> None:
    try:
        assert port.rows_of(body)
    except ChannelError as error:
        assert type(error) is port.NotABatch


@given(VALUES | st.dictionaries(FIELDS, VALUES) | st.dictionaries(FIELDS, st.text()))
def test_any_row_is_understood_or_refused_with_flaws(row: Any) -> None:
    try:
        heard = port.parse(row, KNOWN)
    except Refused as refused:
        assert refused.flaws
    else:
        assert heard.submission.matter.text.strip()
        heard.raw.encode()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=40)
@given(st.lists(VALUES | st.fixed_dictionaries({"id": st.text(), "text": st.text()}), min_size=1, max_size=4))
def test_any_batch_is_answered_row_by_row(branch: Branch, rows: list[Any]) -> None:
    answer = branch.uploads(*rows)
    assert answer.status_code in (200, 429)
    if answer.status_code == 200:
        assert [each["row"] for each in answer.json()["results"]] == list(range(len(rows)))


def _fail(_: object, error: Exception) -> None:
    raise error

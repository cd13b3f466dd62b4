"""Petitioners see, copy, correct and delete their own data; a person decides, the ledger keeps it and says no word."""

from collections.abc import Callable

import httpx2
import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select, update

from admin.security.schema import identity_read
from admin.wiring import Container
from tests.admin.desks.desk import Desk
from tests.channels.citizen import TEXT, Citizen, hidden
from tracking.domain.verb import Verb
from tracking.store import case as cases
from tracking.store import schema

Sit = Callable[[str], Desk]
PHONE, NAME, DESK = "13800000000", "诸葛宁", "/staff/privacy"


@pytest.fixture
def citizen(client: TestClient) -> Citizen:
    citizen = Citizen(client)
    citizen.submits(phone=PHONE, name=NAME, identity="confidential", publish="yes")
    return citizen


def _asks(citizen: Citizen, right: str, words: str = "") -> httpx2.Response:
    page = citizen.client.get(f"/progress/{citizen.number}/data").text
    known = {"form": hidden(page, "form"), "seen": hidden(page, "seen")}
    return citizen.client.post(f"/progress/{citizen.number}/data", data=known | {"right": right, "words": words})


def _petition(container: Container, number: str) -> dict[str, object]:
    with container.engine.connect() as connection:
        found = connection.execute(select(schema.petition).where(schema.petition.c.number == number)).mappings().one()
    return dict(found)


def _open(container: Container, sealed: object, name: str) -> str:
    assert isinstance(sealed, bytes)
    return container.core.sealer.open(sealed, name)


def _verbs(container: Container, number: str) -> list[Verb]:
    with container.engine.connect() as connection:
        return [entry.verb for entry in cases.entries(connection, number)]


def test_they_see_what_is_held_masked_and_take_all_of_it_away(citizen: Citizen, container: Container) -> None:
    page = citizen.client.get(f"/progress/{citizen.number}/data").text
    assert ("138******00" in page, PHONE in page, NAME in page) == (True, False, False)
    copy = citizen.client.get(f"/progress/{citizen.number}/data/copy")
    assert copy.headers["content-disposition"].endswith('.txt"')
    assert all(each in copy.text for each in (PHONE, NAME, TEXT, citizen.number))
    with container.engine.connect() as connection:
        (reader,) = connection.execute(select(identity_read.c.reader)).scalars()
    assert reader.startswith("citizen:")
    assert citizen.number not in reader


def test_nobody_else_sees_any_of_it(citizen: Citizen) -> None:
    citizen.client.cookies.clear()
    for path in ("data", "data/copy"):
        assert citizen.client.get(f"/progress/{citizen.number}/{path}").status_code == 303
    sent = citizen.client.post(f"/progress/{citizen.number}/data", data={"right": "erase", "form": "x"})
    assert sent.status_code == 303
    assert sent.headers["location"].startswith("/progress?")


def test_a_form_of_another_site_does_nothing(citizen: Citizen) -> None:
    page = f"/progress/{citizen.number}/data"
    assert citizen.client.post(page, data={"right": "unpublish", "form": "x", "seen": "1"}).status_code == 403


def test_a_correction_is_decided_by_a_person(citizen: Citizen, container: Container, at_desk: Sit) -> None:
    words = "电话应当是13900000078"
    assert _asks(citizen, "correct").status_code == 422
    assert _asks(citizen, "correct", words).status_code == 303
    assert "正在等人决定" in citizen.client.get(f"/progress/{citizen.number}/data").text
    desk, action = at_desk("disp"), f"{DESK}/{citizen.number}"
    assert words in desk.open(DESK).text
    assert words not in desk.open(f"/staff/petitions/{citizen.number}").text
    wrong = desk.send(DESK, action, decision="upheld", reason="已核对", phone="12")
    assert (wrong.status_code, "写法不对" in wrong.text) == (422, True)
    assert desk.send(DESK, action, decision="upheld", reason="已核对", phone="139 0000 0078").status_code == 303
    row = _petition(container, citizen.number)
    assert _open(container, row["phone"], "phone") == "13900000078"
    assert row["phone_key"] == container.core.sealer.key("13900000078", "phone")
    assert _open(container, row["name"], "name") == NAME
    assert "已核对" in citizen.looks()
    assert _verbs(container, citizen.number)[-2:] == [Verb.REQUEST_DATA, Verb.DECIDE_DATA]
    assert desk.open(DESK).text.count(citizen.number) == 0


def test_nothing_is_deleted_while_the_matter_is_open(citizen: Citizen, container: Container) -> None:
    assert "删除后就没法答复您了" in _asks(citizen, "erase").text
    assert _petition(container, citizen.number)["data_right"] is None


def test_a_deletion_is_confirmed_and_leaves_a_chain_that_holds(
    citizen: Citizen, container: Container, at_desk: Sit
) -> None:
    citizen.presses("withdraw")
    assert _asks(citizen, "erase").status_code == 303
    desk, action = at_desk("disp"), f"{DESK}/{citizen.number}"
    assert desk.send(DESK, action, decision="upheld", reason="没有留存的理由").status_code == 422
    assert _petition(container, citizen.number)["phone"] is not None
    assert desk.send(DESK, action, decision="upheld", reason="没有留存的理由", sure="yes").status_code == 303
    row = _petition(container, citizen.number)
    assert {row[each] for each in ("name", "phone", "phone_key", "email", "email_key", "place")} == {None}
    with container.engine.connect() as connection:
        raw = connection.execute(select(schema.inbox.c.raw).where(schema.inbox.c.number == citizen.number)).scalar_one()
    assert _open(container, raw, "raw") == "{}"
    assert "已逐条核验" in citizen.looks()


def test_a_refusal_says_why_and_deletes_nothing(citizen: Citizen, container: Container, at_desk: Sit) -> None:
    citizen.presses("withdraw")
    _asks(citizen, "erase")
    desk = at_desk("disp")
    assert desk.send(DESK, f"{DESK}/{citizen.number}", decision="rejected", reason="诉讼尚未结束").status_code == 303
    assert _petition(container, citizen.number)["phone"] is not None
    assert "诉讼尚未结束" in citizen.looks()


def test_consent_taken_back_needs_nobody(citizen: Citizen, container: Container, at_desk: Sit) -> None:
    assert _asks(citizen, "unpublish").status_code == 303
    row = _petition(container, citizen.number)
    assert (row["agrees_to_publication"], row["data_asked_at"]) == (False, None)
    assert "没有等待决定的请求" in at_desk("disp").open(DESK).text


def test_a_page_that_is_no_longer_true_changes_nothing(citizen: Citizen, container: Container) -> None:
    page = citizen.client.get(f"/progress/{citizen.number}/data").text
    known = {"form": hidden(page, "form"), "seen": hidden(page, "seen"), "right": "correct", "words": "改名"}
    citizen.presses("urge")
    assert "刚刚有变化" in citizen.client.post(f"/progress/{citizen.number}/data", data=known).text
    assert Verb.REQUEST_DATA not in _verbs(container, citizen.number)


@pytest.mark.parametrize("who", ["op", "call", "lead", "water", "root"])
def test_only_supervision_decides(citizen: Citizen, at_desk: Sit, who: str) -> None:
    assert at_desk(who).open(DESK).status_code == 403


def test_markup_in_a_request_is_shown_as_it_was_typed(citizen: Citizen, container: Container, at_desk: Sit) -> None:
    with container.engine.begin() as connection:
        sealed = container.core.sealer.seal("<b>甲</b>", "name")
        connection.execute(update(schema.petition).values(name=sealed))
    _asks(citizen, "correct", "<script>alert(1)</script>")
    assert "<script>alert" not in at_desk("disp").open(DESK).text
    assert "<b>甲</b>" in citizen.client.get(f"/progress/{citizen.number}/data/copy").text

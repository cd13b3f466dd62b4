"""Every petition says through which line, window or mailbox of old it came, where it came through one."""

from dataclasses import replace

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select

from admin.wiring import Container
from channels.base import Refused
from channels.legacy import source_at, source_of
from tests.channels import telephone_line
from tests.channels.citizen import TEXT, hidden
from tracking.store import schema


def _sources(container: Container) -> list[str | None]:
    with container.engine.connect() as connection:
        return list(connection.execute(select(schema.petition.c.legacy_source)).scalars())


@pytest.mark.parametrize(("raw", "found"), [("", None), (" ", None), ("W001", "W001"), (" W001 ", "W001")])
def test_a_code_of_the_list_or_nothing(raw: str, found: str | None) -> None:
    assert source_of(raw, {"W001"}) == found


def test_another_code_is_refused() -> None:
    with pytest.raises(Refused):
        source_of("W999", {"W001"})


def test_the_link_of_an_old_window_marks_what_comes_through_it(client: TestClient, container: Container) -> None:
    page = client.get("/", params={"source": "W012"}).text
    sent = {"token": hidden(page, "token"), "source": hidden(page, "source"), "text": TEXT}
    assert client.post("/", data=sent).status_code == 303
    assert _sources(container) == ["W012"]


@pytest.mark.parametrize("source", ["W999", "L001", "<script>"])
def test_a_link_that_is_out_of_date_bars_nobody(client: TestClient, container: Container, source: str) -> None:
    assert 'name="source"' not in client.get("/", params={"source": "W999"}).text
    assert client.post("/", data={"text": TEXT, "source": source}).status_code == 303
    assert _sources(container) == [None]


def test_a_program_names_its_source_and_is_told_when_it_is_none(client: TestClient, container: Container) -> None:
    brought = client.post("/api/v1/petitions", json={"text": TEXT, "legacy_source": "M003"})
    refused = client.post("/api/v1/petitions", json={"text": TEXT, "legacy_source": "M999"})
    assert (brought.status_code, refused.status_code) == (201, 422)
    assert refused.json()["errors"][0]["field"] == "legacy_source"
    assert _sources(container) == ["M003"]


OLD = {"L001": "12319 024-22330000", "L002": "1069000012319", "M001": "Mayor@city.example"}


@pytest.mark.parametrize(
    ("reached", "found"),
    [
        (["024 2233 0000"], "L001"),
        (["+862422330000"], "L001"),
        (["12319"], "L001"),
        (["+861069000012319"], "L002"),
        (["new@city.example", "mayor@CITY.example"], "M001"),
        (["+862412345"], None),
        (["", "client:op", "@", "+86", "０"], None),
        ([], None),
    ],
)
def test_a_number_or_address_of_old_is_known_however_it_is_written(reached: list[str], found: str | None) -> None:
    assert source_at(reached, OLD) == found


def test_an_entry_that_is_neither_number_nor_address_matches_nothing() -> None:
    assert source_at(["", "-"], {"L001": "- ?"}) is None


@pytest.fixture
def old(container: Container) -> None:
    """The city in which a line and a mailbox of old still lead here."""
    register = container.city.register
    sources = {code: replace(register.legacy_sources[code], address=each) for code, each in OLD.items()}
    container.city.keep(replace(register, legacy_sources={**register.legacy_sources, **sources}))


@pytest.mark.usefixtures("old")
@pytest.mark.parametrize(("number", "source"), [("+861069000012319", "L002"), ("+862412345", None)])
def test_a_text_to_a_number_of_old_says_which(
    client: TestClient, container: Container, number: str, source: str | None
) -> None:
    fields = {"MessageSid": "SM1", "From": telephone_line.PHONE, "To": number, "Body": TEXT}
    assert telephone_line.post(client, container, "/webhooks/sms/twilio/inbound", **fields).status_code == 200
    assert _sources(container) == [source]


@pytest.mark.usefixtures("old")
@pytest.mark.parametrize(
    ("dialled", "source"),
    [({"To": "+862422330000"}, "L001"), ({"ForwardedFrom": "+862422330000"}, "L001"), ({"To": "+862412345"}, None)],
)
def test_a_call_to_a_number_of_old_says_which_also_when_it_was_forwarded(
    client: TestClient, container: Container, dialled: dict[str, str], source: str | None
) -> None:
    fields = {"CallSid": f"CA{'0' * 32}", "From": telephone_line.PHONE}
    telephone_line.post(client, container, "/webhooks/voice/incoming", **fields, **dialled)
    said = fields | {"SpeechResult": TEXT, "Confidence": "0.9"}
    assert telephone_line.post(client, container, "/webhooks/voice/turn/0", **said).status_code == 200
    assert _sources(container) == [source]


MAIL = "From: a@mail.example\r\nSubject: light\r\nMessage-ID: <1@mail.example>\r\n{}\r\n\r\n" + "street light out"


@pytest.mark.usefixtures("old")
@pytest.mark.parametrize(
    ("headers", "source"),
    [
        ("To: Mayor <mayor@city.example>", "M001"),
        ("Delivered-To: city@city.example\r\nDelivered-To: mayor@city.example\r\nTo: city@city.example", "M001"),
        ("To: =?utf-8?b?broken, <<>\r\nCc: other@city.example, mayor@city.example", "M001"),
        ("To: city@city.example", None),
    ],
)
def test_mail_to_an_address_of_old_says_which(container: Container, headers: str, source: str | None) -> None:
    container.post.receiver.receive(MAIL.format(headers).encode())
    assert _sources(container) == [source]


@pytest.mark.usefixtures("old")
def test_the_mailbox_that_is_read_tells_before_the_letter(container: Container) -> None:
    mail = MAIL.format("To: mayor@city.example").encode()
    container.post.receiver.receive(mail, legacy_source="M002")
    assert _sources(container) == ["M002"]

"""A newcomer writes to the city and reads what it answers, without any mail server."""

from __future__ import annotations

import re
from dataclasses import replace
from threading import Event
from urllib.parse import parse_qs, urlsplit

import pytest
from fastapi.testclient import TestClient

from admin.app import create
from admin.settings import Mode
from admin.simulator.mail import PAGE
from admin.wiring import Container
from tests.browser import browser, served, too_wide, violations
from tests.channels.mailbox.post import stored
from tests.channels.photo import jpeg
from tracking.domain.verb import Verb
from tracking.service import relay

SENDER = "citizen@mail.example"


@pytest.fixture(autouse=True)
def _empty_letterbox(container: Container) -> None:
    spool = container.post.spool
    assert spool is not None
    spool.incoming().clear()
    spool.outgoing().clear()


def _write(client: TestClient, **fields: str) -> str:
    """Send a mail; the address of the page that follows."""
    files = [("files", ("现场.jpg", jpeg(), "image/jpeg")), ("files", ("setup.exe", b"MZ" + bytes(99), "x/y"))]
    given = {"sender": SENDER, "subject": "路灯不亮", "text": "三好街的路灯坏了。"} | fields
    response = client.post(PAGE, data=given, files=files)
    assert response.status_code == 303, response.text
    return response.headers["location"]


def _work(container: Container) -> None:
    """What the mail process and the relay do meanwhile."""
    (poller,) = container.post.pollers(lambda what, error: pytest.fail(f"{what}: {error!r}"))
    with poller.source.opened() as box:
        poller.round(box, Event())
    notices = container.post.notices
    relay.drain(
        container.core, dict.fromkeys(Verb, (notices.on_event,)), report=lambda _, error: pytest.fail(str(error))
    )
    notices.send_queued()


def test_a_mail_becomes_a_petition_and_its_answer_can_be_answered(client: TestClient, container: Container) -> None:
    page = client.get(PAGE)
    assert "还没有寄到" in page.text
    follows = _write(client)
    assert "已寄出" in client.get(follows).text
    _work(container)
    (petition,) = stored(container)
    assert (petition["email"], petition["said"]) == (SENDER, "路灯不亮\n三好街的路灯坏了。")

    came = client.get(follows).text
    assert petition["number"] in came
    assert "setup.exe：程序文件和网页文件没有收下。" in came
    answer = re.search(r'href="(/simulator/mail\?sender=[^"]*answers=[^"]+)"', came)
    assert answer is not None
    key = parse_qs(urlsplit(answer[1].replace("&amp;", "&")).query)["answers"][0]
    assert "回复：您的诉求已受理" in client.get(answer[1].replace("&amp;", "&")).text
    _write(client, answers=key, subject="回复", text="是12号楼。")
    _work(container)
    (petition,) = stored(container)
    assert petition["version"] == 2


def test_the_letters_are_sent_again_only_when_there_is_a_new_one(client: TestClient, container: Container) -> None:
    assert client.get(f"{PAGE}/letters?sender={SENDER}").status_code == 204
    _write(client)
    _work(container)
    came = client.get(f"{PAGE}/letters?sender={SENDER}")
    assert came.status_code == 200
    seen = re.search(r"seen=([^&\"]+)", came.text)
    assert seen is not None
    assert client.get(f"{PAGE}/letters?sender={SENDER}&seen={seen[1]}").status_code == 204
    assert client.get(f"{PAGE}/letters?sender=other@mail.example&seen=").status_code == 204


@pytest.mark.parametrize(
    ("fields", "flaw"),
    [({"sender": "nobody"}, "sender"), ({"sender": "a@b.example\r\nBcc: c@d.example"}, "sender"), ({}, "text")],
)
def test_what_cannot_be_sent_comes_back_with_what_is_wrong(
    client: TestClient, container: Container, fields: dict[str, str], flaw: str
) -> None:
    response = client.post(PAGE, data={"sender": SENDER} | fields)
    assert response.status_code == 422
    assert f'id="{flaw}-flaw"' in response.text
    assert container.post.spool is not None
    assert len(container.post.spool.incoming()) == 0


def test_nothing_typed_reaches_the_headers_of_a_mail(client: TestClient, container: Container) -> None:
    _write(
        client, subject="x\r\nAuto-Submitted: auto-replied", name="a\r\nBcc: b@c.example", answers="../../etc/passwd"
    )
    _work(container)
    assert stored(container)[0]["said"].startswith("x Auto-Submitted: auto-replied\n")


def test_where_a_real_mailbox_is_read_the_page_says_so(container: Container) -> None:
    real = replace(container, post=replace(container.post, spool=None))
    with TestClient(create(real)) as client:
        page = client.get(PAGE)
        assert "已接入真实信箱" in page.text
        assert "<form" not in page.text.partition("<main")[2]
        assert client.post(PAGE, data={"sender": SENDER, "text": "x"}).status_code == 200


def test_in_production_there_is_no_simulator(container: Container) -> None:
    settings = container.settings.model_copy(update={"mode": Mode.PRODUCTION})
    with TestClient(create(replace(container, settings=settings))) as client:
        assert client.get(PAGE).status_code == 404


def test_letters_to_others_are_not_shown(client: TestClient, container: Container) -> None:
    _write(client)
    _work(container)
    assert stored(container)[0]["number"] not in client.get(f"{PAGE}?sender=other@mail.example").text


@pytest.mark.browser
def test_the_page_is_accessible_and_fits_a_narrow_screen(client: TestClient, container: Container) -> None:
    _write(client)
    _work(container)
    with browser() as chromium, served(create(container)) as address:
        page = chromium.new_page(viewport={"width": 320, "height": 640})
        for look in ("", "?lang=en", "?size=large", "?contrast=high"):
            page.goto(f"{address}{PAGE}{look}")
            page.wait_for_selector("#letters article")
            assert violations(page) == [], look
            assert not too_wide(page), look

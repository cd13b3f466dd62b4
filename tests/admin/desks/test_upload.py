"""An upload that breaks off, at the wire: whatever happens to the photo, the words are there again."""

from __future__ import annotations

import socket
from collections.abc import Callable
from urllib.parse import urlsplit

import httpx
import pytest
from sqlalchemy import text
from structlog.testing import capture_logs

from admin.body_limit import FORM_LIMIT, UPLOAD_LIMIT
from admin.waiting import wait_until
from admin.wiring import Container
from tests.admin.desks import matter
from tests.admin.desks.desk import Desk
from tests.admin.desks.test_life import case_of

Sit = Callable[[str], Desk]
WORDS, EVIDENCE = "已到现场，水管今晚修好。", "维修单一张"
HEAD = 'Content-Disposition: form-data; name="{name}"'
FILE = 'Content-Disposition: form-data; name="photo"; filename="{n}.jpg"\r\nContent-Type: image/jpeg'


def _parts(sheet: dict[str, str], photos: int = 1) -> bytes:
    """A multipart body up to the middle of its last photo."""
    heads = [f"--b\r\n{HEAD.format(name=name)}\r\n\r\n{value}\r\n" for name, value in sheet.items()]
    files = [f"--b\r\n{FILE.format(n=n)}\r\n\r\n\xff\xd8\xff" for n in range(photos)]
    return "".join(heads).encode() + "\r\n".join(files).encode("latin-1")


def _report(desk: Desk, number: str) -> tuple[str, dict[str, str]]:
    action = f"/staff/petitions/{number}/report-back"
    asked = desk.forms(f"/staff/petitions/{number}")[action]
    return action, asked | {"outcome": "partly_solved", "reply": WORDS, "evidence": EVIDENCE}


def _stands_there_again(page: str) -> None:
    assert f">{WORDS}</textarea>" in page
    assert f">{EVIDENCE}</textarea>" in page
    assert 'value="partly_solved" checked' in page


def _drafts(container: Container) -> int:
    with container.engine.connect() as connection:
        return int(connection.execute(text("SELECT count(*) FROM draft")).scalar_one())


def _cut(address: str, action: str, body: bytes, cookie: str) -> None:
    """Announce a megabyte, send the beginning, and be gone."""
    host = urlsplit(address)
    head = (
        f"POST {action} HTTP/1.1\r\nHost: {host.netloc}\r\nCookie: minyi_staff={cookie}\r\n"
        "Content-Type: multipart/form-data; boundary=b\r\nContent-Length: 1000000\r\n\r\n"
    )
    with socket.create_connection((host.hostname, host.port)) as line:
        line.sendall(head.encode() + body)


def test_words_of_an_upload_whose_line_drops_are_a_draft(container: Container, at_desk: Sit, address: str) -> None:
    number, desk = matter.signed(container), at_desk("water")
    action, sheet = _report(desk, number)
    with capture_logs() as lines:
        _cut(address, action, _parts(sheet), desk.client.cookies["minyi_staff"])
        assert wait_until(lambda: _drafts(container) == 1, seconds=5)
    _stands_there_again(desk.open(f"/staff/petitions/{number}").text)
    assert case_of(container, number).assignment(1).reported_at is None
    assert not [line for line in lines if line["log_level"] == "error"], "a line that drops is no error of ours"


@pytest.mark.parametrize("who", ["", "heping"], ids=["nobody", "another's session"])
def test_an_upload_that_drops_leaves_nothing_for_who_may_not(
    container: Container, at_desk: Sit, address: str, who: str
) -> None:
    number, desk = matter.signed(container), at_desk("water")
    action, sheet = _report(desk, number)
    cookie = at_desk(who).client.cookies["minyi_staff"] if who else "none"
    with capture_logs() as lines:
        _cut(address, action, _parts(sheet), cookie)
        assert wait_until(lambda: bool(lines), seconds=5)
    assert _drafts(container) == 0


@pytest.mark.parametrize("announced", [True, False])
def test_photos_that_are_too_large_together_bring_the_page_back_with_every_field(
    container: Container, at_desk: Sit, address: str, announced: bool
) -> None:
    number, desk = matter.signed(container), at_desk("water")
    action, sheet = _report(desk, number)
    body = _parts(sheet) + bytes(UPLOAD_LIMIT + 1)
    kind = {"Content-Type": "multipart/form-data; boundary=b"}
    cookies = {"minyi_staff": desk.client.cookies["minyi_staff"]}
    sent = body if announced else (body[at : at + FORM_LIMIT] for at in range(0, len(body), FORM_LIMIT))
    answer = httpx.post(address + action, content=sent, headers=kind, cookies=cookies)
    assert answer.status_code == 303
    page = desk.open(answer.headers["location"]).text
    assert "照片太大" in page
    _stands_there_again(page)
    assert case_of(container, number).assignment(1).reported_at is None


def test_more_photos_than_a_form_may_have_bring_the_page_back_too(container: Container, at_desk: Sit) -> None:
    number, desk = matter.signed(container), at_desk("water")
    action, sheet = _report(desk, number)
    body = _parts(sheet, photos=21) + b"\r\n--b--\r\n"
    answer = desk.client.post(action, content=body, headers={"Content-Type": "multipart/form-data; boundary=b"})
    page = desk.open(answer.headers["location"]).text
    assert "超过了张数" in page
    _stands_there_again(page)

"""A domestic provider on the wire: signed both ways, slow, wrong, away – and the plain files of an office offline."""

from __future__ import annotations

import json
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx2
import pytest
from fastapi import FastAPI, Request
from fastapi.testclient import TestClient
from starlette.responses import JSONResponse, Response

from admin.app import create, surroundings
from admin.wiring import Container
from channels.base import CarrierError
from channels.sms import domestic
from channels.sms.domestic import DomesticGateway
from channels.sms.file import FileGateway
from channels.telephony import Delivery, Provider
from tests.browser import served
from tests.standin import silent
from tracking.domain.clock import FixedClock, SystemClock

PROVIDER = Provider(url="", app="minyi", secret="between us")
PHONE, WORDS = "13800001111", "您的诉求已受理"


@dataclass
class Service:
    """The provider. ``says`` replaces the next answer."""

    url: str = ""
    messages: list[dict[str, Any]] = field(default_factory=list)
    says: list[Response] = field(default_factory=list)
    forged: int = 0

    def app(self) -> FastAPI:
        app = FastAPI(openapi_url=None)

        @app.api_route("/sms/messages", methods=["GET", "POST"])
        async def messages(request: Request) -> Response:
            body = await request.body()
            if not self._signed(request, body):
                self.forged += 1
                return Response(status_code=403)
            if request.method == "POST":
                given = json.loads(body)
                self.messages.append(given | {"id": f"m-{len(self.messages)}", "status": "sent"})
            if self.says:
                return self.says.pop(0)
            return JSONResponse(self.messages[-1] if request.method == "POST" else {"messages": self.messages})

        return app

    def _signed(self, request: Request, body: bytes) -> bool:
        target = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        time, once = request.headers[domestic.TIME], request.headers[domestic.ONCE]
        expected = domestic.signature(PROVIDER.secret, request.method, target, time, once, body)
        return request.headers[domestic.SIGNATURE] == expected


@pytest.fixture(scope="module")
def _served() -> Iterator[Service]:
    service = Service()
    with served(service.app()) as url:
        service.url = f"{url}/sms"
        yield service


@pytest.fixture
def service(_served: Service) -> Service:
    _served.messages.clear()
    _served.says.clear()
    return _served


@pytest.fixture
def gateway(service: Service) -> DomesticGateway:
    return DomesticGateway(replace(PROVIDER, url=service.url), SystemClock())


def test_a_message_is_handed_over_signed_and_found_again(gateway: DomesticGateway, service: Service) -> None:
    assert gateway.send(PHONE, WORDS, key="7-1").reference == "m-0"
    assert service.messages == [{"key": "7-1", "to": PHONE, "text": WORDS, "id": "m-0", "status": "sent"}]
    found = gateway.find(PHONE, WORDS, since=SystemClock().now())
    assert found is not None
    assert (found.reference, found.state) == ("m-0", Delivery.SENT)
    assert gateway.find(PHONE, "another", since=SystemClock().now()) is None
    assert service.forged == 0


@pytest.mark.parametrize(("answer", "permanent", "ambiguous"), [
    (Response(status_code=400), True, False),
    (Response(status_code=403), True, False),
    (Response(status_code=429), False, False),
    (Response(status_code=503), False, False),
    (Response(status_code=500), False, True),
    (Response(status_code=504), False, True),
    (Response("<html>", 200), False, True),
    (Response("[]", 200), False, True),
    (JSONResponse({"ok": True}), False, True),
    (JSONResponse({"id": 5}), False, True),
])  # fmt: skip
def test_every_failure_says_whether_trying_again_helps(
    gateway: DomesticGateway, service: Service, answer: Response, permanent: bool, ambiguous: bool
) -> None:
    service.says.append(answer)
    with pytest.raises(CarrierError) as failure:
        gateway.send(PHONE, WORDS, key="7-1")
    assert (failure.value.permanent, failure.value.ambiguous) == (permanent, ambiguous)
    assert PHONE not in str(failure.value)


@pytest.mark.parametrize("answer", ["<html>", "[]", "{}", '{"messages": 5}', '{"messages": [{}]}', '{"messages": [1]}'])
def test_a_list_that_makes_no_sense_is_an_error(gateway: DomesticGateway, service: Service, answer: str) -> None:
    service.says.append(Response(answer))
    with pytest.raises(CarrierError):
        gateway.find(PHONE, WORDS, since=SystemClock().now())


def test_nobody_there_is_certain_and_silence_is_not() -> None:
    away = DomesticGateway(replace(PROVIDER, url="http://127.0.0.1:9"), SystemClock())
    with pytest.raises(CarrierError) as nobody:
        away.send(PHONE, WORDS, key="7-1")
    assert not nobody.value.ambiguous
    with silent() as port:
        slow = DomesticGateway(replace(PROVIDER, url=f"http://127.0.0.1:{port}", timeout=0.2), SystemClock())
        with pytest.raises(CarrierError) as silence:
            slow.send(PHONE, WORDS, key="7-1")
    assert silence.value.ambiguous


@pytest.fixture
def doors(container: Container) -> Iterator[TestClient]:
    around = replace(surroundings(container), provider=replace(PROVIDER, url="https://sms.example"))
    with TestClient(create(container, around=around), base_url="http://testserver") as client:
        yield client


def _posts(
    client: TestClient, path: str, body: bytes, *, clock: FixedClock, spoil: dict[str, bytes] | None = None
) -> httpx2.Response:
    signed = domestic.headers(replace(PROVIDER, url="x"), "POST", path, body, at=clock.now())
    headers = {name: value.encode() for name, value in signed.items()} | (spoil or {})
    return client.post(path, content=body, headers={name.encode(): value for name, value in headers.items()})


IN, STATUS = "/webhooks/sms/domestic/inbound", "/webhooks/sms/domestic/status"
ITEM = json.dumps({"id": "in-1", "from": PHONE, "text": "和平区太原街路灯坏了"}).encode()


def test_a_text_comes_in_and_its_repetition_does_nothing(
    doors: TestClient, container: Container, clock: FixedClock
) -> None:
    assert [_posts(doors, IN, ITEM, clock=clock).json() for _ in range(2)] == [{"reply": None}] * 2
    clock.at += timedelta(minutes=4)
    stop = json.dumps({"id": "in-2", "from": PHONE, "text": "退订"}).encode()
    assert "已退订" in _posts(doors, IN, stop, clock=clock).json()["reply"]


@pytest.mark.parametrize("spoil", [
    {domestic.SIGNATURE: "0" * 64},
    {domestic.SIGNATURE: ""},
    {domestic.SIGNATURE: "é"},
    {domestic.APP: "another"},
    {domestic.TIME: "0"},
    {domestic.TIME: "now"},
    {domestic.TIME: "٣"},
    {domestic.ONCE: "other"},
], ids=str)  # fmt: skip
def test_what_is_not_signed_by_the_provider_is_refused(
    doors: TestClient, clock: FixedClock, spoil: dict[str, str]
) -> None:
    spoilt = {name: value.encode() for name, value in spoil.items()}
    assert _posts(doors, IN, ITEM, clock=clock, spoil=spoilt).status_code == 403


@pytest.mark.parametrize("minutes", [-6, 6])
def test_what_is_old_or_from_the_future_is_refused(doors: TestClient, clock: FixedClock, minutes: int) -> None:
    signed = domestic.headers(replace(PROVIDER, url="x"), "POST", IN, ITEM, at=clock.now())
    clock.at += timedelta(minutes=minutes)
    assert doors.post(IN, content=ITEM, headers=dict(signed)).status_code == 403


def test_another_body_or_address_under_the_same_signature_is_refused(doors: TestClient, clock: FixedClock) -> None:
    signed = dict(domestic.headers(replace(PROVIDER, url="x"), "POST", IN, ITEM, at=clock.now()))
    assert doors.post(IN, content=ITEM.replace(b"in-1", b"in-9"), headers=signed).status_code == 403
    assert doors.post(STATUS, content=ITEM, headers=signed).status_code == 403
    assert doors.post(IN + "?a=b", content=ITEM, headers=signed).status_code == 403


def test_without_a_provider_nobody_is_believed(client: TestClient, clock: FixedClock) -> None:
    empty = domestic.headers(Provider(), "POST", IN, ITEM, at=clock.now())
    assert client.post(IN, content=ITEM, headers=dict(empty)).status_code == 403


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"{}", b"\xff", b'{"id": 5}', b'{"id": "a b"}', b'{"id": "\\u0000"}', b"[" * 9000]
)
@pytest.mark.parametrize("path", [IN, STATUS])
def test_what_makes_no_sense_is_refused_and_breaks_nothing(
    doors: TestClient, clock: FixedClock, path: str, body: bytes
) -> None:
    assert _posts(doors, path, body, clock=clock).status_code == 422


def test_a_report_of_the_provider_moves_a_message_forward(doors: TestClient, clock: FixedClock) -> None:
    report = json.dumps({"key": "1-1", "id": "m-1", "status": "delivered"}).encode()
    assert _posts(doors, STATUS, report, clock=clock).status_code == 204


def test_an_office_offline_writes_files_only_it_can_read(tmp_path: Path) -> None:
    gateway = FileGateway(tmp_path / "outbox" / "sms")
    assert [gateway.send(PHONE, WORDS, key="7-1").reference for _ in range(2)] == ["7-1.json"] * 2
    (path,) = gateway.folder.iterdir()
    assert json.loads(path.read_text()) == {"to": PHONE, "text": WORDS}
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    since = SystemClock().now() - timedelta(minutes=1)
    assert gateway.find(PHONE, WORDS, since=since) is not None
    assert gateway.find(PHONE, "another", since=since) is None
    assert gateway.find(PHONE, WORDS, since=since + timedelta(days=1)) is None


def test_a_folder_that_cannot_be_written_is_tried_again(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("")
    with pytest.raises(CarrierError) as failure:
        FileGateway(tmp_path / "taken").send(PHONE, WORDS, key="7-1")
    assert not failure.value.permanent

"""A newcomer in front of the simulator: every step goes through the webhooks, over HTTP."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import select

from admin.app import create
from admin.settings import Mode, Settings
from admin.simulator import INSTRUMENTS
from admin.simulator.cabinet import Cabinet
from admin.simulator.carrier import PREFIX
from admin.simulator.sound import tone
from admin.simulator.twiml import walk
from admin.wiring import Container, build
from channels.keypad import keyed
from channels.telephony import Account
from channels.voice.recording import kind_of
from channels.voice.schema import phone_call
from tests.browser import served
from tests.channels.citizen import TO_CALLBACK, happens
from tests.tracking.stored import taken
from tracking.domain.clock import FixedClock
from tracking.store import case as cases
from tracking.store import schema


@dataclass
class Newcomer:
    """A browser at the simulator; ``page`` is what it shows."""

    http: httpx.Client
    container: Container
    call: str = ""
    page: str = ""

    @property
    def account(self) -> Account:
        """That of the carrier which the simulator stands in for, at the port it is served on."""
        return replace(self.container.account, url=str(self.http.base_url).rstrip("/") + PREFIX)

    def opens(self, path: str) -> str:
        answer = self.http.get(path)
        assert answer.status_code == 200, answer.text
        self.page = answer.text
        return self.page

    def sends(self, path: str, files: dict[str, bytes] | None = None, **fields: str) -> str:
        answer = self.http.post(path, data=fields, files=files)
        assert answer.status_code == 303, answer.text
        location = answer.headers["location"]
        self.call = parse_qs(urlsplit(location).query).get("call", [""])[0]
        return self.opens(location)

    def dials(self, **fields: str) -> str:
        return self.sends("/simulator/phone", None, **fields)

    def does(self, act: str, files: dict[str, bytes] | None = None, **fields: str) -> str:
        return self.sends(f"/simulator/phone/{self.call}/{act}", files, **fields)


@pytest.fixture
def newcomer(container: Container) -> Iterator[Newcomer]:
    """The simulator is served for real: it posts its webhooks to the very port it listens on."""
    with served(create(container)) as url, httpx.Client(base_url=url, timeout=20, trust_env=False) as http:
        yield Newcomer(http, container)


def _said(container: Container) -> list[str]:
    with container.engine.connect() as connection:
        return list(connection.execute(select(schema.text_.c.body).order_by(schema.text_.c.number)).scalars())


def test_the_first_page_lists_every_instrument_and_each_opens(newcomer: Newcomer) -> None:
    index = newcomer.opens("/simulator")
    for each in INSTRUMENTS:
        assert f'href="/simulator/{each.name}"' in index
        newcomer.opens(f"/simulator/{each.name}")
    assert 'href="/simulator"' in newcomer.opens("/")


def test_a_newcomer_calls_the_hotline_and_says_what_it_is_about(newcomer: Newcomer, container: Container) -> None:
    assert "只用于登记" in newcomer.dials()
    assert "已经登记" in newcomer.does("say", words="路灯坏了三天", how="clear")
    assert "&lt;Gather" in newcomer.page
    assert "通话结束" in newcomer.does("hang-up")
    assert _said(container) == ["路灯坏了三天"]
    assert "通话结束" in newcomer.does("say", words="太晚了")


def test_a_message_is_recorded_at_the_stand_in_and_brought_home(newcomer: Newcomer, container: Container) -> None:
    newcomer.dials(hidden="yes")
    newcomer.does("say", words="路灯…", how="unclear")
    assert "已经登记" in newcomer.does("record")
    recordings = replace(container.recordings, account=newcomer.account)
    assert recordings.fetch_due(lambda sid, error: pytest.fail(repr(error))) == 1
    with container.engine.connect() as connection:
        (body,) = connection.execute(select(schema.attachment.c.body)).scalars()
    assert body == tone()


def test_a_voice_of_ones_own_may_be_uploaded(newcomer: Newcomer, container: Container) -> None:
    newcomer.dials()
    newcomer.does("silence")
    newcomer.does("record", files={"sound": tone(0.1)})
    sounds = list((container.settings.home / "simulator" / "recordings").glob("*.wav"))
    assert tone(0.1) in [path.read_bytes() for path in sounds]


def test_half_a_sentence_is_not_lost(newcomer: Newcomer, container: Container) -> None:
    newcomer.dials()
    assert "通话结束" in newcomer.does("break-off", words="和平区太原街")
    assert _said(container) == ["和平区太原街"]


def test_keys_lead_to_the_progress_of_ones_petition(newcomer: Newcomer, container: Container) -> None:
    receipt = taken(container.core)
    newcomer.dials()
    newcomer.does("key", digits="1")
    newcomer.does("key", digits="".join(filter(str.isdigit, receipt.number)))
    assert "已登记" in newcomer.does("key", digits=keyed(receipt.query_code))
    assert "一共催办1次" in newcomer.does("key", digits="1")


def test_an_operator_takes_the_call(newcomer: Newcomer, container: Container) -> None:
    newcomer.dials()
    newcomer.does("key", digits="0")
    assert "前面还有0位" in newcomer.does("wait")
    assert "已接听" in newcomer.does("operator")
    with container.engine.connect() as connection:
        assert connection.execute(select(phone_call.c.operator)).scalar() == "operator"
    assert "通话结束" in newcomer.does("operator-done")


def test_one_who_waits_too_long_may_leave_a_message(newcomer: Newcomer) -> None:
    newcomer.dials()
    newcomer.does("key", digits="0")
    assert "坐席正忙" in newcomer.does("give-up")


def test_a_call_back_rings_and_its_keys_are_answers(newcomer: Newcomer, container: Container) -> None:
    number = taken(container.core).number
    happens(container, number, *TO_CALLBACK)
    replace(container.callbacks, account=newcomer.account).place(number, by="caller")
    page = newcomer.opens("/simulator/phone?number=13800001111")
    (address,) = re.findall(r'action="(/simulator/phone/ringing/CA\w+/take)"', page)
    assert "回访" in newcomer.sends(address, number="13800001111")
    for digit in "11115":
        newcomer.does("key", digits=digit)
    newcomer.does("hang-up")
    with container.engine.connect() as connection:
        assert cases.load(connection, number).lead.satisfaction == "very_dissatisfied"
    assert "回访电话打来了" not in newcomer.opens("/simulator/phone/ringing?number=13800001111")


def test_a_call_back_nobody_takes_is_a_try(newcomer: Newcomer, container: Container) -> None:
    number = taken(container.core).number
    happens(container, number, *TO_CALLBACK)
    replace(container.callbacks, account=newcomer.account).place(number, by="caller")
    page = newcomer.opens("/simulator/phone?number=13800001111")
    (address,) = re.findall(r'action="(/simulator/phone/ringing/CA\w+/leave)"', page)
    newcomer.sends(address, number="13800001111")
    with container.engine.connect() as connection:
        assert cases.load(connection, number).petition.callback_tries == 1


def test_a_handset_sends_and_shows_what_came_back(newcomer: Newcomer, container: Container) -> None:
    assert "还没有短信" in newcomer.opens("/simulator/sms?number=13911112222")
    newcomer.sends("/simulator/sms", number="13911112222", body="路灯坏了三天")
    assert _said(container) == ["路灯坏了三天"]
    assert "已退订" in newcomer.sends("/simulator/sms", number="13911112222", body="退订")
    assert "路灯坏了三天" not in newcomer.opens("/simulator/sms/conversation?number=13911113333")


@pytest.mark.parametrize(
    "path", ["/simulator/phone?call=x", "/simulator/phone?call=../../etc", f"/simulator/phone?call=CA{'0' * 32}"]
)
def test_a_call_there_is_not_is_not_found(newcomer: Newcomer, path: str) -> None:
    assert newcomer.http.get(path).status_code == 404


def test_production_has_no_simulator_at_all(settings: Settings, database_url: str, clock: FixedClock) -> None:
    production = Settings(
        mode=Mode.PRODUCTION,
        home=settings.home,
        public_url="https://minyi.example",
        secret_key=settings.secret_key,
        seal_keys=settings.seal_keys,
    )
    container = build(production, database_url=database_url, clock=clock)
    app = create(container)
    assert [path for path in _paths(app) if "simulator" in path] == []
    with TestClient(app, base_url="https://minyi.example") as client:
        assert client.get("/simulator").status_code == 404
        assert client.get("/simulator/phone").status_code == 404
        assert "/simulator" not in client.get("/").text
    assert (production.twilio_account_sid, production.twilio_auth_token.get_secret_value()) == ("", "")
    container.close()


def _paths(app: FastAPI) -> list[str]:
    from tests.admin.security.test_permission import routes

    return [str(route.path) for route in routes(app)]


def test_the_stand_in_asks_for_the_accounts_own_credentials(client: TestClient, container: Container) -> None:
    root = f"/simulator/carrier/2010-04-01/Accounts/{container.account.sid}"
    assert client.get(f"{root}/Recordings.json").status_code == 401
    wrong = (container.account.sid, "wrong")
    assert client.get(f"{root}/Recordings.json", auth=wrong).status_code == 401
    assert client.get(f"{root}/Recordings.json", auth=(wrong[0], container.account.token)).status_code == 200


def test_a_drawer_takes_no_other_names(container: Container) -> None:
    cabinet = Cabinet(container.settings.home / "simulator")
    for key in ("../x", "", "a/b", "é", "x" * 81):
        with pytest.raises(KeyError):
            cabinet.put("calls", key, {})


def test_the_tone_is_a_sound() -> None:
    assert kind_of(tone()) == "audio/wav"


def test_markup_is_walked_to_where_it_waits() -> None:
    stop = walk("<Response><Say>一</Say><Gather action='/a'><Say>二</Say></Gather><Say>三</Say></Response>")
    assert (stop.verb, stop.says, stop.given["action"]) == ("Gather", ["一", "二"], "/a")
    assert walk("<Response/>").verb == ""

"""Whom a webhook is believed: the table of signatures, for calls and messages alike."""

from __future__ import annotations

import base64
import hmac
from collections.abc import Iterator
from dataclasses import dataclass, replace
from urllib.parse import urlencode

import httpx2
import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select
from starlette.datastructures import ImmutableMultiDict

from admin.app import create, surroundings
from admin.wiring import Container
from channels import carrier
from channels.telephony import Account
from channels.voice import port
from channels.voice.flow import SCENES, signal
from tests.tracking.profile import BRIEF
from tracking.store import schema

CALL = "/webhooks/voice/incoming"
TEXT = "/webhooks/sms/twilio/inbound"
FIELDS = {"MessageSid": f"SM{'1' * 32}", "From": "+8613800001111", "Body": "路灯坏了 & 没人修=真的"}
PAIRS = tuple(FIELDS.items())
SHARED = {"webhooks_sharedkey_1": "a shared secret"}


@dataclass(frozen=True)
class Sender:
    """Signs as the carrier does, or otherwise."""

    account: Account
    public_url: str

    def signature(self, path: str = TEXT, *, algorithm: str = "sha1", secret: str = "", url: str = "") -> str:
        """By the carrier's published rule, written out here: address, then names and values in the order of names."""
        whole = (url or self.public_url + path) + "".join(f"{name}{FIELDS[name]}" for name in sorted(FIELDS))
        made = hmac.new((secret or self.account.token).encode(), whole.encode(), algorithm).digest()
        return base64.b64encode(made).decode()


@pytest.fixture
def sender(container: Container) -> Sender:
    return Sender(container.account, container.settings.public_url)


@pytest.fixture
def doors(container: Container) -> Iterator[TestClient]:
    """The application with a shared key besides the token."""
    account = replace(container.account, keys=SHARED)
    around = replace(surroundings(container), account=account)
    with TestClient(create(container, around=around), base_url="http://testserver") as client:
        yield client


def _post(
    client: TestClient,
    headers: dict[str, str],
    *,
    path: str = TEXT,
    pairs: tuple[tuple[str, str], ...] = PAIRS,
) -> httpx2.Response:
    return client.post(path, content=urlencode(pairs), headers={"content-type": carrier.FORM, **headers})


def _count(container: Container) -> int:
    with container.engine.connect() as connection:
        return connection.execute(select(func.count()).select_from(schema.petition)).scalar_one()


def _signed(signature: str, settings: str = "") -> dict[str, str]:
    return {"x-twilio-signature": signature} | ({"x-twilio-webhooks-signature-settings": settings} if settings else {})


def test_a_good_signature_is_believed_and_acts_once(doors: TestClient, container: Container, sender: Sender) -> None:
    answers = [_post(doors, _signed(sender.signature())) for _ in range(3)]
    assert {answer.status_code for answer in answers} == {200}
    assert {answer.text for answer in answers} == {answers[0].text}
    assert _count(container) == 1


def test_the_order_of_parameters_does_not_matter(doors: TestClient, sender: Sender) -> None:
    assert _post(doors, _signed(sender.signature()), pairs=tuple(reversed(PAIRS))).status_code == 200


def test_the_newer_signature_with_a_shared_key_is_believed(doors: TestClient, sender: Sender) -> None:
    signature = sender.signature(algorithm="sha256", secret="a shared secret")
    settings = "key=webhooks_sharedkey_1,algorithm=HMAC_SHA256"
    assert _post(doors, _signed(signature, settings)).status_code == 200


@pytest.mark.parametrize(("said", "algorithm", "secret"), [
    ("key=webhooks_sharedkey_1,algorithm=HMAC_SHA256", "sha256", ""),
    ("key=webhooks_sharedkey_1,algorithm=HMAC_SHA256", "sha1", "a shared secret"),
    ("key=webhooks_sharedkey_1,algorithm=HMAC_SHA1", "sha256", "a shared secret"),
    ("key=webhooks_sharedkey_1,algorithm=NONE", "sha256", "a shared secret"),
    ("key=webhooks_sharedkey_2,algorithm=HMAC_SHA256", "sha256", "a shared secret"),
    ("key=,algorithm=HMAC_SHA256", "sha1", ""),
    ("algorithm=HMAC_SHA256", "sha1", ""),
    ("nonsense,=,key", "sha256", ""),
    ("", "sha256", ""),
])  # fmt: skip
def test_a_settings_header_opens_nothing_by_itself(
    doors: TestClient, container: Container, sender: Sender, said: str, algorithm: str, secret: str
) -> None:
    signature = sender.signature(algorithm=algorithm, secret=secret)
    assert _post(doors, _signed(signature, said)).status_code == 403
    assert _count(container) == 0


def _flipped(text: str) -> str:
    return ("B" if text[0] != "B" else "C") + text[1:]


def test_everything_else_is_refused_and_does_nothing(doors: TestClient, container: Container, sender: Sender) -> None:
    good = sender.signature()
    http, https = sender.public_url, sender.public_url.replace("http://", "https://")
    bad: dict[str, tuple[dict[str, str], tuple[tuple[str, str], ...]]] = {
        "wrong secret": (_signed(sender.signature(secret="another")), PAIRS),
        "one byte flipped": (_signed(_flipped(good)), PAIRS),
        "no header": ({}, PAIRS),
        "empty header": (_signed(""), PAIRS),
        "not base64": (_signed("%%%"), PAIRS),
        "one byte too few": (_signed(good[:-1]), PAIRS),
        "one parameter more": (_signed(good), (*PAIRS, ("To", "+862412345"))),
        "one parameter less": (_signed(good), PAIRS[:-1]),
        "another value": (_signed(good), (*PAIRS[:-1], ("Body", "别的话"))),
        "a second value": (_signed(good), (*PAIRS, ("Body", "别的话"))),
        "signed for https": (_signed(sender.signature(url=https + TEXT)), PAIRS),
        "signed for another host": (_signed(sender.signature(url="http://testserver" + TEXT)), PAIRS),
        "signed for another path": (_signed(sender.signature(CALL)), PAIRS),
        "signed with a query": (_signed(sender.signature(url=f"{http}{TEXT}?a=b")), PAIRS),
    }
    for name, (headers, pairs) in bad.items():
        assert _post(doors, headers, pairs=pairs).status_code == 403, name
    assert _count(container) == 0


@pytest.mark.parametrize("headers", [
    {"host": "127.0.0.1:8000"},
    {"x-forwarded-host": "127.0.0.1:8000", "x-forwarded-proto": "https"},
], ids=str)  # fmt: skip
def test_what_the_request_says_of_itself_does_not_matter(
    doors: TestClient, sender: Sender, headers: dict[str, str]
) -> None:
    forged = sender.signature(url=f"https://evil.example{TEXT}")
    assert _post(doors, _signed(forged) | headers | {"host": "evil.example"}).status_code == 403
    assert _post(doors, _signed(sender.signature()) | headers).status_code == 200


@pytest.mark.parametrize(("content", "kind"), [
    (b"\xff=1", carrier.FORM),
    (b"a", carrier.FORM),
    (b"&".join([b"a=1"] * 300), carrier.FORM),
    (b'{"a": 1}', "application/json"),
    (b"a=1", "multipart/form-data; boundary=x"),
    (b"a=1", "text/plain"),
], ids=str)  # fmt: skip
@pytest.mark.parametrize("path", [CALL, TEXT])
def test_what_is_no_form_is_refused(doors: TestClient, path: str, content: bytes, kind: str) -> None:
    answer = doors.post(path, content=content, headers={"content-type": kind, "x-twilio-signature": "x"})
    assert answer.status_code in (400, 403)


def test_every_webhook_asks_for_a_signature(client: TestClient) -> None:
    """Also an empty form, and also where there is nothing to be done."""
    voice = ("incoming", "turn/0", "partial/0", "recording", "status", "calling/x/0", "called/x/0", "wait", "operator")
    paths = [*(f"/webhooks/voice/{name}" for name in (*voice, "bridged/op")), TEXT, "/webhooks/sms/twilio/status/1-1"]
    assert {_post(client, {}, path=path, pairs=()).status_code for path in paths} == {403}


@pytest.mark.parametrize("account", [Account(), Account(sid="AC1"), Account(keys={"k": ""})], ids=str)
def test_without_a_secret_nobody_is_believed(account: Account) -> None:
    fields = ImmutableMultiDict(FIELDS)
    signature = base64.b64encode(hmac.new(b"", b"u", "sha1").digest()).decode()
    for settings in ("", "key=k,algorithm=HMAC_SHA256"):
        assert not carrier.believed(account, "u", fields, _signed(signature, settings))


NAMES = ("CallSid", "From", "Digits", "SpeechResult", "Confidence", "RecordingSid", "RecordingDuration", "QueueResult")
MORE = ("RecordingStatus", "SequenceNumber", "StableSpeechResult", "UnstableSpeechResult", "AnsweredBy")
HOOKS = st.dictionaries(st.sampled_from(NAMES + MORE), st.text(max_size=50)).map(carrier.Hook)


@BRIEF
@given(HOOKS)
def test_no_webhook_breaks_the_parsers(hook: carrier.Hook) -> None:
    heard = port.heard_of(hook)
    assert set(heard.keys) <= set("0123456789*#")
    assert heard.confidence is None or 0 <= heard.confidence <= 1
    assert not heard.recording or heard.recording.startswith("RE")
    order, words = port.partial_of(hook)
    assert order >= 0
    assert "\x00" not in heard.words + words
    port.caller_of(hook)
    operator = port.operator_of(hook)
    assert operator is None or operator.replace("_", "a").replace(".", "a").replace("-", "a").isalnum()
    for scene in SCENES.values():
        assert isinstance(signal(scene, heard, confidence=0.5), str)


@BRIEF
@given(st.dictionaries(st.sampled_from(["contacted", "verified", "outcome", "satisfaction"]), st.text("0123456789*#")))
def test_no_keys_break_the_answers(keys: dict[str, str]) -> None:
    given_answers = port.answers(keys)
    assert given_answers.satisfaction is None or keys["satisfaction"] in set("12345")

"""Handing over: bounded in time, over a connection the guard has seen, and honest about whether again helps."""

from __future__ import annotations

import datetime as dt
import ipaddress
import socket
import ssl
import time
from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from channels.webhook.carrier import HttpCarrier
from channels.webhook.guard import Guard
from channels.webhook.port import CarrierError, Outgoing
from tests.stand_in import Answer, StandIn, standing_in
from tests.tracking.city import MONDAY

LOOPBACK = Guard.of("127.0.0.0/8")
CARRIER = HttpCarrier(guard=LOOPBACK, patience=0.6)


@pytest.fixture
def other() -> Iterator[StandIn]:
    with standing_in() as there:
        yield there


def _post(url: str, carrier: HttpCarrier = CARRIER) -> None:
    carrier.post(Outgoing(url=url, headers={"x-a": "1"}, body=b"{}"))


def _failure(url: str, carrier: HttpCarrier = CARRIER) -> CarrierError:
    with pytest.raises(CarrierError) as failed:
        _post(url, carrier)
    return failed.value


def test_what_is_sent_arrives_as_it_is(other: StandIn) -> None:
    _post(f"{other.url}/in?x=1")
    (asked,) = other.asked
    assert (asked.method, asked.path, asked.body, asked.headers["x-a"]) == ("POST", "/in?x=1", b"{}", "1")
    assert asked.headers["host"] == other.url.removeprefix("http://")


@pytest.mark.parametrize("status", [200, 201, 202, 204])
def test_every_2xx_is_taken(other: StandIn, status: int) -> None:
    other.answers(Answer(status=status))
    _post(other.url)


@pytest.mark.parametrize(
    ("status", "permanent"),
    [
        *((400, True), (409, True), (410, True), (422, True)),
        *((401, False), (403, False), (404, False), (429, False), (500, False), (503, False), (302, False)),
    ],
)
def test_it_says_whether_again_helps(other: StandIn, status: int, permanent: bool) -> None:
    other.answers(Answer(status=status, headers={"location": "http://127.0.0.1:1/"}))
    failure = _failure(other.url)
    assert (failure.permanent, str(failure)) == (permanent, f"HTTP {status}")
    assert len(other.asked) == 1, "no redirect is followed"


@pytest.mark.parametrize(("said", "seconds"), [("30", 30), ("99999", 3600), ("soon", None), ("-1", None), ("", None)])
def test_a_wait_that_is_asked_for_is_passed_on(other: StandIn, said: str, seconds: int | None) -> None:
    other.answers(Answer(status=429, headers={"retry-after": said}))
    assert _failure(other.url).retry_after == seconds


def test_one_that_never_answers_is_left_in_time(other: StandIn) -> None:
    other.answers(Answer(until=Event()))
    began = time.monotonic()
    assert not _failure(other.url).permanent
    assert time.monotonic() - began < 3


def test_one_that_drips_is_left_in_time(other: StandIn) -> None:
    other.answers(Answer(drip=20))
    began = time.monotonic()
    assert not _failure(other.url).permanent
    assert time.monotonic() - began < 3


def test_one_that_hangs_up_may_be_tried_again(other: StandIn) -> None:
    other.answers(Answer(hang_up=True))
    assert not _failure(other.url).permanent


def test_nobody_there_may_be_tried_again() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        assert not _failure(f"http://127.0.0.1:{taken.getsockname()[1]}").permanent


def test_a_body_without_end_is_not_read(other: StandIn) -> None:
    other.answers(Answer(body=b"x" * 5_000_000))
    _post(other.url)


def test_outside_a_demonstration_loopback_is_not_reached(other: StandIn) -> None:
    failure = _failure(other.url.replace("http:", "https:"), HttpCarrier(guard=Guard()))
    assert failure.permanent
    assert other.asked == []


def test_a_name_for_loopback_is_not_reached_either(other: StandIn) -> None:
    port = other.url.rpartition(":")[2]
    assert _failure(f"https://localhost:{port}/", HttpCarrier(guard=Guard())).permanent
    assert other.asked == []


def _certificate(folder: Path, *names: x509.GeneralName) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """(the server's context, the context of those who trust it)."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([])
    day = dt.timedelta(days=1)
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    made = made.serial_number(1).not_valid_before(MONDAY - day * 3650).not_valid_after(MONDAY + day * 3650)
    made = made.add_extension(x509.SubjectAlternativeName(names), critical=True)
    signed = made.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True).sign(key, hashes.SHA256())
    plain, pem = serialization.NoEncryption(), serialization.Encoding.PEM
    private = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, plain)
    (folder / "both.pem").write_bytes(private + signed.public_bytes(pem))
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(folder / "both.pem")
    return server, ssl.create_default_context(cadata=signed.public_bytes(pem).decode())


def test_https_is_spoken_to_whom_the_certificate_names(tmp_path: Path) -> None:
    server, trust = _certificate(tmp_path, x509.IPAddress(ipaddress.ip_address("127.0.0.1")))
    with standing_in(server) as there:
        _post(there.url, HttpCarrier(guard=LOOPBACK, trust=trust))
        assert len(there.asked) == 1
        assert not _failure(there.url, HttpCarrier(guard=LOOPBACK)).permanent, "not to someone nobody vouches for"


def test_a_certificate_for_someone_else_is_not_accepted(tmp_path: Path) -> None:
    server, trust = _certificate(tmp_path, x509.DNSName("else.example"))
    with standing_in(server) as there:
        assert not _failure(there.url, HttpCarrier(guard=LOOPBACK, trust=trust)).permanent
        assert there.asked == []

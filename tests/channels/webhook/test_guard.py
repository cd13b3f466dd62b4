"""Where requests may go, judged at the connection."""

from __future__ import annotations

import socket
from ipaddress import ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.webhook.guard import Guard
from channels.webhook.port import CarrierError

PUBLIC, INNER = Guard(), Guard.of("10.1.0.0/16, 127.0.0.1, ::1")


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8"])
def test_public_addresses_are_reached(address: str) -> None:
    assert PUBLIC.allows(ip_address(address))


@pytest.mark.parametrize(
    "address",
    [
        *(
            "127.0.0.1",
            "127.1.2.3",
            "10.1.2.3",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "0.0.0.0",  # noqa: S104 - not to bind to
        ),
        *("224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1", "fc00::1", "ff02::1"),
        *("::ffff:127.0.0.1", "::ffff:169.254.169.254", "64:ff9b::7f00:1", "2002:7f00:1::1", "2001::1"),
    ],
)
def test_no_other_is(address: str) -> None:
    assert not PUBLIC.allows(ip_address(address))


@pytest.mark.parametrize("address", ["10.1.2.3", "::ffff:10.1.2.3", "127.0.0.1", "::1"])
def test_an_allowed_network_is(address: str) -> None:
    assert INNER.allows(ip_address(address))
    assert not INNER.allows(ip_address("10.2.0.1"))


@pytest.mark.parametrize(
    "url",
    [
        *("http://example.org/", "ftp://example.org/", "example.org", "https://", "https:///x", "", "https://a b/"),
        *("https://user:secret@example.org/", "https://example.org/#part", "https://example.org:0/", "https://[::1/"),
        *("https://127.0.0.1/", "https://[::1]/", "https://169.254.169.254/latest", "https://[::ffff:10.0.0.1]/"),
        *("https://例子.测试/", "https://example.org:99999/", "https://example.org/" + "a" * 500, "https://a/\r\nx: y"),
    ],
)
def test_an_address_of_another_kind_is_refused_for_good(url: str) -> None:
    with pytest.raises(CarrierError) as refused:
        PUBLIC.check(url)
    assert refused.value.permanent


@pytest.mark.parametrize("url", ["https://example.org/", "https://example.org:8443/in?x=1", "https://8.8.8.8/"])
def test_https_to_the_public_is_accepted(url: str) -> None:
    PUBLIC.check(url)


def test_http_goes_nowhere_but_into_an_allowed_network() -> None:
    INNER.check("http://10.1.2.3/")
    with pytest.raises(CarrierError, match="https only"):
        PUBLIC.check("http://10.1.2.3/")
    with pytest.raises(CarrierError, match="https only"):
        list(INNER.addresses("8.8.8.8", 80, encrypted=False, timeout=5))


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "127.1", "0x7f.1", "2130706433", "0177.0.0.1"])
def test_however_loopback_is_written_it_is_refused_when_it_is_resolved(host: str) -> None:
    with pytest.raises(CarrierError):
        list(PUBLIC.addresses(host, 443, encrypted=True, timeout=5))


def test_a_name_that_points_inside_is_refused_although_its_text_looks_well(monkeypatch: pytest.MonkeyPatch) -> None:
    inside = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("10.0.0.5", 443))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: inside)
    PUBLIC.check("https://rebound.example/")
    with pytest.raises(CarrierError, match="not a public address"):
        list(PUBLIC.addresses("rebound.example", 443, encrypted=True, timeout=5))


def test_of_several_addresses_only_those_that_may_be_used_are(monkeypatch: pytest.MonkeyPatch) -> None:
    both = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (each, 443)) for each in ("10.0.0.5", "8.8.8.8")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: both)
    assert list(PUBLIC.addresses("both.example", 443, encrypted=True, timeout=5)) == [ip_address("8.8.8.8")]


@given(st.text() | st.text().map("https://{}".format))
def test_any_text_is_an_address_or_refused(url: str) -> None:
    try:
        PUBLIC.check(url)
    except CarrierError as error:
        assert error.permanent

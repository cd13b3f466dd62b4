"""The signature both ways: what was signed is accepted in time, and nothing else."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels import signature
from channels.base import ChannelError
from channels.signature import Forged, Signed, Stale, new_secret, sign, verify
from tests.tracking.city import MONDAY

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


def test_it_is_the_published_scheme() -> None:
    """HMAC-SHA256 over ``id.timestamp.body`` with the decoded secret, worked out here by hand."""
    import base64
    import hashlib
    import hmac

    headers = sign(SECRET, "msg_1", MONDAY, b"{}")
    content = f"msg_1.{int(MONDAY.timestamp())}.{{}}".encode()
    expected = hmac.new(base64.b64decode(SECRET[6:]), content, hashlib.sha256).digest()
    assert headers["webhook-signature"] == "v1," + base64.b64encode(expected).decode()


@given(st.binary(max_size=100), st.integers(-300, 300))
def test_what_was_signed_is_accepted_for_five_minutes(body: bytes, seconds: int) -> None:
    headers, now = sign(SECRET, "a-1", MONDAY, body), MONDAY + timedelta(seconds=seconds)
    assert verify([new_secret(), SECRET], headers, body, now=now) == Signed(id="a-1", at=MONDAY)


def test_any_of_several_signatures_will_do_so_that_secrets_can_be_exchanged() -> None:
    old, new = sign(new_secret(), "a", MONDAY, b""), sign(SECRET, "a", MONDAY, b"")
    both = new | {signature.SIGNATURE: f"{old[signature.SIGNATURE]} {new[signature.SIGNATURE]}"}
    assert verify([SECRET], both, b"", now=MONDAY).id == "a"


@pytest.mark.parametrize("seconds", [-301, 301, 10**9])
def test_later_it_is_stale(seconds: int) -> None:
    with pytest.raises(Stale):
        verify([SECRET], sign(SECRET, "a", MONDAY, b""), b"", now=MONDAY + timedelta(seconds=seconds))


@given(st.dictionaries(st.sampled_from([signature.ID, signature.TIMESTAMP, signature.SIGNATURE]), st.text()))
def test_any_other_headers_are_forged(headers: dict[str, str]) -> None:
    good = sign(SECRET, "a", MONDAY, b"")
    mixed = {name: value for name, value in (good | headers).items() if value != "v1,"}
    if mixed == good:
        return
    with pytest.raises(ChannelError) as refused:
        verify([SECRET], mixed, b"", now=MONDAY)
    assert type(refused.value) is Forged


def test_without_a_known_secret_nothing_is_accepted() -> None:
    with pytest.raises(Forged):
        verify([], sign(SECRET, "a", MONDAY, b""), b"", now=MONDAY)


def test_a_secret_that_is_none_is_said_to_be_none() -> None:
    with pytest.raises(ValueError, match="base64"):
        sign("whsec_?", "a", MONDAY, b"")

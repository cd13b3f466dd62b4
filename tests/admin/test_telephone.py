"""From settings to the doors of the telephone, and what the doctor says of them."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from pydantic import SecretStr, ValidationError

from admin import telephone
from admin.settings import Mode, Settings, SmsGateway
from channels import registry
from channels.telephony import CARRIER
from tests.admin.test_settings import SEAL, SECRET
from tracking.domain.clock import CITY_ZONE


def _production(home: Path, **given: object) -> Settings:
    keys = {"secret_key": SECRET, "seal_keys": SEAL}
    return Settings.model_validate({"home": home, "mode": Mode.PRODUCTION, **keys, **given})


def _lacking(settings: Settings) -> set[str]:
    channels = [channel for channel in registry.CHANNELS if channel.code in ("voice", "sms")]
    return {name for channel in channels for name, fine, _ in registry.check(channel, settings) if not fine}


def test_a_demonstration_has_the_simulator_for_a_carrier(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path, host="0.0.0.0", port=8123)  # noqa: S104
    account = telephone.account(settings)
    assert account.ready
    assert account.url == "http://127.0.0.1:8123/simulator/carrier"
    assert account == telephone.account(Settings(home=tmp_path, host="0.0.0.0", port=8123))  # noqa: S104
    assert account.token != telephone.account(Settings(home=tmp_path / "other")).token
    assert _lacking(settings) == set()


def test_an_account_of_ones_own_is_the_carriers(tmp_path: Path) -> None:
    account = telephone.account(Settings(home=tmp_path, twilio_account_sid="AC1", twilio_auth_token=SecretStr("t")))
    assert (account.sid, account.token, account.url) == ("AC1", "t", CARRIER)


def test_production_invents_no_account_and_the_doctor_says_what_is_missing(tmp_path: Path) -> None:
    settings = _production(tmp_path)
    assert not telephone.account(settings).ready
    assert _lacking(settings) == {"sms gateway"}
    half = _production(tmp_path, twilio_number="+862412345678")
    assert _lacking(half) == {"voice account", "voice address", "sms gateway"}
    domestic = _production(tmp_path, sms_gateway=SmsGateway.DOMESTIC, sms_url="https://sms.example", sms_app="minyi")
    assert {name for name in _lacking(domestic) if name.startswith("sms")} == {"sms sms_secret"}
    whole = _production(
        tmp_path,
        public_url="https://minyi.example",
        sms_gateway=SmsGateway.TWILIO,
        twilio_account_sid="AC1",
        twilio_auth_token=SecretStr("t"),
        twilio_number="+862412345678",
    )
    assert _lacking(whole) == set()


def test_no_secret_of_a_carrier_shows_when_something_is_printed(tmp_path: Path) -> None:
    settings = Settings(
        home=tmp_path,
        twilio_account_sid="AC1",
        twilio_auth_token=SecretStr("token-of-ours"),
        twilio_webhook_keys=SecretStr("k1:key-of-ours"),
        sms_secret=SecretStr("secret-of-ours"),
    )
    printed = repr((settings, telephone.account(settings), telephone.provider(settings)))
    assert "of-ours" not in printed


def test_shared_keys_have_a_name_and_a_secret(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path, twilio_webhook_keys=SecretStr("k1:one, k2:two:three ,"))
    assert telephone.account(settings).keys == {"k1": "one", "k2": "two:three"}
    with pytest.raises(ValueError, match="id:secret"):
        telephone.account(Settings(home=tmp_path, twilio_webhook_keys=SecretStr("k1")))


@pytest.mark.parametrize(("hours", "hour", "staffed"), [
    ("00:00-00:00", 3, True),
    ("08:00-20:00", 8, True),
    ("08:00-20:00", 20, False),
    ("20:00-08:00", 23, True),
    ("20:00-08:00", 7, True),
    ("20:00-08:00", 8, False),
])  # fmt: skip
def test_operators_are_there_at_their_hours(tmp_path: Path, hours: str, hour: int, staffed: bool) -> None:
    hotline = telephone.hotline(Settings(home=tmp_path, hotline_hours=hours), city="沈阳")
    assert hotline.staffed(datetime(2026, 3, 2, hour, tzinfo=CITY_ZONE)) is staffed


@pytest.mark.parametrize(
    "wrong",
    [{"hotline_hours": "8-20"}, {"hotline_hours": "08:00-24:00"}, {"twilio_number": "024"}, {"hotline_confidence": 2}],
)
def test_a_setting_that_makes_no_sense_is_refused(tmp_path: Path, wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Settings.model_validate({"home": tmp_path, **wrong})

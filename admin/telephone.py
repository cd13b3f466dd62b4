"""From the settings to what the channels of the telephone are given."""

from __future__ import annotations

from datetime import time

from admin.settings import Settings
from channels.telephony import Account, Hotline


def account(settings: Settings) -> Account:
    """The account at the carrier. Raises ``ValueError`` for shared keys that are not ``id:secret``."""
    return Account(
        sid=settings.twilio_account_sid,
        token=settings.twilio_auth_token.get_secret_value(),
        keys=dict(_key(each) for each in settings.twilio_webhook_keys.get_secret_value().split(",") if each.strip()),
        number=settings.twilio_number,
        url=settings.twilio_url.rstrip("/"),
    )


def hotline(settings: Settings, *, city: str) -> Hotline:
    """How calls are answered."""
    opens, closes = (time.fromisoformat(each) for each in settings.hotline_hours.split("-"))
    return Hotline(
        city=city,
        hears=settings.hotline_language,
        speaks=settings.hotline_speaks,
        voice=settings.hotline_voice,
        confidence=settings.hotline_confidence,
        opens=opens,
        closes=closes,
        patience=settings.hotline_patience,
    )


def _key(text: str) -> tuple[str, str]:
    name, separator, secret = text.strip().partition(":")
    if not (name and separator and secret):
        raise ValueError("MINYI_TWILIO_WEBHOOK_KEYS must be id:secret, several after commas.")
    return name, secret

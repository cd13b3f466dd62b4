"""From the settings to what the channels of the telephone are given."""

from __future__ import annotations

from datetime import time

from admin.settings import Settings, SmsGateway
from channels.sms.demo import DemoGateway
from channels.sms.domestic import DomesticGateway
from channels.sms.file import FileGateway
from channels.sms.port import Gateway
from channels.sms.twilio import TwilioGateway
from channels.telephony import Account, Hotline, Provider
from tracking.domain.clock import Clock


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


def provider(settings: Settings) -> Provider:
    """The domestic provider of short messages."""
    secret = settings.sms_secret.get_secret_value()
    return Provider(url=settings.sms_url, app=settings.sms_app, secret=secret)


def gateway(settings: Settings, clock: Clock) -> Gateway:
    """The carrier of short messages that was chosen. Connects to nothing."""
    match settings.sms_gateway:
        case SmsGateway.TWILIO:
            return TwilioGateway(account(settings), settings.public_url.rstrip("/"))
        case SmsGateway.DOMESTIC:
            return DomesticGateway(provider(settings), clock)
        case SmsGateway.FILE:
            return FileGateway(settings.home / "outbox" / "sms")
        case SmsGateway.DEMO:
            return DemoGateway()


def _key(text: str) -> tuple[str, str]:
    name, separator, secret = text.strip().partition(":")
    if not (name and separator and secret):
        raise ValueError("MINYI_TWILIO_WEBHOOK_KEYS must be id:secret, several after commas.")
    return name, secret

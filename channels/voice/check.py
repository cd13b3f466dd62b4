"""What the hotline needs: an account at the carrier, its number, and an address the carrier can reach."""

from __future__ import annotations

from channels.base import Checks


def check(settings: object) -> Checks:
    """Names and remedies; a secret is looked at, never shown."""
    sid, number = getattr(settings, "twilio_account_sid", ""), getattr(settings, "twilio_number", "")
    token, url = getattr(settings, "twilio_auth_token", None), getattr(settings, "public_url", "")
    return [
        ("voice account", bool(sid and token), "Set MINYI_TWILIO_ACCOUNT_SID and MINYI_TWILIO_AUTH_TOKEN."),
        ("voice number", bool(number), "Set MINYI_TWILIO_NUMBER to the hotline's number, such as +862412345678."),
        ("voice address", _reachable(settings, url), "Set MINYI_PUBLIC_URL to the https address the carrier calls."),
    ]


def _reachable(settings: object, url: str) -> bool:
    return url.startswith("https://") or getattr(settings, "mode", "") == "demo"

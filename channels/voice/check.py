"""What the hotline needs: an account at the carrier, its number, and an address the carrier can reach."""

from __future__ import annotations

from channels.base import Checks


def check(settings: object) -> Checks:
    """Names and, for what is wrong, remedies; a secret is looked at, never shown. A city may do without a hotline."""
    sid, token, number = (getattr(settings, f"twilio_{name}", "") for name in ("account_sid", "auth_token", "number"))
    if not (sid or token or number):
        return [("voice", True, "")]
    return [
        _row("account", bool(sid and token), "Set MINYI_TWILIO_ACCOUNT_SID and MINYI_TWILIO_AUTH_TOKEN."),
        _row("number", bool(number), "Set MINYI_TWILIO_NUMBER to the hotline's number, such as +862412345678."),
        _row("address", _reachable(settings), "Set MINYI_PUBLIC_URL to the https address the carrier calls."),
    ]


def _row(name: str, ok: bool, remedy: str) -> tuple[str, bool, str]:
    return f"voice {name}", ok, "" if ok else remedy


def _reachable(settings: object) -> bool:
    demo = getattr(settings, "mode", "") == "demo"
    return demo or str(getattr(settings, "public_url", "")).startswith("https://")

"""What Telegram needs: a bot's token, and an address it can reach."""

from __future__ import annotations

from channels.base import Checks


def check(settings: object) -> Checks:
    """Without a token the door is closed, which is no fault; with one the public address must be https."""
    token = getattr(settings, "telegram_token", None)
    if token is None or not token.get_secret_value():
        return [("telegram", True, "")]
    is_reachable = str(getattr(settings, "public_url", "")).startswith("https://")
    is_elsewhere = bool(getattr(settings, "telegram_api_url", ""))
    advice = "Telegram sends updates to https addresses only: set MINYI_PUBLIC_URL."
    return [("telegram", is_reachable or is_elsewhere, "" if is_reachable or is_elsewhere else advice)]

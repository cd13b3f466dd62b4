"""What the account needs: a token, and for answers by message and photos an app id with its secret."""

from __future__ import annotations

from channels.base import Checks


def check(settings: object) -> Checks:
    """Nothing is asked of the platform here: a check must not use up a token."""
    token = _set(settings, "wechat_token")
    if not token:
        return [("wechat", True, "off: MINYI_WECHAT_TOKEN is not set")]
    speaks = bool(getattr(settings, "wechat_app_id", "")) and _set(settings, "wechat_secret")
    sealed = _set(settings, "wechat_aes_key")
    return [
        ("wechat", True, ""),
        (
            "wechat answers",
            speaks,
            "Late answers and photos need MINYI_WECHAT_APP_ID and MINYI_WECHAT_SECRET.",
        ),
        ("wechat sealed", sealed, "Choose the sealed mode and set MINYI_WECHAT_AES_KEY: else bodies are not signed."),
    ]


def _set(settings: object, name: str) -> bool:
    secret = getattr(settings, name, None)
    return bool(secret and secret.get_secret_value())

"""What short messages need: the gateway that was chosen, with its secrets and an address for its reports."""

from __future__ import annotations

from collections.abc import Mapping

from channels.base import Checks

NEEDS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "twilio": (
        ("twilio_account_sid", "Set MINYI_TWILIO_ACCOUNT_SID."),
        ("twilio_auth_token", "Set MINYI_TWILIO_AUTH_TOKEN."),
        ("twilio_number", "Set MINYI_TWILIO_NUMBER to a number that can send messages."),
    ),
    "domestic": (
        ("sms_url", "Set MINYI_SMS_URL to the provider's address."),
        ("sms_app", "Set MINYI_SMS_APP to the name the provider knows you by."),
        ("sms_secret", "Set MINYI_SMS_SECRET to the secret you share with the provider."),
    ),
}


def check(settings: object) -> Checks:
    """Names and, for what is wrong, remedies; a secret is looked at, never shown.

    The demo gateway sends nothing: not for production.
    """
    gateway, mode = str(getattr(settings, "sms_gateway", "demo")), str(getattr(settings, "mode", "demo"))
    real = gateway != "demo" or mode == "demo"
    found = [("sms gateway", real, "Set MINYI_SMS_GATEWAY to twilio, domestic or file: demo sends nothing.")]
    found += [(f"sms {name}", bool(getattr(settings, name, None)), remedy) for name, remedy in NEEDS.get(gateway, ())]
    return [(name, ok, "" if ok else remedy) for name, ok, remedy in found]

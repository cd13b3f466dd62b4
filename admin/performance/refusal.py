"""A refusal in words: what is wrong and what to do, under a code the error table knows."""

from channels.base import Flaw, Refused

INVALID, MISSING, EARLY, LATE, FORBIDDEN = "invalid_value", "missing_field", "too_early", "too_late", "forbidden"


def refused(field: str, message: str, *, code: str = INVALID, **values: str | int) -> Refused:
    """To be raised; ``message`` is a message id, ``values`` fill its places."""
    return Refused(Flaw(field=field, code=code, message=message, values=values))

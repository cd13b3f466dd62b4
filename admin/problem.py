"""From an error to the problem that stands for it: code, status, fields, further members."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import DisconnectionError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect

from admin.errors import BY_STATUS, PROBLEMS
from channels.base import ChannelError, Flaw, Refused, TooMany
from tracking.domain.error import DomainError

OUTAGES = (OperationalError, InterfaceError, DisconnectionError, PoolTimeout)
_PYDANTIC = {"missing": "missing_field", "extra_forbidden": "unknown_field"}


@dataclass(frozen=True, kw_only=True)
class Problem:
    """An error as it is answered. ``flaws`` name fields, ``more`` are further members of the document."""

    code: str
    status: int
    flaws: Sequence[Flaw] = ()
    more: Mapping[str, Any] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)


def problem_of(error: Exception) -> Problem:
    """The problem that stands for an error."""
    match error:
        case Refused():
            return problem(error.flaws[0].code, flaws=error.flaws)
        case TooMany():
            return problem(error.code, headers={"Retry-After": str(error.retry_after)})
        case ChannelError():
            return problem(error.code)
        case DomainError():
            return problem(error.code, more=_members(error))
        case HTTPException():
            code = BY_STATUS.get(error.status_code, "bad_request")
            return problem(code, status=error.status_code, headers=error.headers or {})
        case ClientDisconnect():
            return problem("bad_request")
        case RequestValidationError():
            return _validation(error)
        case _:
            return problem("unavailable" if isinstance(error, OUTAGES) else "internal_error")


def problem(code: str, *, status: int | None = None, headers: Mapping[str, str] | None = None, **rest: Any) -> Problem:
    """The problem of a code, with what its row in the table says."""
    row = PROBLEMS[code]
    waiting = {"Retry-After": str(row.retry_after)} if row.retry_after else {}
    return Problem(code=code, status=status or row.status, headers=waiting | dict(headers or {}), **rest)


def _members(error: DomainError) -> Mapping[str, Any]:
    members = {"allowed": list(error.allowed), "details": dict(error.details)}
    return {name: value for name, value in members.items() if value}


def _validation(error: RequestValidationError) -> Problem:
    found = error.errors()
    if found and found[0]["type"] == "json_invalid":
        return problem("bad_request")
    flaws = [_flaw(each) for each in found]
    named = [flaw for flaw in flaws if flaw.field]
    return problem(named[0].code if named else "invalid_input", flaws=named)


def _flaw(found: Mapping[str, Any]) -> Flaw:
    code = _PYDANTIC.get(found["type"], "invalid_value")
    name = ".".join(str(part) for part in found["loc"][1:])
    return Flaw(field=name, code=code, message=PROBLEMS[code].advice)

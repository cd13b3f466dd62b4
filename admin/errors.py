"""Every error becomes an answer in one place: a problem document (RFC 9457) for programs, a page for people.

Both carry the reference number that stands in the log.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import DisconnectionError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from admin.language import preferred, say
from admin.log import failure
from admin.pages import render
from admin.problem import BY_STATUS, PROBLEMS
from channels.base import ChannelError, Flaw, Refused, TooMany
from tracking.domain.error import DomainError

OUTAGES = (OperationalError, InterfaceError, DisconnectionError, PoolTimeout)
FOR_PROGRAMS = ("/api/", "/healthz", "/readyz", "/metrics", "/open311/")
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
            return _problem(error.flaws[0].code, flaws=error.flaws)
        case TooMany():
            return _problem(error.code, headers={"Retry-After": str(error.retry_after)})
        case ChannelError():
            return _problem(error.code)
        case DomainError():
            return _problem(error.code, more=_members(error))
        case HTTPException():
            code = BY_STATUS.get(error.status_code, "bad_request")
            return _problem(code, status=error.status_code, headers=error.headers or {})
        case RequestValidationError():
            return _validation(error)
        case _:
            return _problem("unavailable" if isinstance(error, OUTAGES) else "internal_error")


def answer(request: Request, error: Exception) -> Response:
    """The answer to a failed request; redirects that were raised pass as they are."""
    if isinstance(error, HTTPException) and error.status_code < 400:
        return Response(status_code=error.status_code, headers=error.headers)
    problem = problem_of(error)
    request.state.error = problem.code
    if problem.status >= 500:
        failure(error, reference=request.state.reference)
    if problem.code == "invalid_input" and _not_json(request):
        problem = _problem("unsupported_media_type")
    return _document(request, problem) if for_program(request) else _page(request, problem)


def for_program(request: Request) -> bool:
    """Whether a program is asking: by address, else by what it accepts."""
    accepted = request.headers.get("accept", "")
    return request.url.path.startswith(FOR_PROGRAMS) or ("json" in accepted and "html" not in accepted)


def install(app: FastAPI) -> None:
    """Answer every kind of error here, also those of the framework."""

    async def handle(request: Request, error: Exception) -> Response:
        return answer(request, error)

    for kind in (HTTPException, RequestValidationError, DomainError, ChannelError, *OUTAGES):
        app.add_exception_handler(kind, handle)


def _problem(code: str, *, status: int | None = None, headers: Mapping[str, str] | None = None, **rest: Any) -> Problem:
    row = PROBLEMS[code]
    waiting = {"Retry-After": str(row.retry_after)} if row.retry_after else {}
    return Problem(code=code, status=status or row.status, headers=waiting | dict(headers or {}), **rest)


def _members(error: DomainError) -> Mapping[str, Any]:
    members = {"allowed": list(error.allowed), "details": dict(error.details)}
    return {name: value for name, value in members.items() if value}


def _validation(error: RequestValidationError) -> Problem:
    found = error.errors()
    if found and found[0]["type"] == "json_invalid":
        return _problem("bad_request")
    flaws = [_flaw(each) for each in found]
    named = [flaw for flaw in flaws if flaw.field]
    return _problem(named[0].code if named else "invalid_input", flaws=named)


def _flaw(found: Mapping[str, Any]) -> Flaw:
    code = _PYDANTIC.get(found["type"], "invalid_value")
    name = ".".join(str(part) for part in found["loc"][1:])
    return Flaw(field=name, code=code, message=PROBLEMS[code].advice)


def _not_json(request: Request) -> bool:
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    return request.url.path.startswith("/api/") and not (kind == "application/json" or kind.endswith("+json"))


def _document(request: Request, problem: Problem) -> Response:
    language = preferred(request.headers.get("accept-language"))
    row = PROBLEMS[problem.code]
    details = [_detail(language, flaw) for flaw in problem.flaws]
    body = {
        "type": f"urn:minyi:problem:{problem.code}",
        "title": say(language, row.title),
        "status": problem.status,
        "detail": details[0]["detail"] if details else say(language, row.advice),
        "instance": request.state.reference,
        "code": problem.code,
        **({"errors": details} if details else {}),
        **problem.more,
    }
    headers = {**problem.headers, "Content-Language": language, "Cache-Control": "no-store"}
    return Response(json.dumps(body, ensure_ascii=False), problem.status, headers, "application/problem+json")


def _detail(language: str, flaw: Flaw) -> dict[str, str]:
    return {"field": flaw.field, "code": flaw.code, "detail": say(language, flaw.message, **flaw.values)}


def _page(request: Request, problem: Problem) -> Response:
    row = PROBLEMS[problem.code]
    return render(request, "problem.html", status=problem.status, headers=problem.headers, problem=problem, row=row)

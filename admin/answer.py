"""The answer to a failed request: a problem document (RFC 9457) for programs, a page for people.

Both carry the reference number that stands in the log.
"""

from __future__ import annotations

import json

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from admin.errors import PROBLEMS
from admin.language import preferred, say
from admin.log import failure
from admin.pages import render
from admin.problem import OUTAGES, Problem, problem, problem_of
from channels.base import ChannelError, Flaw
from tracking.domain.error import DomainError

FOR_PROGRAMS = ("/api/", "/healthz", "/readyz", "/metrics", "/open311/", "/webhooks/", "/wechat")


def answer(request: Request, error: Exception) -> Response:
    """The answer to a failed request; redirects that were raised pass as they are."""
    if isinstance(error, HTTPException) and error.status_code < 400:
        return Response(status_code=error.status_code, headers=error.headers)
    found = problem_of(error)
    if found.code == "invalid_input" and _not_json(request):
        found = problem("unsupported_media_type")
    request.state.error = found.code
    if found.status >= 500:
        failure(error, reference=request.state.reference)
    return _document(request, found) if for_program(request) else _page(request, found)


def for_program(request: Request) -> bool:
    """Whether a program is asking: by address, else by what it accepts."""
    accepted = request.headers.get("accept", "")
    return request.url.path.startswith(FOR_PROGRAMS) or ("json" in accepted and "html" not in accepted)


def install(app: FastAPI) -> None:
    """Answer every kind of error here, also those of the framework."""

    async def handle(request: Request, error: Exception) -> Response:
        return answer(request, error)

    for kind in (HTTPException, ClientDisconnect, RequestValidationError, DomainError, ChannelError, *OUTAGES):
        app.add_exception_handler(kind, handle)


def _not_json(request: Request) -> bool:
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    return request.url.path.startswith("/api/") and not (kind == "application/json" or kind.endswith("+json"))


def _document(request: Request, found: Problem) -> Response:
    language = preferred(request.headers.get("accept-language"))
    row = PROBLEMS[found.code]
    details = [_detail(language, flaw) for flaw in found.flaws]
    body = {
        "type": f"urn:minyi:problem:{found.code}",
        "title": say(language, row.title),
        "status": found.status,
        "detail": details[0]["detail"] if details else say(language, row.advice),
        "instance": request.state.reference,
        "code": found.code,
        **({"errors": details} if details else {}),
        **found.more,
    }
    headers = {**found.headers, "Content-Language": language, "Cache-Control": "no-store"}
    return Response(json.dumps(body, ensure_ascii=False), found.status, headers, "application/problem+json")


def _detail(language: str, flaw: Flaw) -> dict[str, str]:
    return {"field": flaw.field, "code": flaw.code, "detail": say(language, flaw.message, **flaw.values)}


def _page(request: Request, found: Problem) -> Response:
    row = PROBLEMS[found.code]
    return render(request, "problem.html", status=found.status, headers=found.headers, problem=found, row=row)

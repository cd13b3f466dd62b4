"""How a person wants to read: language, size and contrast, chosen in the address and kept in cookies."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from admin.language import CHINESE, LANGUAGES

CHOICES: Mapping[str, tuple[str, ...]] = {
    "lang": LANGUAGES,
    "size": ("normal", "large"),
    "contrast": ("normal", "high"),
}
A_YEAR = 365 * 24 * 3600


@dataclass(frozen=True, kw_only=True)
class Look:
    """One value of each of ``CHOICES``; the first is the default."""

    lang: str = CHINESE
    size: str = "normal"
    contrast: str = "normal"


def look_of(request: Request) -> Look:
    """What the address says, else what the cookie says, else Chinese at normal size."""
    return Look(**{name: _chosen(request, name) for name in CHOICES})


def _chosen(request: Request, name: str) -> str:
    for value in (request.query_params.get(name), request.cookies.get(name)):
        if value in CHOICES[name]:
            return value
    return CHOICES[name][0]


def remember(request: Request, response: Response, *, secure: bool) -> None:
    """Keep what was chosen in the address for a year."""
    for name, allowed in CHOICES.items():
        value = request.query_params.get(name)
        if value in allowed:
            response.set_cookie(name, value, max_age=A_YEAR, secure=secure, httponly=True, samesite="lax")


def switched(request: Request, **chosen: str) -> str:
    """The address of this page with another look; what else stands in the query stays."""
    kept = {name: value for name, value in request.query_params.items() if name not in chosen}
    return f"{request.url.path}?{urlencode(kept | chosen)}"

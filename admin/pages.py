"""Pages: one Jinja environment a language over the template folders, and the one way to render.

Templates extend ``layout.html`` and see ``request``, ``look``, ``_``, ``static``, ``switched``, ``here`` and the
filters ``moment``, ``clock``, ``day`` (in the city's zone), ``figure`` and ``percent``.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date, datetime
from functools import cache, partial
from pathlib import Path

from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse

from admin.language import HTML_LANG, LOCALES, translations
from admin.look import look_of, remember, switched
from tracking.domain import percentage
from tracking.domain.clock import CITY_ZONE

_ROOT = Path(__file__).parent
STATIC = _ROOT / "static"
FOLDERS = (
    _ROOT / "templates",
    *sorted(_ROOT.glob("*/templates")),
    *sorted(_ROOT.parent.glob("channels/*/templates")),
)
_MOMENT = {"zh": "y年M月d日 HH:mm", "en": "d MMM y, HH:mm"}
_CLOCK = {"zh": "HH:mm", "en": "HH:mm"}
_DAY = {"zh": "y年M月d日", "en": "d MMM y"}


def render(
    request: Request, template: str, *, status: int = 200, headers: Mapping[str, str] | None = None, **context: object
) -> HTMLResponse:
    """A page in the reader's language and look. Never cached: it may show a person's own matter."""
    look = look_of(request)
    known = {"request": request, "look": look, "switched": partial(switched, request), "here": request.url.path}
    html = environment(look.lang).get_template(template).render(known | context)
    response = HTMLResponse(html, status, {"Cache-Control": "no-store", **(headers or {})})
    remember(request, response, secure=request.app.state.secure_cookies)
    return response


@cache
def environment(lang: str) -> Environment:
    """The templates in one language; parsed once a process."""
    made = Environment(
        loader=FileSystemLoader(FOLDERS),
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.policies["ext.i18n.trimmed"] = True
    made.install_gettext_translations(translations(lang), newstyle=True)  # type: ignore[attr-defined]
    made.filters |= {
        "moment": partial(moment, lang=lang),
        "clock": partial(clock, lang=lang),
        "day": partial(day, lang=lang),
        "figure": partial(figure, lang=lang),
        "percent": percentage.told,
    }
    made.globals |= {"static": static, "html_lang": HTML_LANG[lang]}
    return made


def moment(at: datetime | None, *, lang: str) -> str:
    """An instant as the city's clocks show it; nothing for None."""
    return format_datetime(at, _MOMENT[lang], CITY_ZONE, LOCALES[lang]) if at else ""


def clock(at: datetime, *, lang: str) -> str:
    """The hour and minute of an instant."""
    return format_datetime(at, _CLOCK[lang], CITY_ZONE, LOCALES[lang])


def day(on: date | None, *, lang: str) -> str:
    """A day; an instant is taken in the city's zone."""
    if isinstance(on, datetime):
        on = on.astimezone(CITY_ZONE).date()
    return format_date(on, _DAY[lang], LOCALES[lang]) if on else ""


def figure(value: float | None, *, lang: str, pattern: str = "#,##0.##") -> str:
    """A number in the reader's notation."""
    return "" if value is None else format_decimal(value, pattern, LOCALES[lang])


@cache
def static(path: str) -> str:
    """The address of a file in ``admin/static``; it changes with the content, so it may be kept for ever."""
    digest = hashlib.sha256((STATIC / path).read_bytes()).hexdigest()[:10]
    return f"/static/{path}?v={digest}"

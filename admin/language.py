"""Two languages: Chinese, which the programs are written in, and English from the catalogues.

A catalogue is every ``.po`` file in ``admin/locales/en/LC_MESSAGES``; message ids are the Chinese strings.
Catalogues are parsed once, on first use.
"""

from __future__ import annotations

from functools import cache
from io import BytesIO
from pathlib import Path

from babel import Locale
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations

CHINESE, ENGLISH = "zh", "en"
LANGUAGES = (CHINESE, ENGLISH)
LOCALES = {CHINESE: Locale.parse("zh_Hans_CN"), ENGLISH: Locale.parse("en_GB")}
HTML_LANG = {CHINESE: "zh-CN", ENGLISH: "en"}
FOLDER = Path(__file__).parent / "locales"


@cache
def translations(language: str) -> NullTranslations:
    """The messages of a language; Chinese needs none."""
    if language == CHINESE:
        return NullTranslations()
    merged: Translations | None = None
    for path in sorted((FOLDER / language / "LC_MESSAGES").glob("*.po")):
        catalogue = _compiled(path, language)
        merged = merged.merge(catalogue) if merged else catalogue
    return merged or NullTranslations()


def say(language: str, message: str, **values: object) -> str:
    """A message in a language, with its ``%(name)s`` filled in."""
    translated = translations(language).gettext(message) if message else ""
    return translated % values if values else translated


def preferred(accept_language: str | None) -> str:
    """The first language of an ``Accept-Language`` header that we speak; Chinese where it names none."""
    for each in (accept_language or "").split(","):
        tag = each.split(";")[0].strip().lower()[:2]
        if tag in LANGUAGES:
            return tag
    return CHINESE


def _compiled(path: Path, language: str) -> Translations:
    compiled = BytesIO()
    with path.open("rb") as file:
        write_mo(compiled, read_po(file, locale=language))
    compiled.seek(0)
    return Translations(compiled)

"""Every string people see is in both languages."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from admin.language import FOLDER

ROOT = Path(__file__).parents[3]
CATALOGUES = sorted((FOLDER / "en" / "LC_MESSAGES").glob("*.po"))
METHODS = [("admin/**.py", "python"), ("channels/**.py", "python"), ("**/templates/**.html", "jinja2")]
OPTIONS = {"**/templates/**.html": {"trimmed": "true", "newstyle_gettext": "true"}}
CHINESE = re.compile(r"[\u4e00-\u9fff]")
PLACEHOLDER = re.compile(r"%\((\w+)\)s")


def _said() -> set[str]:
    """Every marked string of the programs and templates."""
    keywords: dict[str, tuple[int, ...] | None] = {"_": None, "gettext": None, "marked": None}
    found = set()
    for package in ("admin", "channels"):
        methods = [(pattern.removeprefix(f"{package}/"), method) for pattern, method in METHODS]
        for name, _, message, *_ in extract_from_dir(ROOT / package, methods, OPTIONS, keywords):
            assert isinstance(message, str), (name, message)
            found.add(message)
    return {message for message in found if CHINESE.search(message)}


def _read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale="en")


def _translated() -> dict[str, str]:
    return {str(each.id): str(each.string) for path in CATALOGUES for each in _read(path) if each.id}


def test_every_string_is_in_english() -> None:
    known = _translated()

    assert sorted(_said() - set(known)) == []
    assert sorted(key for key, value in known.items() if not value) == []


def test_no_translation_outlives_its_string() -> None:
    assert sorted(set(_translated()) - _said()) == []


def test_english_is_english_and_fills_the_same_places() -> None:
    for key, value in _translated().items():
        assert not CHINESE.search(value), key
        assert Counter(PLACEHOLDER.findall(key)) == Counter(PLACEHOLDER.findall(value)), key


def test_no_string_is_translated_twice() -> None:
    ids = Counter(str(each.id) for path in CATALOGUES for each in _read(path) if each.id)
    assert [key for key, times in ids.items() if times > 1] == []


def test_public_chinese_is_set_with_full_width_marks() -> None:
    half = re.compile(r"[\u4e00-\u9fff][,:;?!]|[,:;?!][\u4e00-\u9fff]")
    public = [str(each.id) for each in _read(FOLDER / "en" / "LC_MESSAGES" / "minyi.po")]

    assert [message for message in public if half.search(message)] == []

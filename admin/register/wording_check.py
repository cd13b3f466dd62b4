"""What words of a notice must be before they may stand, and how they look filled in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from string import Formatter

from admin.register.parameter_check import refused
from admin.register.wording import MAIL, NOTICES, SMS, Part
from admin.register.wording_word import EXAMPLE, EXAMPLE_OF
from channels.base import marked
from channels.sms.port import segments

Row = Mapping[str, str]
MOST_SEGMENTS, LONGEST = 6, 3000
_EMPTY = marked("请填写文字。")
_LONG = marked("最多%(most)s字，现在是%(length)s字，请缩短。")
_LINES = marked("短信和主题不能分行。")
_BROKEN = marked("花括号不成对，或括号里不只是名称。花括号只用来标出自动填写的内容，如{number}。")
_UNKNOWN = marked("{%(gap)s}不是这条通知能填的内容。能填的有：%(known)s。")
_MISSING = marked("少了{%(gap)s}，收到的人离不开它。")
_SEGMENTS = marked("填好后有%(n)s条短信那么长，最多%(most)s条，请缩短。")


@dataclass(frozen=True, kw_only=True)
class Preview:
    """A part filled with an example; ``segments`` is how many messages it is charged as, None for mail."""

    part: Part
    text: str
    segments: int | None


def check(name: str, rows: Sequence[Row]) -> None:
    """Raises ``Refused`` with the first thing that is wrong."""
    for index, row in enumerate(rows):
        _check(NOTICES[name].part(row["name"]), row["text"], f"{index}.text")


def preview(name: str, rows: Sequence[Row], *, city: str) -> Sequence[Preview]:
    """Words that were checked, filled."""
    notice = NOTICES[name]
    parts = ((notice.part(row["name"]), row["text"]) for row in notice.known(rows))
    return [_filled(part, text, city=city) for part, text in parts]


def _filled(part: Part, text: str, *, city: str) -> Preview:
    told = text.format_map({**EXAMPLE, **EXAMPLE_OF.get(part.name, {}), "city": city})
    return Preview(part=part, text=told, segments=segments(told) if part.kind == SMS else None)


def _check(part: Part, text: str, field: str) -> None:
    if not text:
        raise refused(field, _EMPTY)
    if len(text) > LONGEST:
        raise refused(field, _LONG, most=LONGEST, length=len(text))
    if part.kind != MAIL and len(text.splitlines()) > 1:
        raise refused(field, _LINES)
    found = _gaps(text, field)
    for gap in found:
        if gap not in part.gaps:
            raise refused(field, _UNKNOWN, gap=gap[:40], known=" ".join(f"{{{each}}}" for each in part.gaps))
    for gap in part.needed:
        if gap not in found:
            raise refused(field, _MISSING, gap=gap)
    if (_filled(part, text, city="").segments or 0) > MOST_SEGMENTS:
        raise refused(field, _SEGMENTS, n=_filled(part, text, city="").segments or 0, most=MOST_SEGMENTS)


def _gaps(text: str, field: str) -> Sequence[str]:
    """The names in curly brackets; nothing but a plain name may stand in them."""
    try:
        parsed = list(Formatter().parse(text))
    except ValueError:
        raise refused(field, _BROKEN) from None
    if any(form or conversion or name == "" for _, name, form, conversion in parsed if name is not None):
        raise refused(field, _BROKEN)
    return [name for _, name, _, _ in parsed if name is not None]

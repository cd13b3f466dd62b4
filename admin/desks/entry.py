"""Reading what people type: cleaned text, petition numbers, moments of the city's clock."""

from datetime import datetime

from starlette.datastructures import FormData

from channels import words
from tracking.domain.clock import CITY_ZONE
from tracking.domain.error import InvalidValue, NotFound
from tracking.domain.number import parse

LONGEST = 20_000


def clean(value: object) -> str:
    """Text without what a database cannot hold, trimmed and cut to a sane length; files count as nothing."""
    return words.clean(value)[:LONGEST] if isinstance(value, str) else ""


def typed(form: FormData) -> dict[str, str]:
    """Every field of a form, cleaned; of several values the last."""
    return {name: clean(value) for name, value in form.multi_items()}


def number_in(path: str) -> str:
    """A petition number from an address. Raises ``NotFound`` for what is none."""
    try:
        return str(parse(path))
    except InvalidValue as error:
        raise NotFound("no such petition") from error


def moment_in(text: str) -> datetime:
    """``2026-03-02T09:30`` as typed in the city. Raises ``ValueError``."""
    at = datetime.fromisoformat(text)
    return at if at.tzinfo else at.replace(tzinfo=CITY_ZONE)


def count_in(text: str) -> int:
    """A small whole number, 0 for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 0

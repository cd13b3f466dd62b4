"""Texts of a record are read by many: nothing personal in them, and no petition number, for a report has one too."""

import re

from admin.wiring import Container
from tracking.domain.case import require
from tracking.domain.error import InvalidValue

LONGEST = 2000
_NUMBER = re.compile(r"[A-Z]{2}\d{8}-?[A-Z]-?\d{6}", re.ASCII | re.IGNORECASE)


def check(container: Container, **texts: str) -> None:
    """Raises ``MissingField`` for an empty one, ``InvalidValue`` for one too long or with something personal in it."""
    require(**texts)
    for field, text in texts.items():
        if len(text) > LONGEST or _NUMBER.search(text) or container.redact(text) != text:
            raise InvalidValue("too long, or something in it points at a citizen", field=field)

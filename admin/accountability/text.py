"""Texts of a record are read by many: nothing personal in them, and no petition number, for a report has one too."""

from admin.anonymity import tells, visible
from admin.wiring import Container
from tracking.domain.case import require
from tracking.domain.error import InvalidValue

LONGEST = 2000


def check(container: Container, **texts: str) -> None:
    """Raises ``MissingField`` for an empty one, ``InvalidValue`` for one too long or with something personal in it."""
    require(**texts)
    for field, text in texts.items():
        if len(text) > LONGEST or tells(container, visible(text)):
            raise InvalidValue("too long, or something in it points at a citizen", field=field)

"""Texts of a record are read by many, also by the unit: nothing personal in them, no petition number, no petitioner."""

from collections.abc import Collection

from sqlalchemy import select

from admin.accountability.schema import evidence
from admin.anonymity import names, tells, visible
from admin.wiring import Container
from tracking.domain.case import require
from tracking.domain.error import InvalidValue

LONGEST, MOST = 2000, 20
_E = evidence.c


def concerned(container: Container, identity: int) -> Collection[str]:
    """The petitions of a record's dossier, at most ``MOST``: a report may be among them."""
    wanted = select(_E.number).where(_E.record == identity, _E.number.is_not(None)).distinct()
    with container.engine.connect() as connection:
        return connection.execute(wanted.order_by(_E.number).limit(MOST)).scalars().all()


def check(container: Container, numbers: Collection[str], **texts: str) -> None:
    """Raises ``MissingField`` for an empty one, ``InvalidValue`` for one too long or with something personal in it.

    ``numbers``: whose petitioners it must not name either.
    """
    require(**{field: visible(text) for field, text in texts.items()})
    for field, text in texts.items():
        said = any(names(container, number, text) for number in numbers)
        if len(text) > LONGEST or said or tells(container, visible(text)):
            raise InvalidValue("too long, or something in it points at a citizen", field=field)

"""Listening to what was spoken. A voice tells who speaks: it is heard for a reason, and every hearing is logged."""

from datetime import datetime, timedelta

from sqlalchemy import Connection, exists, select

from admin.desks.petition_view import may_identify
from admin.security import identity, schema
from admin.security.account import Officer
from admin.wiring import Container
from tracking.domain.error import Forbidden
from tracking.store import dossier

LASTS = timedelta(minutes=30)
HEARD = "收听录音："
_R = schema.identity_read.c


def begin(container: Container, officer: Officer, number: str, reason: str) -> None:
    """Log that this officer listens now. Raises ``Forbidden`` for ears that may not know who speaks."""
    with container.engine.begin() as connection:
        if not may_identify(officer, dossier.read(connection, number, officer.viewer)):
            raise Forbidden("the petitioner's voice is not played at this desk", number=number)
        identity.note(connection, officer, number, reason=HEARD + reason, at=container.core.now())


def lately(connection: Connection, officer: Officer, number: str, now: datetime) -> bool:
    """Whether this officer gave a reason to listen a moment ago: a player asks again for each part it needs."""
    mine = (_R.reader == officer.username, _R.at > now - LASTS, _R.number == number)
    return bool(connection.execute(select(exists().where(*mine, _R.reason.startswith(HEARD)))).scalar_one())


def check(connection: Connection, officer: Officer, number: str, now: datetime) -> None:
    """Raises ``Forbidden`` where nobody said why: also when the rights of this desk have ended since."""
    found = dossier.read(connection, number, officer.viewer)
    if not may_identify(officer, found) or not lately(connection, officer, number, now):
        raise Forbidden("a recording is heard for a reason that is logged first", number=number)

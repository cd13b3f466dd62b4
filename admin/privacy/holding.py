"""What is held of a petitioner, and the same as a file to take away."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, insert, select

from admin.security.identity import Person, opened
from admin.security.schema import identity_read
from tracking.domain.error import NotFound
from tracking.domain.vocabulary import DataRight
from tracking.store import dossier, schema
from tracking.store.seal import Sealer

_P, _R = schema.petition.c, identity_read.c
_COLUMNS = (_P.number, _P.stage, _P.channel, _P.received_at, _P.identity, _P.place, _P.title)
_STATE = (_P.agrees_to_publication, _P.data_right, _P.data_asked_at, _P.version)
_BY_CITIZEN = "citizen:"
OWN_TEXTS = ("said", "words", "data_request", "public_reply", "data_decision")


@dataclass(frozen=True, kw_only=True)
class Holding:
    """``readings``: how often officers opened name and phone."""

    number: str
    stage: str
    channel: str
    received_at: datetime
    identity: str
    place: str | None
    title: str
    agrees_to_publication: bool
    data_right: DataRight | None
    data_asked_at: datetime | None
    version: int
    person: Person
    readings: int


def of(connection: Connection, number: str, sealer: Sealer) -> Holding:
    """Raises ``NotFound``."""
    read = select(func.count()).where(_R.number == number, ~_R.reader.startswith(_BY_CITIZEN)).scalar_subquery()
    wanted = select(*_COLUMNS, *_STATE, _P.name, _P.phone, _P.email, read.label("readings")).where(_P.number == number)
    row = connection.execute(wanted).mappings().first()
    if row is None:
        raise NotFound("no such petition", number=number)
    known = {name: row[name] for name in Holding.__dataclass_fields__ if name != "person"}
    return Holding(**known, person=opened(row["name"], row["phone"], row["email"], sealer=sealer))


def texts(connection: Connection, number: str) -> Sequence[tuple[str, str]]:
    """(purpose, words): what the petitioner said, and what was answered to the petitioner."""
    found: Mapping[int, Mapping[str, str]] = dossier.texts(connection, number)
    return [(name, body) for _, each in sorted(found.items()) for name, body in each.items() if name in OWN_TEXTS]


def note(connection: Connection, number: str, sealer: Sealer, *, reason: str, at: datetime) -> None:
    """The petitioner's own reading is logged like everybody's, each under a name of its own that tells no number."""
    reader = _BY_CITIZEN + sealer.key(number, "reader").hex()[:12]
    row = {"reader": reader, "number": number, "reason": reason, "at": at}
    connection.execute(insert(identity_read).values(row))

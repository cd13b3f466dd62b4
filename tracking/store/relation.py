"""Petitions that belong together: merged into one, split off another, joined by others with the same trouble."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, and_, func, select
from sqlalchemy.dialects.postgresql import insert

from tracking.domain.stage import OPEN_STAGES, PetitionStage
from tracking.domain.vocabulary import Identity
from tracking.store.schema import follower, petition

_P, _F = petition.c, follower.c


@dataclass(frozen=True, kw_only=True)
class Relatives:
    """How many parts are open and how many merged petitioners were not called back, as the rows say now."""

    open_parts: int
    uncalled: int


def relatives(connection: Connection, number: str) -> Relatives:
    part = _P.split_from == number
    living = _P.stage.in_(sorted({*OPEN_STAGES, PetitionStage.MERGED}))
    reachable = and_(_P.wants_contact, _P.identity != Identity.ANONYMOUS)
    uncalled = (_P.master == number, _P.stage == PetitionStage.MERGED, _P.called_back_at.is_(None), reachable)
    row = connection.execute(
        select(
            select(func.count()).where(part, living).scalar_subquery(),
            select(func.count()).where(*uncalled).scalar_subquery(),
        )
    ).one()
    return Relatives(open_parts=row[0], uncalled=row[1])


def merged_into(connection: Connection, number: str) -> Sequence[str]:
    """The petitions that go with this master."""
    merged = select(_P.number).where(_P.master == number, _P.stage == PetitionStage.MERGED)
    return list(connection.execute(merged.order_by(_P.number)).scalars())


def parts_of(connection: Connection, number: str) -> Sequence[str]:
    """The petitions that were split off this one."""
    return list(connection.execute(select(_P.number).where(_P.split_from == number).order_by(_P.number)).scalars())


def add_follower(
    connection: Connection, number: str, *, voter_key: bytes, phone: bytes | None, joined_at: datetime
) -> bool:
    """Whether this one had not joined before, and is not the petitioner."""
    own = select(_P.number).where(_P.number == number, _P.phone_key == voter_key)
    if connection.execute(own).first() is not None:
        return False
    row = {"number": number, "voter_key": voter_key, "phone": phone, "joined_at": joined_at}
    statement = insert(follower).values(row).on_conflict_do_nothing().returning(_F.number)
    return connection.execute(statement).first() is not None


def phones_of_followers(connection: Connection, number: str) -> Sequence[bytes]:
    """Sealed, oldest first; those who left none are not told."""
    left = select(_F.phone).where(_F.number == number, _F.phone.is_not(None))
    return list(connection.execute(left.order_by(_F.joined_at, _F.voter_key)).scalars())

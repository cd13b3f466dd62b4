"""Calling back: the carrier rings the petitioner, the four questions are answered with keys."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, select, update
from sqlalchemy.dialects.postgresql import insert

from channels import telephone
from channels.base import CarrierError, ChannelError
from channels.carrier import asking, client
from channels.telephony import Account
from channels.voice.schema import callback_call
from tracking.domain.case import Case
from tracking.domain.error import OutOfTurn
from tracking.domain.people import Actor, Role
from tracking.domain.procedure.callback import record_callback
from tracking.domain.stage import PetitionStage
from tracking.service.core import Core
from tracking.service.once import Item, act_once
from tracking.store import case as cases
from tracking.store import schema

_B = callback_call.c
STILL_RINGING = timedelta(minutes=10)
RINGS = 30


class NobodyToCall(ChannelError):
    """The petitioner left no telephone number, or the matter is not to be called back now."""

    code = "out_of_turn"


class AlreadyCalling(ChannelError):
    """This call-back was placed a moment ago."""

    code = "conflict"
    permanent = False


@dataclass(frozen=True, kw_only=True)
class Placed:
    """One call-back: the petition, and how many had been tried before."""

    number: str
    attempt: int

    @property
    def path(self) -> str:
        """As it stands in the addresses the carrier calls."""
        return f"{self.number}/{self.attempt}"


@dataclass(frozen=True, kw_only=True)
class Callbacks:
    """Places call-backs through the carrier."""

    core: Core
    account: Account
    public_url: str

    def place(self, number: str, *, by: str) -> Placed:
        """Ring the petitioner. Raises ``NotFound``, ``NobodyToCall``, ``AlreadyCalling`` and ``CarrierError``."""
        if not self.account.ready:
            raise CarrierError("no account at a carrier", permanent=True)
        with self.core.engine.begin() as connection:
            case = cases.load(connection, number)
            phone = connection.execute(
                select(schema.petition.c.phone).where(schema.petition.c.number == number)
            ).scalar()
            if case.petition.stage is not PetitionStage.AWAITING_CALLBACK or phone is None:
                raise NobodyToCall(number)
            placed = Placed(number=number, attempt=case.petition.callback_tries)
            _reserve(connection, placed, by=by, at=self.core.now())
        self._ring(placed, self.core.sealer.open(phone, "phone"))
        return placed

    def _ring(self, placed: Placed, phone: str) -> None:
        try:
            with asking():
                sid = client(self.account).calls.create(to=telephone.international(phone), **self._asked(placed)).sid
            _note(self.core, placed, sid=sid)
        except CarrierError as error:
            ended = None if error.ambiguous else self.core.now()
            _note(self.core, placed, error=str(error), ended_at=ended)
            raise

    def _asked(self, placed: Placed) -> dict[str, Any]:
        root = f"{self.public_url}/webhooks/voice"
        return {
            "from_": self.account.number,
            "url": f"{root}/calling/{placed.path}",
            "status_callback": f"{root}/called/{placed.path}",
            "status_callback_event": ["completed"],
            "machine_detection": "Enable",
            "timeout": RINGS,
        }


def placed_by(core: Core, placed: Placed) -> str:
    """The officer who placed it, empty where nobody did."""
    with core.engine.connect() as connection:
        return connection.execute(select(_B.placed_by).where(*_is(placed))).scalar() or ""


def officer(username: str) -> Actor:
    """The call-back desk, through the telephone."""
    return Actor(id=username or Role.CALLER, role=Role.CALLER, channel="voice")


def note_try(core: Core, placed: Placed) -> None:
    """A call-back that brought no answer counts as a try of the officer who placed it."""
    by = officer(placed_by(core, placed))

    def do(case: Case, at: datetime) -> None:
        record_callback(case, by=by, at=at, timetable=core.timetable_of(case), answers=None)

    item = Item(channel="voice", external_id=f"{placed.path}/unanswered", raw={})
    try:
        act_once(core, item, placed.number, do)
    except OutOfTurn:  # decided otherwise while it rang
        return


def close(core: Core, placed: Placed, sid: str) -> None:
    """The call-back is over."""
    _note(core, placed, sid=sid, ended_at=core.now())


def _reserve(connection: Connection, placed: Placed, *, by: str, at: datetime) -> None:
    """One call-back at a time. Raises ``AlreadyCalling``."""
    values = {"placed_by": by, "placed_at": at, "sid": None, "error": None, "ended_at": None}
    again = _B.ended_at.is_not(None) | (_B.placed_at < at - STILL_RINGING)
    row = insert(callback_call).values(number=placed.number, attempt=placed.attempt, **values)
    taken = row.on_conflict_do_update(index_elements=["number", "attempt"], set_=values, where=again)
    if connection.execute(taken.returning(_B.number)).first() is None:
        raise AlreadyCalling(placed.number)


def _note(core: Core, placed: Placed, **values: object) -> None:
    with core.engine.begin() as connection:
        connection.execute(update(callback_call).where(*_is(placed)).values(values))


def _is(placed: Placed) -> tuple[Any, Any]:
    return _B.number == placed.number, _B.attempt == placed.attempt

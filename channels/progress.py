"""Asking how one's own matter stands: number and query code, and nothing else, open it."""

from __future__ import annotations

import hmac
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from channels import keypad
from channels.limit import Gate
from channels.wording import OWN_STEPS, STEPS
from tracking.domain import deadline
from tracking.domain.error import InvalidValue, NotFound
from tracking.domain.number import parse
from tracking.domain.people import RIGHTS, Role
from tracking.domain.stage import allowed_on_petition
from tracking.domain.verb import Verb
from tracking.service.core import Core
from tracking.store import progress as store
from tracking.store.progress import Progress, Standing, Step

PER_ADDRESS, WRONG_PER_NUMBER = "60/minute; 600/hour", "10/15minutes"
_SEPARATORS = re.compile(r"[\s\-]+")


class Lookup:
    """Opens petitions for whoever has number and code; counts tries by address and wrong ones by number."""

    def __init__(self, core: Core) -> None:
        self.core = core
        self._tries, self._wrong = Gate(PER_ADDRESS), Gate(WRONG_PER_NUMBER)

    def open(self, number: str, code: str, *, address: str) -> Progress:
        """Raises ``NotFound``, the same for a wrong number and a wrong code, and ``TooMany``."""
        self._tries.enter("address", address)
        known = normal_number(number)
        self._wrong.check("number", known)
        with self.core.engine.connect() as connection:
            found = store.standing(connection, known)
            fits = self._fits(found, code)
            if found is None or not fits:
                self._wrong.enter("number", known)
                raise NotFound("number and code do not belong together")
            return store.progress(connection, found)

    def open_by_keys(self, digits: str, code: str, *, phone: str | None, address: str) -> Progress:
        """As ``open``, with what is keyed on a telephone; from the petition's own number the day may be left out.

        The number someone calls from only chooses: it can be forged, so it never stands for the code.
        """
        self._tries.enter("address", address)
        with self.core.engine.connect() as connection:
            number = self._number(connection, digits, phone)
            self._wrong.check("number", number or digits)
            fits = hmac.compare_digest(keypad.keyed(self.core.sealer.query_code(number or digits)), code)
            found = store.standing(connection, number) if number and fits else None
            if found is None:
                self._wrong.enter("number", number or digits)
                raise NotFound("number and code do not belong together")
            return store.progress(connection, found)

    def _number(self, connection: Connection, digits: str, phone: str | None) -> str | None:
        if len(digits) == keypad.ENDING:
            key = self.core.sealer.key(phone, "phone") if phone else b""
            return store.number_of_phone(connection, key, ending=keypad.ending(digits))
        return store.number_among(connection, keypad.numbers(digits, self.core.city))

    def read(self, number: str) -> Progress:
        """For someone who has shown the code before. Raises ``NotFound``."""
        with self.core.engine.connect() as connection:
            found = store.standing(connection, number)
            if found is None:
                raise NotFound("no such petition", number=number)
            return store.progress(connection, found)

    def _fits(self, found: Standing | None, code: str) -> bool:
        """As long for a number that does not exist as for a wrong code."""
        given = self.core.sealer.key(_SEPARATORS.sub("", code).upper(), "code")
        return hmac.compare_digest(given, found.code_key if found else bytes(len(given)))


def normal_number(typed: str) -> str:
    """The number as it is stored; what cannot be one stays what it is and will not be found."""
    try:
        return str(parse(typed))
    except InvalidValue:
        return typed.strip()[:40]


def offers(standing: Standing, now: datetime, *, reopen_within: timedelta) -> frozenset[Verb]:
    """What the petitioner may do at this stage."""
    mine = {verb for verb in allowed_on_petition(standing.stage) if Role.CITIZEN in RIGHTS[verb]}
    if standing.closed_at is None or now > standing.closed_at + reopen_within:
        mine.discard(Verb.REOPEN)
    return frozenset(mine)


def reopen_within(core: Core) -> timedelta:
    """How long after closing a matter can be reopened, by the rules of today."""
    return timedelta(days=int(core.timetable().general(deadline.Step.REOPEN).amount))


@dataclass(frozen=True, kw_only=True)
class Told:
    """One step in words: a message id with its unit, and what the petitioner said or was asked."""

    at: datetime
    verb: Verb
    message: str
    values: Mapping[str, str]
    words: str | None


def told(step: Step, unit_name: Callable[[str | None], str]) -> Told:
    """A step of the ledger as a sentence."""
    entry = step.entry
    own = OWN_STEPS.get(entry.verb) if entry.role is Role.CITIZEN else None
    unit = entry.facts.get("added", {}).get("unit") or entry.unit
    values = {"unit": unit_name(unit)}
    return Told(at=entry.at, verb=entry.verb, message=own or STEPS[entry.verb], values=values, words=step.words)


def open_question(steps: Sequence[Told]) -> str | None:
    """What the petitioner was asked and has not answered yet."""
    turns = [step for step in steps if step.verb in (Verb.ASK, Verb.ADD_FACTS)]
    return turns[-1].words if turns and turns[-1].verb is Verb.ASK else None

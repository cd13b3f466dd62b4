"""The tracking core with everything it needs; built once per process, nothing connects on import."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from threading import Lock

from sqlalchemy import Connection, Engine

from tracking.domain.case import Case
from tracking.domain.clock import Clock, city_day
from tracking.domain.deadline import RuleBook
from tracking.domain.error import InvalidValue, StaleVersion
from tracking.domain.number import Number
from tracking.domain.procedure.timetable import Timetable
from tracking.domain.workday import WorkCalendar
from tracking.store import case as cases
from tracking.store import parameter
from tracking.store.freshness import Freshness
from tracking.store.number import Sequences
from tracking.store.seal import Sealer
from tracking.store.visibility import Viewer


@dataclass
class Core:
    """Engine, clock, keys and the city's letters; rules and calendar are read on first use."""

    engine: Engine
    clock: Clock
    sealer: Sealer
    city: str = "SY"
    autocommit: Engine = field(init=False)
    sequences: Sequences = field(init=False)
    freshness: Freshness = field(init=False)
    _rules: tuple[int, RuleBook, WorkCalendar] | None = field(default=None, init=False)
    _lock: Lock = field(default_factory=Lock, init=False)

    def __post_init__(self) -> None:
        self.autocommit = self.engine.execution_options(isolation_level="AUTOCOMMIT")
        self.sequences = Sequences(self.autocommit)
        self.freshness = Freshness(self.autocommit, self.now)

    def now(self) -> datetime:
        return self.clock.now()

    def timetable(self, *, version: str | None = None, on: date | None = None) -> Timetable:
        """The rules called ``version``, or those in force on a day (today)."""
        book, calendar = self._known()
        rules = book.version(version) if version else book.at(on or city_day(self.now()))
        return Timetable(rules=rules, calendar=calendar)

    def reload(self) -> tuple[RuleBook, WorkCalendar]:
        """Read parameters and calendar anew, after someone changed them."""
        with self._lock:
            stamp = self.freshness.ask()
            with self.engine.connect() as connection:
                book, calendar = parameter.rulebook(connection), parameter.calendar(connection)
            self._rules = stamp, book, calendar
            return book, calendar

    def _known(self) -> tuple[RuleBook, WorkCalendar]:
        known = self._rules
        return known[1:] if known and known[0] == self.freshness.stamp() else self.reload()

    def number(self, channel_letter: str, at: datetime) -> str:
        """A fresh petition number."""
        day = city_day(at)
        sequence = self.sequences.next(day)
        return str(Number(city=self.city, day=day, channel=channel_letter, sequence=sequence))

    @contextmanager
    def change(self, number: str, *, version: int | None = None, viewer: Viewer | None = None) -> Iterator[Case]:
        """One petition, held while verbs are recorded on it; saved and committed at the end.

        ``version`` is what the person saw; raises ``StaleVersion`` when the petition has moved on since. ``viewer``
        is that person; raises ``NotFound`` when these eyes may not see the petition.
        """
        with self.engine.begin() as connection:
            case = held(connection, number, version=version, viewer=viewer)
            yield case
            cases.save(connection, case)

    @contextmanager
    def change_both(self, number: str, other: str, *, version: int | None = None) -> Iterator[tuple[Case, Case]]:
        """Two petitions in one transaction, held in the order of their numbers; ``version`` is that of the first."""
        if number == other:
            raise InvalidValue("a petition has no relation to itself", field="number", value=number)
        with self.engine.begin() as connection:
            both = {
                each: held(connection, each, version=version if each == number else None)
                for each in sorted((number, other))
            }
            yield both[number], both[other]
            for each in both.values():
                cases.save(connection, each)

    def timetable_of(self, case: Case) -> Timetable:
        """A running petition keeps the rules it started with."""
        return self.timetable(version=case.petition.rules)


def held(connection: Connection, number: str, *, version: int | None = None, viewer: Viewer | None = None) -> Case:
    """A petition, held until the transaction ends. Raises ``NotFound`` and ``StaleVersion``."""
    case = cases.load(connection, number, for_update=True, viewer=viewer)
    if version is not None and version != case.petition.version:
        raise StaleVersion("the petition has changed meanwhile", number=number)
    return case

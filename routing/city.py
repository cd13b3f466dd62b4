"""The city as the program asks for it: names by code, places, and the duty register.

Read once and kept; read anew when someone edited it in any process, and on a day on which something begins or ends.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from threading import Lock
from typing import Any

from sqlalchemy import Connection, Table, select

from routing import schema
from routing.rule import Rule
from tracking.domain.clock import city_day
from tracking.domain.error import UnknownCode
from tracking.service.core import Core

DISTRICT_HOLDER = "@district"
DISCIPLINE_HOLDER = "@discipline"
ANYWHERE = "*"


@dataclass(frozen=True, kw_only=True)
class Unit:
    """承办单位. ``group`` is None for units that are not ranked."""

    code: str
    name: str
    short_name: str
    kind: str
    group: str | None
    parent: str | None
    phone: str | None
    successor: str | None
    active: bool
    abolished_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class Duty:
    """权责事项: which unit is in charge of a topic at a place, and on what basis."""

    topic: str
    place: str
    unit: str
    name: str
    basis: str
    statutory_days: int | None


@dataclass(frozen=True, kw_only=True)
class Place:
    """A named place of the gazetteer; ``kind`` is district, street or the landmark's own."""

    name: str
    kind: str
    district: str
    street: str | None


@dataclass(frozen=True, kw_only=True)
class LegacySource:
    """A line, window, mailbox or branch hotline of old: who had it, and the channel it was merged into."""

    code: str
    kind: str
    name: str
    unit: str
    channel: str
    address: str | None = None


@dataclass(frozen=True, kw_only=True)
class Code:
    """One entry of a code list."""

    code: str
    name: str
    note: str


@dataclass(frozen=True, kw_only=True)
class Register:
    """Everything, as read at one moment; it holds ``until`` a day on which something begins or ends."""

    units: Mapping[str, Unit]
    topics: Mapping[str, str]
    duties: Mapping[tuple[str, str], Duty]
    districts: Mapping[str, str]
    streets: Mapping[str, tuple[str, str]]
    places: Sequence[Place]
    legacy_sources: Mapping[str, LegacySource]
    codes: Mapping[str, Sequence[Code]]
    retired: frozenset[str] = frozenset()
    rules: Sequence[Rule] = ()
    until: date | None = None


class City:
    """The register of one city, read from the database on first use."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self._lock = Lock()
        self._known: tuple[int, Register] | None = None

    @property
    def register(self) -> Register:
        known = self._known
        if known is None or known[0] != self._core.freshness.stamp():
            return self.reload()
        until = known[1].until
        return known[1] if until is None or city_day(self._core.now()) < until else self.reload()

    def reload(self) -> Register:
        """Read the tables anew."""
        with self._lock:
            stamp = self._core.freshness.ask()
            with self._core.engine.connect() as connection:
                register = _read(connection, city_day(self._core.now()))
            self._known = stamp, register
            return register

    def keep(self, register: Register) -> None:
        """Go on with ``register`` until something is edited: the city as it would be."""
        self._known = self._core.freshness.ask(), register

    def units(self) -> Sequence[Unit]:
        return list(self.register.units.values())

    def successors(self) -> Mapping[str, str]:
        """Abolished unit → the one that carries its assignments, over any number of reorganisations."""
        units = self.register.units
        return {unit.code: heir for unit in units.values() if (heir := _heir(units, unit)) != unit.code}

    def unit_name(self, code: str | None) -> str:
        """The short name, or the code itself where the unit is unknown, or nothing."""
        unit = self.register.units.get(code or "")
        return unit.short_name if unit else code or ""

    def source_name(self, code: str | None) -> str:
        """The name of a legacy source, or the code itself where it is unknown, or nothing."""
        source = self.register.legacy_sources.get(code or "")
        return source.name if source else code or ""

    def sources_of(self, channel: str) -> Mapping[str, str]:
        """Code → name of the legacy sources that were merged into a channel."""
        known = self.register.legacy_sources.values()
        return {source.code: source.name for source in known if source.channel == channel}

    def legacy_addresses(self) -> Mapping[str, str]:
        """Code → the numbers or mail addresses of old that still lead here, where there are any."""
        return {code: each.address for code, each in self.register.legacy_sources.items() if each.address}

    def parent_unit(self, code: str) -> str:
        """The unit above, for a branch the one that handles what it hears; a unit without one is its own."""
        unit = self.register.units.get(code)
        return (unit.parent if unit else None) or code

    def topic_name(self, code: str | None) -> str:
        return self.register.topics.get(code or "", code or "")

    def topic_path(self, code: str | None) -> str:
        """All three levels, from the widest."""
        if not code:
            return ""
        levels = (f"{code[:2]}0000", f"{code[:4]}00", code)
        return " › ".join(self.topic_name(level) for level in dict.fromkeys(levels))

    def place_name(self, district: str | None, street: str | None = None) -> str:
        known = self.register
        names = [known.districts.get(district or "", ""), known.streets.get(street or "", ("", ""))[1]]
        return "".join(name for name in names if name)

    def codes(self, name: str) -> Sequence[Code]:
        """A code list. Raises ``UnknownCode``."""
        if name not in self.register.codes:
            raise UnknownCode("no such code list", field="list", value=name)
        return self.register.codes[name]

    def duty(self, topic: str, *, district: str | None, street: str | None) -> Duty | None:
        """The most precise entry of the duty register: street, then district, then the whole city."""
        duties = self.register.duties
        places = (street, district, ANYWHERE)
        return next((duties[topic, place] for place in places if place and (topic, place) in duties), None)

    def leaf_names(self) -> Mapping[str, str]:
        """Code → name of the topics a petition can have."""
        return dict(self.leaves())

    def leaves(self) -> Sequence[tuple[str, str]]:
        """(code, name) of the topics a petition can have."""
        known = self.register
        open_ = (each for each in known.topics.items() if each[0] not in known.retired)
        return [(code, name) for code, name in open_ if not code.endswith("00")]


def _heir(units: Mapping[str, Unit], unit: Unit) -> str:
    seen = {unit.code}
    while not unit.active and (following := units.get(unit.successor or "")) and following.code not in seen:
        unit = following
        seen.add(unit.code)
    return unit.code


def _read(connection: Connection, today: date) -> Register:
    def rows(table: Table, order: str) -> list[Mapping[str, Any]]:
        return [dict(row) for row in connection.execute(select(table).order_by(table.c[order])).mappings()]

    districts = rows(schema.district, "code")
    streets = rows(schema.street, "code")
    duties = [Duty(**_only(Duty, row)) for row in rows(schema.duty, "topic") if row["active"]]
    sources = [LegacySource(**_only(LegacySource, row)) for row in rows(schema.legacy_source, "code")]
    units = [Unit(**_only(Unit, row)) for row in rows(schema.unit, "code")]
    topics = rows(schema.topic, "code")
    rules = [Rule(**_only(Rule, row)) for row in rows(schema.routing_rule, "position") if row["active"]]
    coming = [each.abolished_on for each in units if each.abolished_on] + [each.starts_on for each in rules]
    return Register(
        units={unit.code: _on(unit, today) for unit in units},
        topics={str(row["code"]): str(row["name"]) for row in topics},
        duties={(duty.topic, duty.place): duty for duty in duties},
        districts={str(row["code"]): str(row["name"]) for row in districts},
        streets={str(row["code"]): (str(row["district"]), str(row["name"])) for row in streets},
        places=_places(districts, streets, rows(schema.landmark, "name"), rows(schema.alias, "alias")),
        legacy_sources={source.code: source for source in sources},
        codes=_codes(rows(schema.code, "position")),
        retired=frozenset(str(row["code"]) for row in topics if not row["active"]),
        rules=[each for each in rules if each.starts_on <= today],
        until=min((day for day in coming if day > today), default=None),
    )


def _on(unit: Unit, today: date) -> Unit:
    over = unit.abolished_on is not None and unit.abolished_on <= today
    return replace(unit, active=False) if over else unit


def _only(cls: type[Unit | Duty | LegacySource | Rule], row: Mapping[str, Any]) -> dict[str, Any]:
    return {field.name: row[field.name] for field in fields(cls)}


def _codes(rows: Sequence[Mapping[str, Any]]) -> Mapping[str, Sequence[Code]]:
    lists: dict[str, list[Code]] = {}
    for row in rows:
        entry = Code(code=str(row["code"]), name=str(row["name"]), note=str(row["note"]))
        lists.setdefault(str(row["list"]), []).append(entry)
    return lists


def _places(
    districts: Sequence[Mapping[str, Any]],
    streets: Sequence[Mapping[str, Any]],
    landmarks: Sequence[Mapping[str, Any]],
    aliases: Sequence[Mapping[str, Any]],
) -> Sequence[Place]:
    """The gazetteer: every name and alias with the place it stands for."""
    named = [_place(row["name"], "district", row["code"], None) for row in districts]
    named += [_place(row["name"], "street", row["district"], row["code"]) for row in streets]
    named += [_place(row["name"], row["kind"], row["district"], row["street"]) for row in landmarks]
    by_name = {place.name: place for place in named}
    known = [(row["alias"], by_name[str(row["target"])]) for row in aliases if row["target"] in by_name]
    return named + [_place(alias, place.kind, place.district, place.street) for alias, place in known]


def _place(name: object, kind: object, district: object, street: object) -> Place:
    return Place(name=str(name), kind=str(kind), district=str(district), street=str(street) if street else None)

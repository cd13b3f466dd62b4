"""What can be edited row by row: units, topics, duties, rules; each with its table, key and fields."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Table

from admin.register.field import Field
from routing import schema


@dataclass(frozen=True, kw_only=True)
class Thing:
    """``path`` is its place in addresses, ``columns`` what its list shows, ``order`` how it is sorted."""

    name: str
    path: str
    table: Table
    key: str
    fields: Sequence[Field]
    columns: Sequence[str]
    searched: Sequence[str]
    order: str


UNIT = Thing(
    name="unit",
    path="units",
    table=schema.unit,
    key="code",
    fields=(
        Field(name="code", fixed=True, most=8),
        Field(name="name"),
        Field(name="short_name", most=20),
        Field(name="kind", widget="select"),
        Field(name="group", widget="select", required=False),
        Field(name="parent", widget="select", required=False),
        Field(name="phone", required=False, most=40),
        Field(name="successor", widget="select", required=False),
        Field(name="abolished_on", widget="date", required=False),
    ),
    columns=("code", "name", "short_name", "group", "parent", "phone", "abolished_on"),
    searched=("code", "name", "short_name"),
    order="code",
)
TOPIC = Thing(
    name="topic",
    path="topics",
    table=schema.topic,
    key="code",
    fields=(Field(name="code", fixed=True, most=6), Field(name="name", most=40), Field(name="active", widget="flag")),
    columns=("code", "name", "active"),
    searched=("code", "name"),
    order="code",
)
DUTY = Thing(
    name="duty",
    path="duties",
    table=schema.duty,
    key="id",
    fields=(
        Field(name="topic", widget="select", fixed=True),
        Field(name="place", widget="select", fixed=True),
        Field(name="unit", widget="select"),
        Field(name="name", most=200),
        Field(name="basis", most=200),
        Field(name="statutory_days", widget="number", required=False, bounds=(1, 365)),
        Field(name="active", widget="flag"),
    ),
    columns=("topic", "place", "unit", "name", "basis", "statutory_days", "active"),
    searched=("topic", "place", "unit", "name", "basis"),
    order="topic",
)
RULE = Thing(
    name="rule",
    path="rules",
    table=schema.routing_rule,
    key="id",
    fields=(
        Field(name="position", widget="number"),
        Field(name="topic", required=False, most=6),
        Field(name="kind", widget="select", required=False),
        Field(name="urgency", widget="select", required=False),
        Field(name="words", required=False, most=100),
        Field(name="district", widget="select", required=False),
        Field(name="unit", widget="select", required=False),
        Field(name="reason", most=200),
        Field(name="starts_on", widget="date"),
        Field(name="active", widget="flag"),
    ),
    columns=("position", "topic", "kind", "urgency", "words", "district", "unit", "reason", "starts_on", "active"),
    searched=("words", "reason", "topic", "unit"),
    order="position",
)
THINGS: Mapping[str, Thing] = {each.path: each for each in (UNIT, TOPIC, DUTY, RULE)}

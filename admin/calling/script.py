"""What is said at a call-back: texts of the city in versions, edited at the dispatcher's desk."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection

from channels.base import marked
from routing import load
from tracking.domain.clock import CITY_ZONE, city_day
from tracking.domain.error import UnknownCode
from tracking.store import parameter

NAME = "callback_script"
MOST_CHARACTERS = 400
PARTS: Mapping[str, str] = {
    "opening_named": marked("开场白：实名公开"),
    "opening_unnamed": marked("开场白：实名保密和匿名"),
    "contacted": marked("第一问：是否联系"),
    "verified": marked("第二问：是否属实"),
    "outcome": marked("第三问：是否解决"),
    "satisfaction": marked("第四问：是否满意"),
    "closing": marked("结束语"),
}


def in_force(connection: Connection, at: datetime) -> Mapping[str, str]:
    """Part → text, as it is to be said now."""
    try:
        rows = parameter.in_force(connection, NAME, city_day(at))["body"]
    except UnknownCode:  # a city that was loaded before it had these words
        rows = load.read(load.SHENYANG / "callback_script.csv")
    found = {row["name"]: row["value"] for row in rows}
    return {part: found.get(part, "") for part in PARTS}


def put(connection: Connection, texts: Mapping[str, str], *, by: str, at: datetime) -> None:
    """A new version, in force from today."""
    local = at.astimezone(CITY_ZONE)
    body = [{"name": part, "value": texts[part]} for part in PARTS]
    parameter.put(
        connection, name=NAME, version=f"{local:%Y-%m-%d %H:%M:%S.%f} {by}", effective_on=city_day(at), body=body
    )


def filled(texts: Mapping[str, str], **values: str) -> Mapping[str, str]:
    """The texts with ``{name}``, ``{title}`` and ``{reply}`` put in; whatever else stands in braces stays."""
    said = dict(texts)
    for name, value in values.items():
        said = {part: text.replace("{" + name + "}", value) for part, text in said.items()}
    return said

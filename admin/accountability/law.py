"""The numbers of accountability in force."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from admin.accountability.proposal import Limits
from tracking.store import parameter

NAME = "accountability"


@dataclass(frozen=True, kw_only=True)
class Law:
    """One version. ``appeal_days``: working days from a decision; counts below ``hidden_below`` are not published."""

    version: str
    limits: Limits
    appeal_days: int
    hidden_below: int


def law(connection: Connection, on: date) -> Law:
    """Raises ``UnknownCode`` where no version is in force."""
    found = parameter.in_force(connection, NAME, on)
    value = {each["name"]: int(each["value"]) for each in found["body"]}
    return Law(
        version=found["version"],
        limits=Limits(
            running_talk=value["running_talk"],
            yearly_talk=value["yearly_talk"],
            running_cancel=value["running_cancel"],
        ),
        appeal_days=value["appeal_days"],
        hidden_below=value["hidden_below"],
    )

"""The numbers of supervision in force: how many days each step gives, and when units must consult."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from admin.supervision.ladder import Step
from tracking.store import parameter

NAME = "supervision"


@dataclass(frozen=True, kw_only=True)
class Law:
    """One version. ``days``: working days a document gives; ``appeal_days``: until when a unit may appeal."""

    version: str
    word: str
    days: Mapping[Step, int]
    appeal_days: int
    consultation_reworks: int
    consultation_units: int
    consultation_days: int
    highest_level: int
    window_days: int


def law(connection: Connection, on: date) -> Law:
    """Raises ``UnknownCode`` where no version is in force."""
    found = parameter.in_force(connection, NAME, on)
    value = {each["name"]: each["value"] for each in found["body"]}
    return Law(
        version=found["version"],
        word=value["document_word"],
        days={
            Step.CRITICISM: int(value["criticism_days"]),
            Step.TALK: int(value["talk_days"]),
            Step.ACCOUNTABILITY: int(value["accountability_days"]),
            Step.PROPOSAL: int(value["proposal_days"]),
        },
        appeal_days=int(value["appeal_days"]),
        consultation_reworks=int(value["consultation_reworks"]),
        consultation_units=int(value["consultation_units"]),
        consultation_days=int(value["consultation_days"]),
        highest_level=int(value["consultation_levels"]),
        window_days=int(value["window_days"]),
    )

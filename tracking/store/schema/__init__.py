"""The tables of the petition."""

from tracking.store.schema.arrival import attachment, inbox, number_block, outbox, quarantine
from tracking.store.schema.column import Instant, metadata
from tracking.store.schema.history import (
    day_root,
    frozen_month,
    hot_alarm,
    hot_spell,
    ledger,
    running_figure,
    text_,
    veto,
)
from tracking.store.schema.matter import follower, petition, same_matter
from tracking.store.schema.rule import calendar_change, calendar_day, calendar_year, parameter, register_stamp
from tracking.store.schema.share import ENDED_AT, assignment

__all__ = [
    "ENDED_AT",
    "Instant",
    "assignment",
    "attachment",
    "calendar_change",
    "calendar_day",
    "calendar_year",
    "day_root",
    "follower",
    "frozen_month",
    "hot_alarm",
    "hot_spell",
    "inbox",
    "ledger",
    "metadata",
    "number_block",
    "outbox",
    "parameter",
    "petition",
    "quarantine",
    "register_stamp",
    "running_figure",
    "same_matter",
    "text_",
    "veto",
]

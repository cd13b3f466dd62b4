"""From a row to a case: registered, and answered or taken in hand where the branch has done so already."""

from __future__ import annotations

from datetime import datetime

from channels.branch.port import DOOR, Heard, State
from tracking.domain.case import Case
from tracking.domain.people import SYSTEM, Actor, Role
from tracking.domain.procedure.dispatching import dispatch
from tracking.domain.procedure.handling import sign
from tracking.domain.procedure.intake import answer, classify, register
from tracking.domain.procedure.timetable import Timetable
from tracking.service.batch import Arrival
from tracking.service.core import Core

BASIS = "分支热线受理时已由本单位办理"


def arrival(core: Core, heard: Heard, *, unit: str, handler: str) -> Arrival:
    """``unit`` is the branch; ``handler`` the unit that handles what it hears."""
    item = heard.submission

    def begin(number: str, at: datetime) -> Case:
        return _case(heard, number, at, timetable=core.timetable(), unit=unit, handler=handler)

    return Arrival(
        door=DOOR.channel,
        external_id=f"{unit}/{heard.id}",
        raw=heard.raw,
        letter=DOOR.letter,
        begin=begin,
        phone=item.phone,
        name=item.name,
        place=item.place,
    )


def _case(heard: Heard, number: str, at: datetime, *, timetable: Timetable, unit: str, handler: str) -> Case:
    desk = Actor(id=f"branch-{unit}", role=Role.OPERATOR, unit=unit, channel=DOOR.channel)
    matter = heard.submission.matter
    case = register(number, matter, by=desk, at=at, timetable=timetable, received_at=heard.received_at)
    if heard.state is State.OPEN or matter.kind is None:
        return case
    known = {"kind": matter.kind, "topic": matter.topic, "urgency": heard.urgency}
    classify(case, by=desk, at=at, timetable=timetable, **known)  # type: ignore[arg-type]
    if heard.state is State.ANSWERED:
        answer(case, by=desk, at=at, reply=heard.reply)
    else:
        lead = dispatch(case, by=SYSTEM, at=at, timetable=timetable, unit=handler, basis=BASIS)
        sign(case, lead.index, by=Actor(id=desk.id, role=Role.HANDLER, unit=handler, channel=DOOR.channel), at=at)
    return case

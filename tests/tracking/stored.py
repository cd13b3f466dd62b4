"""Petitions in the database: taken in through the service, led on by verbs, looked at as rows."""

from dataclasses import fields, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, func, insert, select

from tests.tracking import city
from tests.tracking.people import CITIZEN
from tests.tracking.story import MATTER, Story
from tracking.domain.case import Case
from tracking.domain.people import SYSTEM
from tracking.domain.petition import Assignment, Petition
from tracking.domain.procedure.takeover import Past, take_over
from tracking.domain.stage import PetitionStage
from tracking.domain.verb import Verb
from tracking.service.batch import Arrival, take_all
from tracking.service.core import Core
from tracking.service.intake import Receipt, Submission, take
from tracking.store import schema
from tracking.store.case import assignment_row

SUBMISSION = Submission(matter=MATTER, letter="W", phone="13800001111", name="诉求人甲", place="和平区南京街")
WRITTEN = (schema.inbox, schema.petition, schema.ledger, schema.text_, schema.outbox)


def taken(core: Core, *, external_id: str | None = None, text: str = MATTER.text) -> Receipt:
    matter = replace(MATTER, text=text)
    return take(core, replace(SUBMISSION, matter=matter, external_id=external_id), by=CITIZEN)


def taken_over(core: Core, submission: Submission = SUBMISSION, *, reply: str = "已修复") -> Receipt:
    """A matter that an old system had heard and settled."""
    at = core.now() - timedelta(days=30)
    past = Past(received_at=at, closed_at=at + timedelta(days=3), reply=reply)

    def begin(number: str, now: datetime) -> Case:
        return take_over(number, submission.matter, past, by=SYSTEM, at=now, timetable=core.timetable())

    phone, name = submission.phone, submission.name
    arrival = Arrival(door="import", external_id=f"{at}", raw="{}", letter="L", begin=begin, phone=phone, name=name)
    (receipt,) = take_all(core, [arrival])
    assert receipt is not None
    return receipt


def tell(core: Core, number: str, *verbs: Verb, index: int | None = None) -> None:
    """Use verbs on a stored petition, in one transaction, at the present moment."""
    with core.change(number) as case:
        Story(case, core.now()).do(*verbs, index=index)


def dispatched(core: Core) -> str:
    """The number of a petition that is with its unit."""
    number = taken(core).number
    tell(core, number, Verb.CLASSIFY, Verb.DISPATCH)
    return number


def counts(core: Core) -> dict[str, int]:
    """How many rows stand in each table that an intake writes."""
    with core.engine.connect() as connection:
        return {t.name: connection.execute(select(func.count()).select_from(t)).scalar_one() for t in WRITTEN}


def put(connection: Connection, assignments: list[Assignment]) -> None:
    """Store assignments as they are, each with a bare petition of its own."""
    if not assignments:
        return
    numbers = [f"SY20260302-W-{place:06d}-0" for place in range(len(assignments))]
    connection.execute(insert(schema.petition), [petition(number) for number in numbers])
    rows = [assignment_row(number, each) for number, each in zip(numbers, assignments, strict=True)]
    connection.execute(insert(schema.assignment), rows)


def petition(number: str) -> dict[str, Any]:
    """The row of a bare petition."""
    stage = PetitionStage.WITH_UNIT
    bare = Petition(number=number, channel="web", stage=stage, received_at=city.MONDAY, rules="2009-09")
    state = {field.name: getattr(bare, field.name) for field in fields(Petition)}
    return state | {"title": "井盖坏了", "code_key": b""}

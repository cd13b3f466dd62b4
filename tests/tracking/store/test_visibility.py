"""What a list shows is what its reader may open, neither more nor less: counted beside an independent rule."""

from dataclasses import replace
from random import Random

import pytest
from sqlalchemy import insert

from admin.wiring import Container
from tests.tracking import city, rows, stored
from tests.tracking.people import OTHER_UNIT, UNIT
from tracking.domain.error import NotFound
from tracking.domain.people import Role
from tracking.domain.petition import Assignment
from tracking.domain.vocabulary import Kind
from tracking.store import case as cases
from tracking.store import desk, schema, worklist
from tracking.store.narrowed import Filter
from tracking.store.tab import Moment, Tab
from tracking.store.visibility import READS_FIGURES, Viewer

MOMENT = Moment(now=city.MONDAY, day_ends=city.MONDAY)
UNITS_PEOPLE = [
    Viewer(role=role, unit=unit) for role in (Role.HANDLER, Role.LEADER, Role.ASSESSOR) for unit in (UNIT, OTHER_UNIT)
]
Shares = dict[str, tuple[Kind | None, list[Assignment]]]


def _stored(container: Container, rng: Random) -> Shares:
    """Petitions of every kind, each with up to three assignments of any unit in any stage."""
    found: Shares = {}
    with container.engine.begin() as connection:
        for n in range(60):
            number = f"SY20260302-W-{n:06d}-0"
            kind = rng.choice([None, Kind.REPORT, Kind.REPORT, Kind.COMPLAINT])
            parts = [
                replace(rows.assignment(rng, index), kind=kind or Kind.HELP)
                for index in range(1, rng.choice((2, 3, 4)))
            ]
            connection.execute(insert(schema.petition), stored.petition(number) | {"kind": kind})
            connection.execute(insert(schema.assignment), [cases.assignment_row(number, each) for each in parts])
            found[number] = (kind, parts)
    return found


def _may_open(viewer: Viewer, kind: Kind | None, parts: list[Assignment]) -> bool:
    theirs = [each for each in parts if each.unit == viewer.unit]
    if viewer.role in READS_FIGURES:
        return bool(theirs) and kind not in (None, Kind.REPORT)
    open_to_all = kind not in (None, Kind.REPORT)
    return any(open_to_all or each.stage not in ("returned", "withdrawn") for each in theirs)


def _all(viewer: Viewer) -> Tab:
    return next(tab for tab in desk.tabs(viewer.role, viewer.unit) if tab.name == "all")


@pytest.mark.parametrize("viewer", UNITS_PEOPLE, ids=lambda each: f"{each.role} of {each.unit}")
def test_a_unit_is_shown_every_share_of_its_own_that_it_may_open(container: Container, viewer: Viewer) -> None:
    shares = _stored(container, Random(7))
    expected = {
        (number, each.index)
        for number, (kind, parts) in shares.items()
        for each in parts
        if each.unit == viewer.unit and _may_open(viewer, kind, parts)
    }
    with container.engine.connect() as connection:
        found, _ = worklist.page(connection, _all(viewer), viewer, MOMENT, narrowed=Filter(), size=500)
        counted = worklist.counts(connection, [_all(viewer)], viewer, MOMENT)
    assert {(row.number, row.index) for row in found} == expected
    assert counted == {"all": len(expected)}


@pytest.mark.parametrize("viewer", UNITS_PEOPLE, ids=lambda each: f"{each.role} of {each.unit}")
def test_what_may_not_be_opened_cannot_be_loaded_for_a_verb(container: Container, viewer: Viewer) -> None:
    for number, (kind, parts) in _stored(container, Random(8)).items():
        with container.engine.connect() as connection:
            if _may_open(viewer, kind, parts):
                assert cases.load(connection, number, viewer=viewer).petition.number == number
            else:
                with pytest.raises(NotFound):
                    cases.load(connection, number, viewer=viewer)


def test_a_leader_who_asks_for_reports_is_shown_none(container: Container) -> None:
    _stored(container, Random(9))
    leader = Viewer(role=Role.LEADER)
    with container.engine.connect() as connection:
        assert worklist.page(connection, _all(leader), leader, MOMENT, narrowed=Filter(kind="report")) == ([], None)

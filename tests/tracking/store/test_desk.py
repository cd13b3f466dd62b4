"""Tabs of the desks: what is counted without its petition is counted right."""

import pytest
from sqlalchemy import literal, select

from admin.desks.worklist import moment_of
from admin.wiring import Container
from tests.admin.desks import matter
from tests.tracking import city, stored
from tracking.domain.people import Role
from tracking.domain.verb import Verb
from tracking.store import schema, worklist
from tracking.store.desk import DESKS
from tracking.store.tab import Tab
from tracking.store.visibility import Viewer, sees_all

TABS = [
    (role, tab)
    for role, tabs in DESKS.items()
    if sees_all(Viewer(role=role, unit=None))
    for tab in tabs
    if tab.by_assignment
]


@pytest.mark.parametrize(("role", "tab"), TABS, ids=lambda each: getattr(each, "name", each))
def test_what_is_counted_alone_names_nothing_beside_the_assignment(role: Role, tab: Tab) -> None:
    conditions = tab.where(Viewer(role=role, unit=None), moment_of(city.MONDAY))
    counted = select(literal(1)).select_from(schema.assignment).where(*conditions)
    assert list(counted.get_final_froms()) == [schema.assignment]


def test_an_urge_that_waits_is_counted_once_however_many_others_there_are(container: Container) -> None:
    urged = matter.signed(container)
    for _ in range(3):
        matter.signed(container)
    stored.tell(container.core, urged, Verb.URGE)
    (tab,) = (each for each in DESKS[Role.DISPATCHER] if each.name == "urged")
    viewer, moment = Viewer(role=Role.DISPATCHER, unit=None), moment_of(container.core.now())
    with container.engine.connect() as connection:
        assert worklist.counts(connection, [tab], viewer, moment) == {"urged": 1}

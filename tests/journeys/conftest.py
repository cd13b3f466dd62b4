"""The same browser as at the desks, the desks, and a quarter that was lived at them."""

from collections.abc import Callable

import pytest

from admin.wiring import Container
from tests.admin.conftest import address, chromium
from tests.admin.desks.conftest import at_desk
from tests.admin.desks.desk import Desk
from tests.journeys import june
from tests.journeys.june import Quarter
from tests.journeys.office import Office
from tests.tracking.city import at
from tracking.domain.clock import FixedClock

__all__ = ["address", "at_desk", "chromium"]


@pytest.fixture
def office(at_desk: Callable[[str], Desk], clock: FixedClock) -> Office:
    """Everybody, some days before the quarter begins."""
    clock.at = at(3, 30)
    return Office(at_desk, clock)


@pytest.fixture
def quarter(container: Container, clock: FixedClock, office: Office) -> Quarter:
    return june.quarter(container, clock, office)

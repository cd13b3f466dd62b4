"""A caller on the line, and the carrier's own service."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from admin.wiring import Container
from tests.channels.telephone_line import Caller
from tests.standin import Standin, standin


@pytest.fixture
def caller(client: TestClient, container: Container) -> Caller:
    return Caller(client, container).dials()


@pytest.fixture(scope="session")
def _served_carrier(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Standin]:
    with standin(tmp_path_factory.mktemp("carrier")) as found:
        yield found


@pytest.fixture
def carrier_service(_served_carrier: Standin) -> Standin:
    _served_carrier.faults.clear()
    _served_carrier.asked.clear()
    for drawer in ("recordings", "calls", "messages"):
        for card in _served_carrier.cabinet.all(drawer):
            _served_carrier.cabinet.remove(drawer, card["sid"])
    return _served_carrier

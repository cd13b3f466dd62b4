"""Desks: a browser with its own cookies for each person."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from admin.wiring import Container
from tests.admin.desks.desk import Desk, staff


@pytest.fixture
def at_desk(container: Container, application: FastAPI) -> Iterator[Callable[[str], Desk]]:
    """``at_desk("disp")`` is the dispatcher, signed in."""
    staff(container)
    with ExitStack() as stack:

        def sit(username: str) -> Desk:
            client = TestClient(application, base_url="http://testserver", follow_redirects=False)
            desk = Desk(stack.enter_context(client))
            if username:
                assert desk.sign_in(username).status_code == 303
            return desk

        yield sit

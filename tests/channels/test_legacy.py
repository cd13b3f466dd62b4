"""Every petition says through which line, window or mailbox of old it came, where it came through one."""

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select

from admin.wiring import Container
from channels.base import Refused
from channels.legacy import source_of
from tests.channels.citizen import TEXT, hidden
from tracking.store import schema


def _sources(container: Container) -> list[str | None]:
    with container.engine.connect() as connection:
        return list(connection.execute(select(schema.petition.c.legacy_source)).scalars())


@pytest.mark.parametrize(("raw", "found"), [("", None), (" ", None), ("W001", "W001"), (" W001 ", "W001")])
def test_a_code_of_the_list_or_nothing(raw: str, found: str | None) -> None:
    assert source_of(raw, {"W001"}) == found


def test_another_code_is_refused() -> None:
    with pytest.raises(Refused):
        source_of("W999", {"W001"})


def test_the_link_of_an_old_window_marks_what_comes_through_it(client: TestClient, container: Container) -> None:
    page = client.get("/", params={"source": "W012"}).text
    sent = {"token": hidden(page, "token"), "source": hidden(page, "source"), "text": TEXT}
    assert client.post("/", data=sent).status_code == 303
    assert _sources(container) == ["W012"]


@pytest.mark.parametrize("source", ["W999", "L001", "<script>"])
def test_a_link_that_is_out_of_date_bars_nobody(client: TestClient, container: Container, source: str) -> None:
    assert 'name="source"' not in client.get("/", params={"source": "W999"}).text
    assert client.post("/", data={"text": TEXT, "source": source}).status_code == 303
    assert _sources(container) == [None]


def test_a_program_names_its_source_and_is_told_when_it_is_none(client: TestClient, container: Container) -> None:
    brought = client.post("/api/v1/petitions", json={"text": TEXT, "legacy_source": "M003"})
    refused = client.post("/api/v1/petitions", json={"text": TEXT, "legacy_source": "M999"})
    assert (brought.status_code, refused.status_code) == (201, 422)
    assert refused.json()["errors"][0]["field"] == "legacy_source"
    assert _sources(container) == ["M003"]

"""What a press of a button costs the database: a guard against reads that creep in."""

from collections.abc import Callable

import pytest

from admin.wiring import Container
from tests.admin.desks import matter
from tests.admin.desks.desk import Desk
from tests.tracking import driver

Sit = Callable[[str], Desk]


def test_a_verb_asks_for_the_session_reads_the_petition_and_writes_once(
    container: Container, at_desk: Sit, monkeypatch: pytest.MonkeyPatch
) -> None:
    number, handler = matter.signed(container), at_desk("water")
    action = f"/staff/petitions/{number}/contact"
    sheet = handler.forms(f"/staff/petitions/{number}")[action] | {"note": "已电话说明"}
    sent = driver.listen(monkeypatch)
    assert handler.client.post(action, data=sheet).status_code == 303
    assert [query.split(".")[0] for query in sent[:3]] == ["SELECT session", "SELECT petition", "SELECT assignment"]
    assert "FOR UPDATE OF petition" in sent[1]
    assert [query.split()[0] for query in sent[3:]] == ["WITH", "DELETE"]
    assert "draft" in sent[4], "what was typed is kept no longer"

"""Files as evidence: who may attach and read them, what is refused, and how a swapped one shows."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from io import BytesIO

import pytest
from PIL import Image
from sqlalchemy import Connection, select, text

from admin.performance import schema
from admin.wiring import Container
from channels.scanner import Verdict
from tests.admin.desks.desk import Desk
from tests.admin.performance.test_flow import ENTRY, GOAL, ROOM, frozen_goals, published
from tracking.domain.clock import FixedClock
from tracking.domain.period import parse
from tracking.service import period_close

__all__ = ["frozen_goals", "published"]
Sit = Callable[[str], Desk]
PDF = b"%PDF-1.7\nreport\n%%EOF"
NAME = "三季度报表.pdf"
ENTRIES, GOALS = f"{ROOM}/entries", f"{ROOM}/goals"


def attach(desk: Desk, page: str, action: str, *files: tuple[str, bytes], **typed: str) -> int:
    given = [("files", (name, body, "application/octet-stream")) for name, body in files]
    answer = desk.client.post(action, data=desk.forms(page)[action] | typed, files=given)
    desk.said = answer.text  # type: ignore[attr-defined]
    return answer.status_code


def said(desk: Desk) -> str:
    found: str = desk.said  # type: ignore[attr-defined]
    return found


def kept(connection: Connection) -> int:
    return len(connection.execute(select(schema.evidence.c.id)).all())


def swap(container: Container, body: bytes) -> None:
    """As somebody would who owns the database."""
    with container.engine.begin() as connection:
        connection.execute(text("ALTER TABLE performance_evidence DISABLE TRIGGER USER"))
        connection.execute(text("UPDATE performance_evidence SET body = :body"), {"body": body})
        connection.execute(text("ALTER TABLE performance_evidence ENABLE TRIGGER USER"))


def test_a_file_stands_with_its_entry_and_only_the_own_unit_and_the_office_get_it(
    at_desk: Sit, frozen_goals: tuple[Desk, Desk]
) -> None:
    assess, _ = frozen_goals
    without_words = {**ENTRY, "evidence": ""}
    assert attach(assess, ENTRIES, ENTRIES, **without_words) == 422
    assert attach(assess, ENTRIES, ENTRIES, (NAME, PDF), **without_words) == 303
    own, other = at_desk("heping"), at_desk("water")
    assert NAME in own.open(ENTRIES).text
    got = own.open(f"{ROOM}/files/1")
    assert (got.content, got.headers["content-type"]) == (PDF, "application/pdf")
    assert got.headers["content-disposition"].startswith("attachment; filename*=UTF-8''%E4%B8%89")
    assert NAME not in other.open(ENTRIES).text
    assert other.open(f"{ROOM}/files/1").status_code == 404
    assert at_desk("lead").open(f"{ROOM}/files/1").status_code == 200
    assert at_desk("op").open(f"{ROOM}/files/1").status_code == 403
    assert at_desk("heping").open("/staff/performance/2025/files/1").status_code == 404


def test_a_unit_attaches_to_its_goal_and_to_its_objection(at_desk: Sit, published: tuple[Desk, Desk]) -> None:
    own = at_desk("heping")
    assert attach(own, GOALS, GOALS, (NAME, PDF), ("清单.txt", "管网".encode("gb18030")), **GOAL) == 303
    assert NAME in published[0].open(GOALS).text
    assert "清单.txt" in own.open(GOALS).text
    assert NAME not in at_desk("water").open(GOALS).text


def test_an_objection_comes_with_files(at_desk: Sit, frozen_goals: tuple[Desk, Desk]) -> None:
    assess, _ = frozen_goals
    assess.send(ENTRIES, ENTRIES, **ENTRY)
    own, action = at_desk("heping"), f"{ENTRIES}/1/objection"
    picture = BytesIO()
    Image.new("RGB", (20, 20)).save(picture, "JPEG")
    assert attach(own, ENTRIES, action, ("photo.jpg", picture.getvalue()), text="已整改") == 303
    assert "photo.jpg" in assess.open(ENTRIES).text
    assert own.open(f"{ROOM}/files/1").headers["content-type"] == "image/jpeg"


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ([("a.exe", b"MZ\x90\x00")], "程序文件"),
        ([("a.pdf", b"")], "这个文件是空的"),
        ([("a.zip", b"PK\x05\x06" + bytes(18))], "没有收下"),
        ([(f"{n}.txt", b"x") for n in range(6)], "一次最多5个文件"),
    ],
)
def test_what_cannot_be_kept_is_refused_with_everything(
    container: Container, frozen_goals: tuple[Desk, Desk], files: list[tuple[str, bytes]], words: str
) -> None:
    assess, _ = frozen_goals
    assert attach(assess, ENTRIES, ENTRIES, *files, **ENTRY) == 422
    assert words in said(assess)
    assert ENTRY["basis"] in said(assess)
    with container.engine.connect() as connection:
        assert kept(connection) == 0
        assert connection.execute(select(schema.entry.c.id)).all() == []


@pytest.mark.parametrize(
    ("verdict", "status", "words"), [(Verdict.HARMFUL, 422, "带有病毒"), (Verdict.UNKNOWN, 409, "暂时不可用")]
)
def test_what_the_scanner_does_not_pass_is_not_kept(
    container: Container,
    frozen_goals: tuple[Desk, Desk],
    verdict: Verdict,
    status: int,
    words: str,
) -> None:
    class Scanner:
        def verdict(self, body: bytes) -> Verdict:
            return verdict

    assess, _ = frozen_goals
    state = assess.client.app.state  # type: ignore[attr-defined]
    filing = replace(container.post.filing, scanner=Scanner())
    state.container = replace(container, post=replace(container.post, filing=filing))
    assert attach(assess, ENTRIES, ENTRIES, (NAME, PDF), **ENTRY) == status
    assert words in said(assess)
    with container.engine.connect() as connection:
        assert kept(connection) == 0


def test_the_database_itself_refuses_to_change_a_file(container: Container, frozen_goals: tuple[Desk, Desk]) -> None:
    attach(frozen_goals[0], ENTRIES, ENTRIES, (NAME, PDF), **ENTRY)
    for change in ("UPDATE performance_evidence SET name = 'x'", "DELETE FROM performance_evidence"):
        with pytest.raises(Exception, match="only grows"), container.engine.begin() as connection:
            connection.execute(text(change))


def test_a_goal_that_is_changed_after_the_freeze_shows(
    container: Container, at_desk: Sit, published: tuple[Desk, Desk]
) -> None:
    assess, judge = published
    attach(at_desk("heping"), GOALS, GOALS, (NAME, PDF), **GOAL)
    assess.send(GOALS, f"{GOALS}/check", unit="A01", leaf="1.1", remark="报告第三部分", accepted="yes")
    assert judge.send(GOALS, f"{GOALS}/freeze").status_code == 303
    assert "目标和佐证与锁定时一致" in at_desk("heping").open(GOALS).text
    with container.engine.begin() as connection:
        connection.execute(text("UPDATE performance_goal SET target = 4"))
    assert "目标或佐证与锁定时不一致" in assess.open(GOALS).text


def test_a_swapped_file_is_given_to_nobody_stops_the_freeze_and_shows_in_the_replay(
    container: Container, at_desk: Sit, frozen_goals: tuple[Desk, Desk], clock: FixedClock
) -> None:
    assess, _ = frozen_goals
    attach(assess, ENTRIES, ENTRIES, (NAME, PDF), **ENTRY)
    clock.at += timedelta(days=330)
    judge = at_desk("judge")
    groups = {unit.code: unit.group for unit in container.city.units()}
    period_close.close(container.core, parse("2026"), groups=groups, by="test")
    swap(container, PDF + b"other")
    refused = judge.send(ROOM, f"{ROOM}/close")
    assert refused.status_code == 409
    assert "内容和登记时不一样" in refused.text
    swap(container, PDF)
    assert judge.send(ROOM, f"{ROOM}/close").status_code == 303
    page = judge.open(f"{ROOM}/replay").text
    assert "都与封存时一致" in page
    assert NAME in page
    assert NAME not in at_desk("water").open(f"{ROOM}/replay").text
    swap(container, PDF + b"other")
    assert "内容被换过" in judge.open(f"{ROOM}/replay").text
    taken = judge.open(f"{ROOM}/files/1")
    assert taken.status_code == 409
    assert b"%PDF" not in taken.content

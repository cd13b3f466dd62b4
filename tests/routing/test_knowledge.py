"""The knowledge base: loaded with the city, found by its words."""

from collections.abc import Iterator
from pathlib import Path
from shutil import copytree
from time import perf_counter

import pytest
from sqlalchemy import Connection, text

from admin.wiring import Container
from routing import knowledge_store
from routing.load import SHENYANG, load_city, read
from tracking.domain.error import UnknownCode

ROWS = list(read(SHENYANG / "knowledge.csv"))
HOSTILE = [
    "",
    "的了吗",
    "'",
    "\\",
    "' | 'a':*",
    "<script>alert(1)</script>",
    "!&|()<->:*",
    "%s {} $1",
    "电" * 1_000_000,
]


@pytest.fixture
def connection(container: Container) -> Iterator[Connection]:
    with container.engine.connect() as opened:
        yield opened
        opened.rollback()


def test_a_city_has_two_hundred_different_questions_each_with_answer_source_and_date() -> None:
    assert len({row["question"] for row in ROWS}) == len({row["code"] for row in ROWS}) == len(ROWS) >= 200
    for row in ROWS:
        assert all(row[name] for name in ("code", "question", "answer", "source", "checked_on")), row
        assert len(row["answer"]) <= 400, row


def test_topics_and_units_of_the_answers_exist(container: Container) -> None:
    register = container.city.register
    leaves = {code for code, _ in container.city.leaves()}
    assert {row["topic"] for row in ROWS} - {""} <= leaves
    assert {row["unit"] for row in ROWS} - {""} <= set(register.units)


def test_every_line_says_that_it_is_a_sample_to_be_checked() -> None:
    assert [row["code"] for row in ROWS if "示例，待本市核对" not in row["source"]] == []


@pytest.mark.parametrize(("typed", "expected"), [
    ("我家暖气不热，才十五度", "家里暖气不热怎么办？"),
    ("小区停水了什么时候来水", "停水了，什么时候来水？"),
    ("闻到煤气味", "闻到煤气味怎么办？"),
    ("身份证丢了", "身份证丢了、到期了怎么办？"),
    ("残疾证去哪里办", "残疾证怎样办理？"),
    ("我要注册公司", "怎样注册个体户或公司？"),
    ("公司欠我三个月工资不给", "单位拖欠工资怎么办？"),
])  # fmt: skip
def test_what_a_caller_says_finds_its_answer_among_the_best_five(
    connection: Connection, typed: str, expected: str
) -> None:
    found = knowledge_store.best(connection, typed)
    assert len(found) <= 5
    assert expected in [entry.question for entry in found]


def test_nearly_every_question_finds_itself_first(connection: Connection) -> None:
    found = [knowledge_store.best(connection, row["question"], most=1) for row in ROWS]
    missed = [
        row["question"] for row, first in zip(ROWS, found, strict=True) if [e.code for e in first] != [row["code"]]
    ]
    assert len(missed) <= len(ROWS) // 20, missed


@pytest.mark.parametrize("typed", HOSTILE, ids=range(len(HOSTILE)))
def test_whatever_is_typed_is_only_words(connection: Connection, typed: str) -> None:
    assert len(knowledge_store.best(connection, typed)) <= 5


def test_a_search_takes_milliseconds(connection: Connection) -> None:
    typed = "来电人说和平区太原街的小区暖气不热，物业不管，供热公司也没有上门测温，想问能不能退热费"
    knowledge_store.best(connection, typed)
    started = perf_counter()
    for _ in range(20):
        knowledge_store.best(connection, typed)
    assert (perf_counter() - started) / 20 < 0.05


def test_loading_again_keeps_what_was_edited_at_a_desk(connection: Connection) -> None:
    connection.execute(text("UPDATE knowledge SET answer = '改过', changed_by = 'root' WHERE code = 'heat-01'"))
    connection.execute(text("UPDATE knowledge SET answer = '旧的' WHERE code = 'heat-02'"))
    load_city(connection, SHENYANG)
    answers = {row.code: row.answer for row in connection.execute(text("SELECT code, answer FROM knowledge"))}
    assert answers["heat-01"] == "改过"
    assert answers["heat-02"] == ROWS[1]["answer"]


def test_a_topic_that_does_not_exist_is_refused_by_name(connection: Connection, tmp_path: Path) -> None:
    folder = copytree(SHENYANG, tmp_path / "city")
    lines = (folder / "knowledge.csv").read_text(encoding="utf-8").replace("030402", "999999", 1)
    (folder / "knowledge.csv").write_text(lines, encoding="utf-8")
    with pytest.raises(UnknownCode, match="999999"):
        load_city(connection, folder)


def test_a_city_without_a_knowledge_base_is_loaded(connection: Connection, tmp_path: Path) -> None:
    folder = copytree(SHENYANG, tmp_path / "city")
    (folder / "knowledge.csv").unlink()
    assert load_city(connection, folder)["knowledge"] == 0

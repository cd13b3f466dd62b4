"""The administrator's page of imports: upload, look, say yes, watch, and the list of what was refused."""

from collections.abc import Callable

import pytest
from httpx2 import Response
from sqlalchemy import func, select

from admin.importing import known_of
from admin.wiring import Container
from channels.imports.receiver import advance
from tests.admin.desks.desk import Desk
from tests.channels.imports.sheet import HEADINGS, as_csv, row
from tracking.store import schema

Sit = Callable[[str], Desk]
PAGE, JOB = "/staff/imports", "/staff/imports/1"


def _upload(desk: Desk, body: bytes, **fields: str) -> Response:
    data = desk.forms(PAGE)[PAGE] | {"source": "旧热线", **fields}
    return desk.client.post(PAGE, data=data, files={"file": ("旧.csv", body, "text/csv")})


def _work(container: Container) -> None:
    """What a worker does."""
    while advance(container.core, known_of(container)):
        pass


def _count(container: Container) -> int:
    with container.engine.connect() as connection:
        return connection.execute(select(func.count()).select_from(schema.petition)).scalar_one()


def test_a_file_goes_from_upload_to_result(container: Container, at_desk: Sit) -> None:
    desk = at_desk("root")
    assert _upload(desk, as_csv(row(), row(工单编号="2", 诉求类型="牢骚"))).headers["location"] == JOB
    assert "正在读取" in desk.open(JOB).text
    _work(container)
    ready = desk.open(JOB).text
    assert "1行可以导入，1行有问题不导入" in ready
    assert "牢骚" in ready
    assert _count(container) == 0, "nothing before the yes"
    assert desk.send(JOB, f"{JOB}/start").status_code == 303
    assert "hx-trigger" in desk.open(JOB).text
    _work(container)
    done = desk.open(JOB).text
    assert "新登记1件，重复0件，退回1行" in done
    assert "hx-trigger" not in done
    assert _count(container) == 1
    assert "已完成" in desk.open(PAGE).text


def test_the_preview_covers_who_it_was_and_what_was_said(container: Container, at_desk: Sit) -> None:
    desk = at_desk("root")
    _upload(desk, as_csv(row()))
    _work(container)
    page = desk.open(JOB).text
    assert "138******11" in page
    assert not [secret for secret in ("13800001111", "诉求人甲", "和平区南京街路灯不亮") if secret in page]


def test_columns_can_be_told_and_are_checked_again(container: Container, at_desk: Sit) -> None:
    desk = at_desk("root")
    _upload(desk, as_csv(row(), headings=["流水", *HEADINGS[1:]]))
    _work(container)
    page = desk.open(JOB).text
    assert "缺少必需的栏目：原编号" in page
    assert f"{JOB}/start" not in page
    columns = {f"column-{n}": name for n, name in enumerate(("external_id", "received_at", "text"))}
    told = columns | {"column-8": "closed_at"}
    assert desk.send(JOB, f"{JOB}/mapping", **told).status_code == 303
    _work(container)
    assert "1行可以导入" in desk.open(JOB).text
    twice = desk.send(JOB, f"{JOB}/mapping", **columns | {"column-4": "text"})
    assert twice.status_code == 422
    assert "对应了两列" in twice.text


def test_the_errors_can_be_taken_home(container: Container, at_desk: Sit) -> None:
    desk = at_desk("root")
    _upload(desk, as_csv(row(工单编号="=1", 诉求类型="牢骚")))
    _work(container)
    answer = desk.open(f"{JOB}/errors.csv")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert "attachment" in answer.headers["content-disposition"]
    assert "2,'=1,诉求类型" in answer.text
    assert "Kind" in desk.open(f"{JOB}/errors.csv?lang=en").text


def test_a_running_import_is_paused_and_goes_on(container: Container, at_desk: Sit) -> None:
    desk = at_desk("root")
    _upload(desk, as_csv(row()))
    _work(container)
    desk.send(JOB, f"{JOB}/start")
    assert desk.send(JOB, f"{JOB}/stop").status_code == 303
    _work(container)
    assert _count(container) == 0
    desk.send(JOB, f"{JOB}/start")
    desk.send(JOB, f"{JOB}/stop")
    desk.send(JOB, f"{JOB}/start")
    _work(container)
    assert _count(container) == 1


def test_a_dropped_file_is_gone_and_one_at_work_is_not(container: Container, at_desk: Sit) -> None:
    desk = at_desk("root")
    _upload(desk, as_csv(row()))
    csrf = desk.forms("/staff")["/staff/sign-out"]["csrf"]
    desk.client.post(f"{JOB}/drop", data={"csrf": csrf})
    assert desk.open(JOB).status_code == 200, "it is being read"
    _work(container)
    assert desk.send(JOB, f"{JOB}/drop").headers["location"] == PAGE
    assert desk.open(JOB).status_code == 404


@pytest.mark.parametrize(
    ("body", "source", "words"), [(b"", "旧", "请选择一个文件"), (b"a", "", "哪个系统"), (b"a", "旧" * 41, "哪个系统")]
)
def test_an_upload_without_file_or_source_is_told(at_desk: Sit, body: bytes, source: str, words: str) -> None:
    answer = _upload(at_desk("root"), body, source=source)
    assert answer.status_code == 422
    assert words in answer.text


def test_a_file_that_is_no_table_says_so(container: Container, at_desk: Sit) -> None:
    desk = at_desk("root")
    _upload(desk, b"PK\x03\x04")
    _work(container)
    assert "打不开" in desk.open(JOB).text

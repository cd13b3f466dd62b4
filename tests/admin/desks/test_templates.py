"""Reply templates: kept by the unit, inserted without scripts, filled in, and nothing typed is lost."""

from collections.abc import Callable

import pytest

from admin.wiring import Container
from tests.admin.desks import matter
from tests.admin.desks.desk import Desk

Sit = Callable[[str], Desk]
PAGE = "/staff/templates"
BODY = "您反映的“{title}”（{number}）由{unit}办理，{due}前办结。{其他}"


def _add(desk: Desk, title: str, body: str = BODY) -> None:
    assert desk.send(PAGE, PAGE, title=title, body=body).status_code == 303


def _id(desk: Desk, title: str) -> str:
    return desk.open(PAGE).text.partition(title)[2].partition("edit=")[2].partition("#")[0]


def test_a_template_is_inserted_filled_in_after_what_was_typed(container: Container, at_desk: Sit) -> None:
    number, handler = matter.signed(container), at_desk("water")
    _add(handler, "停水答复")
    path = f"/staff/petitions/{number}"
    sheet = handler.forms(path)[f"{path}/report-back"] | {"reply": "我先写的话。", "insert": "reply"}
    sheet |= {"template-reply": _id(handler, "停水答复"), "outcome": "solved"}
    assert handler.client.post(f"{path}/report-back/draft", data=sheet).status_code == 303
    page = handler.open(path).text
    assert "我先写的话。\n您反映的“" in page
    assert f"（{number}）由" in page
    assert "前办结。{其他}</textarea>" in page
    assert "{due}" not in page
    assert 'value="solved" checked' in page


def test_a_unit_sees_its_own_and_the_citys_and_changes_only_its_own(container: Container, at_desk: Sit) -> None:
    handler, other, root = at_desk("water"), at_desk("heping"), at_desk("root")
    _add(handler, "供水模板")
    _add(root, "全市模板")
    assert "供水模板" not in other.open(PAGE).text
    assert "全市模板" in other.open(PAGE).text
    assert "供水模板" in root.open(PAGE).text
    own, city = _id(handler, "供水模板"), _id(root, "全市模板")
    csrf = other.forms("/staff")["/staff/sign-out"]["csrf"]
    for foreign in (own, city):
        answer = other.client.post(f"{PAGE}/state", data={"csrf": csrf, "id": foreign, "active": "no"})
        assert answer.status_code == 403
        answer = other.client.post(PAGE, data={"csrf": csrf, "id": foreign, "title": "改", "body": "改"})
        assert answer.status_code == 403
    root.client.post(f"{PAGE}/state", data=root.forms(PAGE)[f"{PAGE}/state"] | {"id": own, "active": "no"})
    assert "已停用" in handler.open(PAGE).text


def test_a_retired_template_is_not_offered(container: Container, at_desk: Sit) -> None:
    number, handler = matter.signed(container), at_desk("water")
    _add(handler, "旧模板")
    assert "旧模板</option>" in handler.open(f"/staff/petitions/{number}").text
    assert handler.send(PAGE, f"{PAGE}/state", active="no").status_code == 303
    assert "旧模板" not in handler.open(f"/staff/petitions/{number}").text


def test_whoever_saves_second_is_told_and_keeps_the_text(at_desk: Sit) -> None:
    handler = at_desk("water")
    _add(handler, "模板")
    sheet = handler.forms(PAGE)[PAGE] | {"id": _id(handler, "模板"), "version": "1", "title": "模板"}
    assert handler.client.post(PAGE, data=sheet | {"body": "第一个人"}).status_code == 303
    late = handler.client.post(PAGE, data=sheet | {"body": "第二个人"})
    assert late.status_code == 409
    assert "第二个人</textarea>" in late.text
    assert "第一个人" in late.text


@pytest.mark.parametrize("wrong", [{"title": ""}, {"body": " "}, {"title": "长" * 61}, {"body": "长" * 1501}])
def test_what_is_no_template_is_refused_and_stays(at_desk: Sit, wrong: dict[str, str]) -> None:
    answer = at_desk("water").send(PAGE, PAGE, **({"title": "名称", "body": "内容"} | wrong))
    assert answer.status_code == 422
    assert "最多1500字" in answer.text

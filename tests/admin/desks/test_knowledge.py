"""The knowledge base at the desks: searched, taken over while a caller speaks, kept up to date."""

from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import text

from admin.wiring import Container
from routing.load import SHENYANG, load_city
from tests.admin.desks.desk import Desk, numbers
from tests.admin.desks.test_life import case_of
from tracking.domain.stage import PetitionStage

Sit = Callable[[str], Desk]
PAGE, PHONE = "/staff/knowledge", "/staff/phone-desk"
COLD, ANSWER = "家里暖气不热怎么办？", "先看阀门是否打开"
ENTRY = {
    "question": "沈水湾公园几点关门？",
    "answer": "全天开放，夜间请注意安全。",
    "source": "公园公告",
    "topic": "010503",
}
HOSTILE = ["<script>alert(1)</script>", "停水\0", "' & | !('a':*", "\\", "电" * 1_000_000]


@pytest.fixture(autouse=True)
def _as_loaded(container: Container) -> Iterator[None]:
    yield
    with container.engine.begin() as connection:
        if connection.execute(text("DELETE FROM knowledge WHERE changed_by IS NOT NULL")).rowcount:
            load_city(connection, SHENYANG)


@pytest.mark.parametrize("who", ["op", "disp", "water", "call", "lead", "root"])
def test_everyone_on_the_staff_searches_and_reads(at_desk: Sit, who: str) -> None:
    desk = at_desk(who)
    assert ANSWER in desk.open(f"{PAGE}?q=暖气不热").text
    assert "没有找到" in desk.open(f"{PAGE}?q=的了吗").text
    assert ANSWER in desk.open(f"{PAGE}?field=03&lang=en").text


def test_answers_stand_beside_what_the_operator_types(at_desk: Sit) -> None:
    desk = at_desk("op")
    sheet = desk.forms(PHONE)[PHONE]
    assert COLD in desk.client.post(f"{PHONE}/knowledge", data=sheet | {"text": "家里暖气不热"}).text
    page = desk.client.post(PHONE, data=sheet | {"act": "knowledge", "text": "家里暖气不热"})
    assert COLD in page.text, "without scripts too"
    assert not numbers(desk.open("/staff/worklist?tab=all"))


def test_an_answer_is_taken_over_with_one_button_and_registers_nothing_yet(container: Container, at_desk: Sit) -> None:
    desk = at_desk("op")
    typed = {"text": "家里暖气不热", "reply": "您好。", "take": "heat-03"}
    page = desk.send(PHONE, PHONE, **typed)
    assert f"您好。\n{ANSWER}" in page.text
    assert not numbers(desk.open("/staff/worklist?tab=all"))
    (number,) = numbers(desk.send(PHONE, PHONE, text="家里暖气不热", reply=ANSWER, act="answer"))
    assert case_of(container, number).petition.stage is PetitionStage.ANSWERED


def test_an_answer_that_does_not_exist_or_is_retired_is_not_taken(at_desk: Sit) -> None:
    at_desk("root").send(f"{PAGE}/heat-03", f"{PAGE}/heat-03/state", active="no")
    for code in ("heat-03", "nothing", "\0", "' OR 1=1"):
        page = at_desk("op").send(PHONE, PHONE, text="路灯", reply="原来的话", take=code)
        assert page.status_code == 200
        assert ">原来的话</textarea>" in page.text


def test_a_keeper_adds_edits_retires_and_restores_and_all_is_on_record(container: Container, at_desk: Sit) -> None:
    desk = at_desk("disp")
    address = desk.send(PAGE, PAGE, **ENTRY).headers["location"].partition("?")[0]
    code = address.rpartition("/")[2]
    assert ENTRY["answer"] in desk.open(f"{PAGE}?q=沈水湾公园").text
    desk.send(address, PAGE, **(ENTRY | {"answer": "晚十点清园。", "code": code}))
    assert "晚十点清园" in desk.open(f"{PAGE}?q=沈水湾公园").text
    for active in ("no", "no", "yes"):
        desk.send(address, f"{address}/state", active=active)
        assert ("沈水湾公园" in at_desk("op").open(f"{PAGE}?q=公园几点关门").text) is (active == "yes")
    with container.engine.connect() as connection:
        acts = connection.execute(text("SELECT act, changed_by FROM knowledge_change ORDER BY id")).all()
    assert [tuple(row) for row in acts] == [(a, "disp") for a in ("added", "edited", "retired", "restored")]


@pytest.mark.parametrize("wrong", [
    {"question": ""}, {"answer": " "}, {"source": ""}, {"topic": "999999"}, {"unit": "Z99"},
    {"answer": "长" * 1001}, {"question": "电" * 900_000},
])  # fmt: skip
def test_what_is_not_an_entry_is_refused_and_what_was_typed_stays(at_desk: Sit, wrong: dict[str, str]) -> None:
    answer = at_desk("root").send(PAGE, PAGE, **(ENTRY | wrong))
    assert answer.status_code in (413, 422)
    assert answer.status_code == 413 or any(ENTRY[name] in answer.text for name in ("question", "answer"))


@pytest.mark.parametrize("who", ["op", "water", "call", "lead"])
def test_only_keepers_change_it(at_desk: Sit, who: str) -> None:
    desk = at_desk(who)
    page = desk.open(PAGE)
    assert 'action="/staff/knowledge/' not in page.text
    token = next({"csrf": form["csrf"]} for form in desk.forms(PAGE).values() if "csrf" in form)
    assert desk.client.post(PAGE, data=ENTRY | token).status_code == 403
    assert desk.open(f"{PAGE}/heat-03").status_code == 403


def test_a_change_needs_the_token_of_the_session(at_desk: Sit) -> None:
    assert at_desk("root").client.post(PAGE, data=ENTRY).status_code == 403
    assert at_desk("root").client.post(f"{PAGE}/heat-03/state", data={"active": "no"}).status_code == 403


@pytest.mark.parametrize("typed", HOSTILE, ids=range(len(HOSTILE)))
def test_whatever_is_typed_is_shown_as_words(at_desk: Sit, typed: str) -> None:
    desk = at_desk("op")
    sheet = desk.forms(PHONE)[PHONE]
    for answer in (
        desk.client.get(PAGE, params={"q": typed[:3000]}),
        desk.client.post(f"{PHONE}/knowledge", data=sheet | {"text": typed}),
    ):
        assert answer.status_code in (200, 413)
        assert "<script>alert" not in answer.text


def test_markup_in_an_entry_is_shown_as_it_was_typed(at_desk: Sit) -> None:
    desk = at_desk("root")
    desk.send(PAGE, PAGE, **(ENTRY | {"answer": "<b>沈水湾</b>\0"}))
    assert "&lt;b&gt;沈水湾&lt;/b&gt;" in desk.open(f"{PAGE}?q=沈水湾公园").text


def test_an_unknown_entry_is_not_found(at_desk: Sit) -> None:
    desk = at_desk("root")
    assert desk.open(f"{PAGE}/nothing").status_code == 404
    assert desk.send(PAGE, PAGE, **(ENTRY | {"code": "nothing"})).status_code == 404


def test_of_two_who_edit_the_second_sees_the_firsts_text_and_keeps_the_own(at_desk: Sit) -> None:
    desk = at_desk("disp")
    code = desk.send(PAGE, PAGE, **ENTRY).headers["location"].split("?")[0].rsplit("/", 1)[1]
    first, second = (desk.forms(f"{PAGE}/{code}")[PAGE] | ENTRY for _ in range(2))
    assert desk.client.post(PAGE, data=first | {"answer": "第一个人的答复"}).status_code == 303
    refused = desk.client.post(PAGE, data=second | {"answer": "第二个人的答复"})
    assert refused.status_code == 409
    assert "第一个人的答复" in refused.text
    assert "第二个人的答复" in refused.text
    assert "第二个人的答复" not in desk.open(f"{PAGE}/{code}").text
    again = desk.client.post(PAGE, data=second | {"version": "2", "answer": "合起来的答复"})
    assert again.status_code == 303


def test_a_form_that_does_not_say_what_it_saw_is_refused(at_desk: Sit) -> None:
    desk = at_desk("disp")
    code = desk.send(PAGE, PAGE, **ENTRY).headers["location"].split("?")[0].rsplit("/", 1)[1]
    sheet = desk.forms(f"{PAGE}/{code}")[PAGE] | ENTRY
    for version in ("", "x", "-1", "９", "9" * 50):
        assert desk.client.post(PAGE, data=sheet | {"version": version}).status_code == 409

"""What becomes public: nothing but what the petitioner agreed to and a person released, without anything personal."""

from collections.abc import Callable

import pytest
from httpx2 import Response
from sqlalchemy import update

from admin.disclosure import store
from admin.wiring import Container
from tests.admin.desks import matter
from tests.admin.desks.desk import Desk
from tracking.domain.people import SYSTEM, Actor, Role, citizen
from tracking.domain.procedure import intake
from tracking.domain.procedure.intake import Matter
from tracking.domain.vocabulary import Kind, Urgency
from tracking.service.intake import Submission, take
from tracking.store.schema import petition

Sit = Callable[[str], Desk]
OPERATOR = Actor(id="op", role=Role.OPERATOR)
SAID = "我叫王建国，电话13912345678，请问居住证怎么办理？"
REPLY = "请带身份证到街道派出所办理，五个工作日办好。"
PAGE = "/staff/disclosure"


def _answered(container: Container, *, kind: Kind = Kind.INQUIRY, agrees: bool = True, said: str = SAID) -> str:
    core = container.core
    submission = Submission(
        matter=Matter(text=said, channel="web", agrees_to_publication=agrees), letter="W", phone=matter.PHONE
    )
    number = take(core, submission, by=citizen("web")).number
    with core.change(number) as case:
        table = core.timetable_of(case)
        intake.classify(
            case, by=SYSTEM, at=core.now(), timetable=table, kind=kind, topic="010101", urgency=Urgency.NORMAL
        )
        intake.answer(case, by=OPERATOR, at=core.now(), reply=REPLY)
    return number


def _release(desk: Desk, number: str, **typed: str) -> Response:
    question = typed.pop("question", "请问居住证怎么办理？")
    return desk.send(PAGE, f"{PAGE}/{number}/release", question=question, answer=typed.pop("answer", REPLY))


def test_nothing_is_public_before_a_person_released_it(container: Container, at_desk: Sit) -> None:
    number = _answered(container)
    stranger, desk = at_desk(""), at_desk("disp")
    assert "居住证" not in stranger.open("/open/answers").text
    assert _release(desk, number).status_code == 303
    page = stranger.open("/open/answers?q=居住证怎么办").text
    assert REPLY in page
    assert number not in page


def test_the_proposed_text_is_redacted(container: Container, at_desk: Sit) -> None:
    _answered(container)
    page = at_desk("disp").open(PAGE).text
    assert "居住证" in page
    assert "13912345678" not in page
    assert "王建国" not in page


def test_what_still_looks_personal_is_shown_again_and_not_published(container: Container, at_desk: Sit) -> None:
    number, desk = _answered(container), at_desk("disp")
    answer = _release(desk, number, question="13912345678这个号码的王先生问居住证怎么办")
    assert answer.status_code == 422
    assert "13912345678" not in answer.text
    assert "居住证" not in at_desk("").open("/open/answers").text


@pytest.mark.parametrize("case", [{"kind": Kind.REPORT}, {"agrees": False}], ids=["a report", "no consent"])
def test_some_are_no_candidates_and_cannot_be_forced(
    container: Container, at_desk: Sit, case: dict[str, object]
) -> None:
    number, desk = _answered(container, **case), at_desk("disp")  # type: ignore[arg-type]
    csrf = desk.forms("/staff")["/staff/sign-out"]["csrf"]
    assert number not in desk.open(PAGE).text
    given = {"csrf": csrf, "question": "居住证怎么办", "answer": REPLY}
    assert desk.client.post(f"{PAGE}/{number}/release", data=given).status_code == 422
    with container.engine.connect() as connection:
        assert store.find(connection) == []


def test_it_is_released_once_and_can_be_taken_back_for_a_reason(container: Container, at_desk: Sit) -> None:
    number, desk = _answered(container), at_desk("disp")
    forms = desk.forms(PAGE)
    assert _release(desk, number).status_code == 303
    given = forms[f"{PAGE}/{number}/release"] | {"question": "又一次", "answer": REPLY}
    assert desk.client.post(f"{PAGE}/{number}/release", data=given).status_code == 422
    with container.engine.connect() as connection:
        identity = store.find(connection)[0].id
    back = f"{PAGE}/{identity}/take-back"
    assert desk.send(PAGE, back, why="").status_code == 422
    assert desk.send(PAGE, back, why="诉求人不再同意").status_code == 303
    assert at_desk("").open(f"/open/answers/{identity}").status_code == 410
    assert number not in desk.open(PAGE).text, "what was taken back is not proposed again"


@pytest.mark.parametrize("identity", ["0", "x", "9" * 40, "１", "-1"])
def test_an_address_that_is_none_is_not_found(at_desk: Sit, identity: str) -> None:
    assert at_desk("").open(f"/open/answers/{identity}").status_code == 404


@pytest.mark.parametrize("words", ["' | !!", "居" * 500, "\x00", "<script>", "a:* & b"])
def test_hostile_words_find_nothing_and_break_nothing(container: Container, at_desk: Sit, words: str) -> None:
    answer = at_desk("").client.get("/open/answers", params={"q": words})
    assert answer.status_code == 200
    assert "<script>" not in answer.text.replace("<script src", "")


def test_what_a_person_kept_back_is_not_proposed_again(container: Container, at_desk: Sit) -> None:
    number, desk = _answered(container), at_desk("disp")
    action = f"{PAGE}/{number}/keep-back"
    given = desk.forms(PAGE)[f"{PAGE}/{number}/release"]
    assert desk.client.post(action, data=given).status_code == 422
    assert desk.client.post(action, data=given | {"why": "只关系他一个人"}).status_code == 303
    assert number not in desk.open(PAGE).text
    assert desk.client.post(action, data=given | {"why": "再一次"}).status_code == 422


def test_what_was_taken_back_says_so_where_it_stood(container: Container, at_desk: Sit) -> None:
    number, desk, stranger = _answered(container), at_desk("disp"), at_desk("")
    _release(desk, number)
    with container.engine.connect() as connection:
        (public,) = store.find(connection)
    where = f"/open/answers/{public.id}"
    assert stranger.open(where).status_code == 200
    desk.send(PAGE, f"{PAGE}/{public.id}/take-back", why="说错了")
    page = stranger.open(where)
    assert (page.status_code, "已经撤回" in page.text, REPLY in page.text) == (410, True, False)
    assert REPLY not in stranger.open("/open/answers?q=居住证怎么办").text
    assert stranger.open("/open/answers/999").status_code == 404


@pytest.mark.parametrize("change", [{"kind": Kind.REPORT}, {"agrees_to_publication": False}])
def test_what_turns_out_to_be_secret_is_public_no_more(
    container: Container, at_desk: Sit, change: dict[str, object]
) -> None:
    number, stranger = _answered(container), at_desk("")
    _release(at_desk("disp"), number)
    assert REPLY in stranger.open("/open/answers").text
    with container.engine.begin() as connection:
        connection.execute(update(petition).where(petition.c.number == number).values(**change))
    assert REPLY not in stranger.open("/open/answers").text
    assert REPLY not in stranger.open("/open/answers?q=居住证怎么办").text
    assert stranger.open("/open/answers/1").status_code == 410


@pytest.mark.parametrize("text", ["诸葛宁问怎么办", "电话139\u200b1234\u200b5678", "SY20260302-W-000123-7这件"])
def test_the_petitioners_own_name_and_hidden_numbers_are_refused(container: Container, at_desk: Sit, text: str) -> None:
    number, desk = _answered(container), at_desk("disp")
    name = container.core.sealer.seal("诸葛宁", "name")
    with container.engine.begin() as connection:
        connection.execute(update(petition).where(petition.c.number == number).values(name=name))
    assert _release(desk, number, answer=text).status_code == 422
    assert REPLY not in at_desk("").open("/open/answers").text

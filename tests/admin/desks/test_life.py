"""One petition from the first call to the closing, over HTTP; and every verb's form works."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from admin.desks.forms import FORMS
from admin.wiring import Container
from tests.admin.desks import matter
from tests.admin.desks.desk import Desk, numbers
from tracking.domain.case import Case
from tracking.domain.clock import FixedClock
from tracking.domain.stage import AssignmentStage, PetitionStage
from tracking.domain.verb import Verb
from tracking.store import case as cases

Sit = Callable[[str], Desk]
CLASSES = {"kind": "complaint", "topic": matter.TOPIC, "urgency": "normal"}
REPLY = {"outcome": "solved", "reply": "已更换水泵，恢复供水。", "evidence": "抢修记录两份"}
ANSWERS = {
    "reached": "yes",
    "contacted": "yes",
    "verified": "true",
    "outcome": "solved",
    "satisfaction": "basically_satisfied",
}


def case_of(container: Container, number: str) -> Case:
    with container.engine.connect() as connection:
        return cases.load(connection, number)


def _did(container: Container, number: str) -> list[Verb]:
    with container.engine.connect() as connection:
        return [entry.verb for entry in cases.entries(connection, number)]


def test_a_petition_is_carried_from_the_call_to_the_closing(
    container: Container, at_desk: Sit, clock: FixedClock
) -> None:
    operator, dispatcher, handler, caller = (at_desk(who) for who in ("op", "disp", "water", "call"))
    receipt = operator.send(
        "/staff/phone-desk", "/staff/phone-desk", act="register", text=matter.TEXT, phone="13912345678"
    )
    assert receipt.status_code == 200
    (number,) = numbers(receipt)
    clock.at += timedelta(minutes=5)
    steps: list[tuple[Desk, str, dict[str, str]]] = [
        (operator, "classify", CLASSES),
        (dispatcher, "dispatch", {"unit": "C01", "basis": "《城市供水条例》"}),
        (handler, "sign", {}),
        (handler, "contact", {"note": "已电话说明"}),
        (handler, "report-back", REPLY),
        (dispatcher, "accept-report", {"public_reply": "已恢复供水。"}),
        (caller, "record-callback", ANSWERS),
        (caller, "close", {"outcome": "solved"}),
    ]
    for desk, verb, typed in steps:
        clock.at += timedelta(minutes=5)
        done = desk.act(number, verb, **typed)
        assert done.status_code == 303, (verb, done.text)
        assert desk.open(done.headers["location"]).status_code == 200
    case = case_of(container, number)
    assert case.petition.stage is PetitionStage.CLOSED
    assert case.lead.satisfaction == "basically_satisfied"
    assert case.petition.channel == "phone"
    assert _did(container, number) == [Verb.REGISTER, *(_verb(verb) for _, verb, _ in steps)]


def _verb(path: str) -> Verb:
    return Verb[path.upper().replace("-", "_")]


MORE: dict[str, tuple[Callable[[Container], str], str, dict[str, str]]] = {
    "correct": (matter.classified, "disp", {"kind": "help", "topic": matter.TOPIC, "reason": "听错了"}),
    "answer": (matter.registered, "op", {"reply": "供水热线可查。", "confirmed": "yes"}),
    "decline": (
        matter.registered,
        "disp",
        {"reason": "outside_jurisdiction", "explanation": "请向当地反映。", "confirmed": "yes"},
    ),
    "divert": (matter.classified, "op", {"target": "110", "explanation": "已转110。", "confirmed": "yes"}),
    "add-assist": (matter.signed, "disp", {"unit": "A01", "basis": "属地配合"}),
    "return": (
        matter.with_unit,
        "water",
        {"reason": "wrong_function", "target": "B208", "explanation": "泵房归物业"},
    ),
    "request-extension": (matter.signed, "water", {"reason": "配件明日到"}),
    "send-back": (matter.reported, "disp", {"reason": "没有答复诉求人"}),
    "rework": (matter.accepted, "call", {"cause": "not_done", "reason": "又停水了"}),
    "urge": (matter.with_unit, "op", {"words": "请尽快"}),
    "add-facts": (matter.with_unit, "op", {"words": "隔壁楼也停了"}),
    "withdraw": (matter.with_unit, "op", {"reason": "已恢复", "confirmed": "yes"}),
    "terminate": (matter.with_unit, "disp", {"reason": "诉求对象已消失", "confirmed": "yes"}),
}


@pytest.mark.parametrize("verb", MORE)
def test_the_form_of_a_verb_works(container: Container, at_desk: Sit, verb: str) -> None:
    make, who, typed = MORE[verb]
    number = make(container)
    done = at_desk(who).act(number, verb, **typed)
    assert done.status_code == 303, done.text
    assert _did(container, number)[-1] is _verb(verb)


@pytest.mark.parametrize(("verb", "typed", "stage"), [
    ("uphold-return", {"reason": "确实不归供水"}, AssignmentStage.RETURNED),
    ("reject-return", {"reason": "归供水管"}, AssignmentStage.TO_SIGN),
])  # fmt: skip
def test_a_return_is_decided(
    container: Container, at_desk: Sit, verb: str, typed: dict[str, str], stage: AssignmentStage
) -> None:
    number = matter.with_unit(container)
    _, who, asked = MORE["return"]
    at_desk(who).act(number, "return", **asked)
    assert at_desk("disp").act(number, verb, **typed).status_code == 303
    assert case_of(container, number).assignment(1).stage is stage


@pytest.mark.parametrize(("verb", "typed", "extensions"), [
    ("grant-extension", {}, 1),
    ("refuse-extension", {"reason": "理由不足"}, 0),
])  # fmt: skip
def test_an_extension_is_decided(
    container: Container, at_desk: Sit, verb: str, typed: dict[str, str], extensions: int
) -> None:
    number = matter.signed(container)
    at_desk("water").act(number, "request-extension", reason="配件明日到")
    assert at_desk("disp").act(number, verb, **typed).status_code == 303
    assert case_of(container, number).assignment(1).extensions == extensions


def test_a_closed_matter_is_reopened(container: Container, at_desk: Sit) -> None:
    number, caller = matter.accepted(container), at_desk("call")
    assert caller.act(number, "close", outcome="solved").status_code == 409, "the citizen was not called back"
    caller.act(number, "record-callback", reached="yes", satisfaction="satisfied")
    assert caller.act(number, "close", outcome="solved").status_code == 303
    assert caller.act(number, "reopen", reason="又停水了").status_code == 303
    assert case_of(container, number).petition.stage is PetitionStage.AWAITING_DISPATCH


def test_a_call_that_nobody_answers_counts_as_a_try(container: Container, at_desk: Sit) -> None:
    number = matter.accepted(container)
    at_desk("call").act(number, "record-callback", reached="no", note="无人接听")
    case = case_of(container, number)
    assert case.petition.callback_tries == 1
    assert case.lead.satisfaction is None


def test_every_verb_a_person_has_is_a_form() -> None:
    """Archiving, the ladder of lateness and what follows from a decision are the system's; rating is the citizen's."""
    ladder = {Verb.REMIND, Verb.ISSUE_YELLOW_CARD, Verb.ISSUE_RED_CARD}
    following = {Verb.TAKE_IN, Verb.LET_GO, Verb.FOLLOW, Verb.RESCHEDULE}
    elsewhere = {Verb.REGISTER, Verb.TAKE_OVER, Verb.ARCHIVE, Verb.JOIN, Verb.RATE}
    elsewhere |= {Verb.REQUEST_DATA, Verb.DECIDE_DATA}
    assert {form.verb for form in FORMS} == set(Verb) - ladder - following - elsewhere

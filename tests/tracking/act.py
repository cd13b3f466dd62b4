"""Every verb of the procedure with ordinary words, so that a test can say just the verb."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from tests.tracking import city
from tests.tracking.people import CITIZEN, OTHER_UNIT, THIRD_UNIT, UNIT, entitled
from tracking.domain.case import Case
from tracking.domain.people import Actor
from tracking.domain.procedure import (
    callback,
    card,
    citizen,
    dispatching,
    handling,
    intake,
    merging,
    ordering,
    privacy,
    rating,
    rescheduling,
    returning,
    supervising,
    suspending,
    urging,
)
from tracking.domain.procedure.rating import Answers
from tracking.domain.verb import Verb
from tracking.domain.vocabulary import (
    Card,
    DataRight,
    Decision,
    Kind,
    Outcome,
    ReworkCause,
    Satisfaction,
    Urgency,
    Verification,
)

TOPIC, TARGET = "010101", "B110"
RELATIVE, PART = "SY20260302-W-000008-8", "SY20260302-W-000009-9"
CONTENT = Answers(
    contacted=True,
    verified=Verification.TRUE,
    outcome=Outcome.SOLVED,
    satisfaction=Satisfaction.VERY_SATISFIED,
)
RETURN = {"reason": "wrong_function", "target": TARGET, "explanation": "不在职责内"}
REPORT = {"outcome": Outcome.SOLVED, "reply": "已更换井盖", "evidence": "照片两张"}
SORT = {"kind": Kind.COMPLAINT, "topic": TOPIC, "urgency": Urgency.NORMAL}


@dataclass(frozen=True)
class Way:
    """How a verb is used: on one part (``part``), with rules and calendar (``timed``), with these words."""

    act: Callable[..., object]
    said: Mapping[str, Any] = field(default_factory=dict)
    part: bool = False
    timed: bool = False


def _relative(at: datetime) -> Case:
    matter = intake.Matter(text="同一处井盖", channel="web")
    return intake.register(RELATIVE, matter, by=CITIZEN, at=at, timetable=city.timetable())


def _merge(case: Case, *, by: Actor, at: datetime) -> None:
    merging.merge(case, _relative(at), by=by, at=at, reason="同一处井盖")


def _take_in(case: Case, *, by: Actor, at: datetime) -> None:
    merging.merge(_relative(at), case, by=by, at=at, reason="同一处井盖")


def _add_assist(case: Case, *, by: Actor, at: datetime) -> None:
    free = next((u for u in (OTHER_UNIT, THIRD_UNIT) if all(u != a.unit for a in case.assignments)), THIRD_UNIT)
    dispatching.add_assist(case, by=by, at=at, timetable=city.timetable(), unit=free, basis="共同管辖")


def _supervise(case: Case, index: int, *, by: Actor, at: datetime) -> None:
    due_at = at + timedelta(days=3)
    ordering.supervise(case, index, by=by, at=at, level=2, due_at=due_at, reason="超期未办")


def _request_suspension(case: Case, index: int, *, by: Actor, at: datetime) -> None:
    until, table = at + timedelta(days=10), city.timetable()
    suspending.request_suspension(case, index, by=by, at=at, timetable=table, until=until, reason="等待解冻")


ACTS: Mapping[Verb, Way] = {
    Verb.CLASSIFY: Way(intake.classify, SORT, timed=True),
    Verb.CORRECT: Way(intake.correct, {"kind": Kind.HELP, "topic": TOPIC, "reason": "听错了诉求"}),
    Verb.ANSWER: Way(intake.answer, {"reply": "今天已恢复供水"}),
    Verb.DECLINE: Way(intake.decline, {"reason": "legal_path", "explanation": "请起诉"}),
    Verb.DIVERT: Way(intake.divert, {"target": "110", "explanation": "已转110"}),
    Verb.MERGE: Way(_merge),
    Verb.UNMERGE: Way(merging.set_free, {"reason": "不是同一处"}, timed=True),
    Verb.TAKE_IN: Way(_take_in),
    Verb.JOIN: Way(merging.join),
    Verb.SPLIT: Way(merging.split, {"number": PART, "text": "路灯也坏了", "reason": "两件事"}, timed=True),
    Verb.FOLLOW: Way(merging.follow, {"open_parts": 0, "uncalled": 0}),
    Verb.DISPATCH: Way(dispatching.dispatch, {"unit": UNIT, "basis": "权责清单"}, timed=True),
    Verb.ARBITRATE: Way(dispatching.arbitrate, {"unit": UNIT, "basis": "指定承办"}, timed=True),
    Verb.ADD_ASSIST: Way(_add_assist),
    Verb.SIGN: Way(handling.sign, part=True),
    Verb.CONTACT: Way(handling.contact, {"note": "已电话说明"}, part=True),
    Verb.RETURN: Way(returning.return_, RETURN, part=True),
    Verb.UPHOLD_RETURN: Way(returning.uphold_return, {"reason": "不属该单位"}, part=True),
    Verb.REJECT_RETURN: Way(returning.reject_return, {"reason": "属该单位"}, part=True),
    Verb.REQUEST_EXTENSION: Way(handling.request_extension, {"reason": "等待备件"}, part=True, timed=True),
    Verb.GRANT_EXTENSION: Way(supervising.grant_extension, part=True, timed=True),
    Verb.REFUSE_EXTENSION: Way(supervising.refuse_extension, {"reason": "理由不足"}, part=True),
    Verb.REQUEST_SUSPENSION: Way(_request_suspension, part=True),
    Verb.GRANT_SUSPENSION: Way(suspending.grant_suspension, part=True, timed=True),
    Verb.REFUSE_SUSPENSION: Way(suspending.refuse_suspension, {"reason": "理由不足"}, part=True),
    Verb.RESUME: Way(suspending.resume, part=True, timed=True),
    Verb.REPORT_BACK: Way(handling.report_back, REPORT, part=True, timed=True),
    Verb.ACCEPT_REPORT: Way(supervising.accept_report, part=True, timed=True),
    Verb.SEND_BACK: Way(supervising.send_back, {"reason": "没有答复诉求人"}, part=True),
    Verb.RECORD_CALLBACK: Way(callback.record_callback, {"answers": CONTENT}, timed=True),
    Verb.RATE: Way(rating.rate, {"answers": CONTENT}),
    Verb.APPEAL_RATING: Way(rating.appeal_rating, {"reason": "与事实不符"}, part=True),
    Verb.ANNUL_RATING: Way(rating.annul_rating, {"reason": "申诉属实"}, part=True),
    Verb.KEEP_RATING: Way(rating.keep_rating, {"reason": "申诉不实"}, part=True),
    Verb.REWORK: Way(dispatching.rework, {"cause": ReworkCause.NOT_DONE, "reason": "井盖又松了"}, timed=True),
    Verb.CLOSE: Way(callback.close),
    Verb.REOPEN: Way(callback.reopen, {"reason": "问题再次出现"}, timed=True),
    Verb.ASK: Way(citizen.ask, {"question": "井盖在路的哪一侧?"}),
    Verb.URGE: Way(citizen.urge, {"words": "请尽快"}),
    Verb.ANSWER_URGE: Way(urging.answer_urge, {"answer": "明早到现场", "public_answer": "明早到现场"}, part=True),
    Verb.ADD_FACTS: Way(citizen.add_facts, {"words": "现在裂缝更大了"}),
    Verb.WITHDRAW: Way(citizen.withdraw, {"reason": "已自行解决"}),
    Verb.REQUEST_DATA: Way(privacy.request_data, {"right": DataRight.CORRECT, "words": "电话写错了"}),
    Verb.DECIDE_DATA: Way(privacy.decide_data, {"decision": Decision.UPHELD, "reason": "已核对"}),
    Verb.TERMINATE: Way(supervising.terminate, {"reason": "诉求对象已消失"}),
    Verb.ARCHIVE: Way(citizen.archive),
    Verb.RESCHEDULE: Way(rescheduling.reschedule, timed=True),
    Verb.SUPERVISE: Way(_supervise, part=True),
    Verb.ANSWER_ORDER: Way(ordering.answer_order, {"answer": "已到现场处理"}, part=True),
    Verb.REMIND: Way(card.remind, part=True),
    Verb.ISSUE_YELLOW_CARD: Way(card.issue_yellow_card, part=True, timed=True),
    Verb.ISSUE_RED_CARD: Way(card.issue_red_card, part=True, timed=True),
    Verb.CANCEL_CARD: Way(card.cancel_card, {"card": Card.YELLOW, "reason": "系统故障"}, part=True),
}
ON_ONE_PART = frozenset(verb for verb, way in ACTS.items() if way.part)


def do(verb: Verb, case: Case, *, at: datetime, index: int | None = None, by: Actor | None = None) -> None:
    """Use a verb, by default on the lead and by somebody who may."""
    index = index if index is not None else (case.lead.index if verb in ON_ONE_PART else 0)
    unit = case.assignment(index).unit if index else UNIT
    way = ACTS[verb]
    timetable = {"timetable": city.timetable()} if way.timed else {}
    where = (case, index) if way.part else (case,)
    way.act(*where, by=by or entitled(verb, unit), at=at, **timetable, **way.said)

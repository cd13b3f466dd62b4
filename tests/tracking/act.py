"""Every verb of the procedure with ordinary words, so that a test can say just the verb."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from tests.tracking import city
from tests.tracking.people import OTHER_UNIT, THIRD_UNIT, UNIT, entitled
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
    rating,
    rescheduling,
    returning,
    supervising,
    suspending,
)
from tracking.domain.procedure.rating import Answers
from tracking.domain.stage import ASSIGNMENT
from tracking.domain.verb import Verb
from tracking.domain.vocabulary import Card, Kind, Outcome, ReworkCause, Satisfaction, Urgency, Verification

TOPIC, TARGET, PART = "010101", "B110", "SY20260302-W-000002-6"
CONTENT = Answers(
    contacted=True,
    verified=Verification.TRUE,
    outcome=Outcome.SOLVED,
    satisfaction=Satisfaction.VERY_SATISFIED,
)
Act = Callable[[Case, int, Actor, datetime], object]


def _classify(case: Case, _: int, by: Actor, at: datetime) -> None:
    kind, table = Kind.COMPLAINT, city.timetable()
    intake.classify(case, by=by, at=at, timetable=table, kind=kind, topic=TOPIC, urgency=Urgency.NORMAL)


def _correct(case: Case, _: int, by: Actor, at: datetime) -> None:
    intake.correct(case, by=by, at=at, kind=Kind.HELP, topic=TOPIC, reason="听错了诉求")


def _dispatch(case: Case, _: int, by: Actor, at: datetime) -> None:
    dispatching.dispatch(case, by=by, at=at, timetable=city.timetable(), unit=UNIT, basis="权责清单")


def _add_assist(case: Case, _: int, by: Actor, at: datetime) -> None:
    free = next((u for u in (OTHER_UNIT, THIRD_UNIT) if all(u != a.unit for a in case.assignments)), THIRD_UNIT)
    dispatching.add_assist(case, by=by, at=at, timetable=city.timetable(), unit=free, basis="共同管辖")


def _return(case: Case, index: int, by: Actor, at: datetime) -> None:
    returning.return_(case, index, by=by, at=at, reason="wrong_function", target=TARGET, explanation="不在职责内")


def _request_extension(case: Case, index: int, by: Actor, at: datetime) -> None:
    handling.request_extension(case, index, by=by, at=at, timetable=city.timetable(), reason="等待备件")


def _report_back(case: Case, index: int, by: Actor, at: datetime) -> None:
    table, reply, evidence = city.timetable(), "已更换井盖", "照片两张"
    handling.report_back(
        case, index, by=by, at=at, timetable=table, outcome=Outcome.SOLVED, reply=reply, evidence=evidence
    )


def _rework(case: Case, _: int, by: Actor, at: datetime) -> None:
    why = ReworkCause.NOT_DONE
    dispatching.rework(case, by=by, at=at, timetable=city.timetable(), cause=why, reason="井盖又松了")


def _arbitrate(case: Case, _: int, by: Actor, at: datetime) -> None:
    dispatching.arbitrate(case, by=by, at=at, timetable=city.timetable(), unit=UNIT, basis="监督部门裁定")


def _request_suspension(case: Case, index: int, by: Actor, at: datetime) -> None:
    until = at + timedelta(days=7)
    suspending.request_suspension(
        case, index, by=by, at=at, timetable=city.timetable(), until=until, reason="等待法院裁决"
    )


def _split(case: Case, _: int, by: Actor, at: datetime) -> None:
    merging.split(case, PART, by=by, at=at, timetable=city.timetable(), text="路灯也不亮", reason="两件事")


ACTS: Mapping[Verb, Act] = {
    Verb.CLASSIFY: _classify,
    Verb.CORRECT: _correct,
    Verb.ANSWER: lambda c, i, by, at: intake.answer(c, by=by, at=at, reply="今天已恢复供水"),
    Verb.DECLINE: lambda c, i, by, at: intake.decline(c, by=by, at=at, reason="legal_path", explanation="请起诉"),
    Verb.DIVERT: lambda c, i, by, at: intake.divert(c, by=by, at=at, target="110", explanation="已转110"),
    Verb.DISPATCH: _dispatch,
    Verb.ADD_ASSIST: _add_assist,
    Verb.SIGN: lambda c, i, by, at: handling.sign(c, i, by=by, at=at),
    Verb.CONTACT: lambda c, i, by, at: handling.contact(c, i, by=by, at=at, note="已电话说明"),
    Verb.RETURN: _return,
    Verb.UPHOLD_RETURN: lambda c, i, by, at: returning.uphold_return(c, i, by=by, at=at, reason="不属该单位"),
    Verb.REJECT_RETURN: lambda c, i, by, at: returning.reject_return(c, i, by=by, at=at, reason="属该单位"),
    Verb.REQUEST_EXTENSION: _request_extension,
    Verb.GRANT_EXTENSION: lambda c, i, by, at: supervising.grant_extension(
        c, i, by=by, at=at, timetable=city.timetable()
    ),
    Verb.REFUSE_EXTENSION: lambda c, i, by, at: supervising.refuse_extension(c, i, by=by, at=at, reason="理由不足"),
    Verb.REPORT_BACK: _report_back,
    Verb.ACCEPT_REPORT: lambda c, i, by, at: supervising.accept_report(c, i, by=by, at=at, timetable=city.timetable()),
    Verb.SEND_BACK: lambda c, i, by, at: supervising.send_back(c, i, by=by, at=at, reason="没有答复诉求人"),
    Verb.RECORD_CALLBACK: lambda c, i, by, at: callback.record_callback(
        c, by=by, at=at, timetable=city.timetable(), answers=CONTENT
    ),
    Verb.REWORK: _rework,
    Verb.CLOSE: lambda c, i, by, at: callback.close(c, by=by, at=at),
    Verb.REOPEN: lambda c, i, by, at: callback.reopen(
        c, by=by, at=at, timetable=city.timetable(), reason="问题再次出现"
    ),
    Verb.URGE: lambda c, i, by, at: citizen.urge(c, by=by, at=at, words="请尽快"),
    Verb.ADD_FACTS: lambda c, i, by, at: citizen.add_facts(c, by=by, at=at, words="现在裂缝更大了"),
    Verb.WITHDRAW: lambda c, i, by, at: citizen.withdraw(c, by=by, at=at, reason="已自行解决"),
    Verb.TERMINATE: lambda c, i, by, at: supervising.terminate(c, by=by, at=at, reason="诉求对象已消失"),
    Verb.ARCHIVE: lambda c, i, by, at: citizen.archive(c, by=by, at=at),
    Verb.REMIND: lambda c, i, by, at: card.remind(c, i, by=by, at=at),
    Verb.ISSUE_YELLOW_CARD: lambda c, i, by, at: card.issue_yellow_card(c, i, by=by, at=at, timetable=city.timetable()),
    Verb.ISSUE_RED_CARD: lambda c, i, by, at: card.issue_red_card(c, i, by=by, at=at, timetable=city.timetable()),
    Verb.CANCEL_CARD: lambda c, i, by, at: card.cancel_card(c, i, by=by, at=at, card=Card.YELLOW, reason="日历有误"),
    Verb.ARBITRATE: _arbitrate,
    Verb.REQUEST_SUSPENSION: _request_suspension,
    Verb.GRANT_SUSPENSION: lambda c, i, by, at: suspending.grant_suspension(
        c, i, by=by, at=at, timetable=city.timetable()
    ),
    Verb.REFUSE_SUSPENSION: lambda c, i, by, at: suspending.refuse_suspension(c, i, by=by, at=at, reason="不必等"),
    Verb.RESUME: lambda c, i, by, at: suspending.resume(c, i, by=by, at=at, timetable=city.timetable()),
    Verb.RATE: lambda c, i, by, at: rating.rate(c, by=by, at=at, answers=CONTENT),
    Verb.APPEAL_RATING: lambda c, i, by, at: rating.appeal_rating(c, i, by=by, at=at, reason="评价对象有误"),
    Verb.ANNUL_RATING: lambda c, i, by, at: rating.annul_rating(c, i, by=by, at=at, reason="查实有误"),
    Verb.KEEP_RATING: lambda c, i, by, at: rating.keep_rating(c, i, by=by, at=at, reason="评价属实"),
    Verb.ASK: lambda c, i, by, at: citizen.ask(c, i or None, by=by, at=at, question="哪一栋楼?"),
    Verb.SUPERVISE: lambda c, i, by, at: ordering.supervise(
        c, i, by=by, at=at, level=2, due_at=at + timedelta(days=3), reason="群众反映强烈"
    ),
    Verb.ANSWER_ORDER: lambda c, i, by, at: ordering.answer_order(c, i, by=by, at=at, answer="已派两组人"),
    Verb.JOIN: lambda c, i, by, at: merging.join(c, by=by, at=at),
    Verb.SPLIT: _split,
    Verb.FOLLOW: lambda c, i, by, at: merging.follow(c, by=by, at=at, open_parts=0, uncalled=0),
    Verb.RESCHEDULE: lambda c, i, by, at: rescheduling.reschedule(c, by=by, at=at, timetable=city.timetable()),
}
ON_ONE_PART = frozenset(verb for _, verb in ASSIGNMENT) - {
    *(Verb.RECORD_CALLBACK, Verb.RATE, Verb.REWORK, Verb.CLOSE, Verb.WITHDRAW, Verb.TERMINATE, Verb.ASK)
}


def do(verb: Verb, case: Case, *, at: datetime, index: int | None = None, by: Actor | None = None) -> None:
    """Use a verb, by default on the lead and by somebody who may."""
    index = index if index is not None else (case.lead.index if verb in ON_ONE_PART else 0)
    unit = case.assignment(index).unit if index else UNIT
    ACTS[verb](case, index, by or entitled(verb, unit), at)

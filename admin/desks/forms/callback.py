"""Forms of the call-back desk."""

from typing import Any

from admin.desks import words
from admin.desks.field import Field, Widget
from admin.desks.forms.asked import OUTCOME, REASON
from admin.desks.forms.form import Form, Target
from channels.base import marked
from tracking.domain.case import Case
from tracking.domain.petition import Assignment
from tracking.domain.procedure import callback, dispatching
from tracking.domain.procedure.rating import Answers
from tracking.domain.verb import Verb
from tracking.domain.vocabulary import Outcome, ReworkCause, Satisfaction, Verification

_YES_NO = {"yes": marked("是"), "no": marked("否")}
_REACHED = {"yes": marked("接通，有答复"), "no": marked("没有联系上")}


def record_callback(case: Case, *, reached: str, note: str = "", **given: Any) -> None:
    """Four answers, or a try at which nobody was reached."""
    who = {name: given.pop(name) for name in ("by", "at", "timetable")}
    if "contacted" in given:
        given["contacted"] = given["contacted"] == "yes"
    callback.record_callback(case, answers=Answers(**given) if reached == "yes" else None, note=note, **who)


def _all_shares_done(case: Case, _share: Assignment | None) -> bool:
    return not any(each.is_open for each in case.assignments)


RECORD_CALLBACK = Form(
    verb=Verb.RECORD_CALLBACK,
    label=marked("记录回访"),
    done=marked("已记录回访"),
    leading=True,
    function=record_callback,
    target=Target.CALLED,
    timed=True,
    fields=(
        Field(name="reached", label=marked("是否联系上"), widget=Widget.OPTION, options=_REACHED),
        Field(
            name="contacted",
            label=marked("承办单位联系过您吗"),
            widget=Widget.OPTION,
            options=_YES_NO,
            required=False,
        ),
        Field(
            name="verified",
            label=marked("答复的情况属实吗"),
            widget=Widget.OPTION,
            options=words.VERIFICATIONS,
            becomes=Verification,
            required=False,
        ),
        Field(
            name="outcome",
            label=marked("问题解决了吗"),
            widget=Widget.OPTION,
            options=words.OUTCOMES,
            becomes=Outcome,
            required=False,
        ),
        Field(
            name="satisfaction",
            label=marked("您满意吗"),
            widget=Widget.OPTION,
            options=words.SATISFACTION,
            becomes=Satisfaction,
            required=False,
        ),
        Field(name="note", label=marked("备注"), required=False),
    ),
)
CLOSE = Form(
    verb=Verb.CLOSE,
    label=marked("结案"),
    done=marked("已结案"),
    leading=True,
    function=callback.close,
    target=Target.LEAD,
    fields=(OUTCOME,),
    when=_all_shares_done,
    unless=marked("还有承办件没有办完"),
)
REWORK = Form(
    verb=Verb.REWORK,
    label=marked("重办"),
    done=marked("已决定重办"),
    function=dispatching.rework,
    target=Target.LEAD,
    fields=(
        Field(
            name="cause",
            label=marked("重办原因"),
            widget=Widget.OPTION,
            options=words.REWORK_CAUSES,
            becomes=ReworkCause,
        ),
        REASON,
    ),
    timed=True,
)
REOPEN = Form(
    verb=Verb.REOPEN,
    label=marked("重新提出"),
    done=marked("已重新提出，等待派单"),
    function=callback.reopen,
    fields=(REASON,),
    timed=True,
)

"""Forms of the intake desk."""

from admin.desks import words
from admin.desks.field import Field, Widget
from admin.desks.forms.asked import KIND, REASON, TOPIC
from admin.desks.forms.form import Form
from channels.base import marked
from tracking.domain.procedure import intake
from tracking.domain.verb import Verb
from tracking.domain.vocabulary import Urgency

CLASSIFY = Form(
    verb=Verb.CLASSIFY,
    label=marked("分类"),
    done=marked("已分类"),
    leading=True,
    function=intake.classify,
    fields=(
        KIND,
        TOPIC,
        Field(
            name="urgency",
            label=marked("紧急程度"),
            widget=Widget.OPTION,
            options=words.URGENCIES,
            becomes=Urgency,
        ),
    ),
    timed=True,
)
ANSWER = Form(
    verb=Verb.ANSWER,
    label=marked("即时答复"),
    done=marked("已答复"),
    function=intake.answer,
    fields=(Field(name="reply", label=marked("答复内容")),),
    final=True,
)
DECLINE = Form(
    verb=Verb.DECLINE,
    label=marked("不予受理"),
    done=marked("已告知不予受理"),
    function=intake.decline,
    fields=(
        Field(name="reason", label=marked("不予受理理由"), widget=Widget.CODE, codes="decline_reasons"),
        Field(name="explanation", label=marked("告知诉求人的话"), hint=marked("说明理由和可以走的途径")),
    ),
    final=True,
)
DIVERT = Form(
    verb=Verb.DIVERT,
    label=marked("转出"),
    done=marked("已转出"),
    function=intake.divert,
    fields=(
        Field(name="target", label=marked("转往"), widget=Widget.OPTION, options=words.DIVERSIONS),
        Field(name="explanation", label=marked("告知诉求人的话")),
    ),
    final=True,
)
CORRECT = Form(
    verb=Verb.CORRECT,
    label=marked("更正类型"),
    done=marked("已更正"),
    function=intake.correct,
    fields=(KIND, TOPIC, REASON),
)

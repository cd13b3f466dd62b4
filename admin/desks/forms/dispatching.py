"""Forms of whoever decides which unit handles a matter."""

from admin.desks.field import Field, Widget
from admin.desks.forms.asked import BASIS, REASON, UNIT
from admin.desks.forms.form import Form, Target
from channels.base import marked
from tracking.domain.procedure import dispatching
from tracking.domain.verb import Verb

DISPATCH = Form(
    verb=Verb.DISPATCH,
    label=marked("派单"),
    done=marked("已派单"),
    leading=True,
    function=dispatching.dispatch,
    fields=(
        UNIT,
        BASIS,
        Field(
            name="statutory_days",
            label=marked("法定办理工作日"),
            widget=Widget.COUNT,
            required=False,
            becomes=int,
            hint=marked("有法定时限时填写，代替默认时限"),
        ),
    ),
    timed=True,
)
ADD_ASSIST = Form(
    verb=Verb.ADD_ASSIST,
    label=marked("增加协办"),
    done=marked("已增加协办单位"),
    function=dispatching.add_assist,
    fields=(UNIT, BASIS),
    timed=True,
)
UPHOLD_RETURN = Form(
    verb=Verb.UPHOLD_RETURN,
    label=marked("同意退单"),
    done=marked("已同意退单"),
    leading=True,
    function=dispatching.uphold_return,
    target=Target.SHARE,
    fields=(REASON,),
)
REJECT_RETURN = Form(
    verb=Verb.REJECT_RETURN,
    label=marked("驳回退单"),
    done=marked("已驳回退单"),
    function=dispatching.reject_return,
    target=Target.SHARE,
    fields=(REASON,),
)

"""Forms of whoever decides which unit handles a matter."""

from decimal import Decimal
from typing import Any

from admin.desks import words
from admin.desks.field import Field, Widget
from admin.desks.forms.asked import BASIS, REASON, UNIT
from admin.desks.forms.form import Form, Target
from channels.base import marked
from tracking.domain.case import Case
from tracking.domain.deadline import Limit, Measure
from tracking.domain.procedure import dispatching, returning
from tracking.domain.verb import Verb


def dispatch(
    case: Case, *, statutory_days: int | None = None, measure: Measure = Measure.WORKDAYS, **given: Any
) -> None:
    """A limit by law is typed as a number of days of either kind."""
    statutory = Limit(amount=Decimal(statutory_days), measure=measure) if statutory_days else None
    dispatching.dispatch(case, statutory=statutory, **given)


DISPATCH = Form(
    verb=Verb.DISPATCH,
    label=marked("派单"),
    done=marked("已派单"),
    leading=True,
    function=dispatch,
    fields=(
        UNIT,
        BASIS,
        Field(
            name="statutory_days",
            label=marked("法定办理期限（天）"),
            widget=Widget.COUNT,
            required=False,
            becomes=int,
            hint=marked("有法定时限时填写，代替默认时限"),
        ),
        Field(
            name="measure",
            label=marked("法定期限按"),
            widget=Widget.OPTION,
            options={Measure.WORKDAYS: marked("工作日"), Measure.DAYS: marked("自然日")},
            becomes=Measure,
            required=False,
        ),
        Field(name="track", label=marked("法定程序"), widget=Widget.OPTION, options=words.TRACKS, required=False),
    ),
    timed=True,
)
ARBITRATE = Form(
    verb=Verb.ARBITRATE,
    label=marked("指定承办"),
    done=marked("已指定承办单位，不得再退单"),
    function=dispatching.arbitrate,
    fields=(UNIT, BASIS),
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
    function=returning.uphold_return,
    target=Target.SHARE,
    fields=(REASON,),
)
REJECT_RETURN = Form(
    verb=Verb.REJECT_RETURN,
    label=marked("驳回退单"),
    done=marked("已驳回退单"),
    function=returning.reject_return,
    target=Target.SHARE,
    fields=(REASON,),
)

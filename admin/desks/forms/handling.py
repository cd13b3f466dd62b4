"""Forms of the unit in charge."""

from admin.desks.field import Field, Widget
from admin.desks.forms.asked import OUTCOME, REASON
from admin.desks.forms.form import Form, Target
from channels.base import marked
from tracking.domain.case import Case
from tracking.domain.petition import Assignment
from tracking.domain.procedure import handling, ordering, rating, returning, suspending, urging
from tracking.domain.verb import Verb
from tracking.domain.vocabulary import Decision, Nature


def _may_return(_case: Case, share: Assignment | None) -> bool:
    return share is not None and share.return_decision is not Decision.REJECTED and not share.adjudicated


def _not_asked_yet(_case: Case, share: Assignment | None) -> bool:
    return share is not None and share.extension_asked_at is None


def _not_asked_to_pause(_case: Case, share: Assignment | None) -> bool:
    return share is not None and share.suspension_asked_at is None


def _may_appeal(_case: Case, share: Assignment | None) -> bool:
    rated = share is not None and share.satisfaction is not None
    return rated and share is not None and not share.rating_appealed_at and not share.rating_annulled


def _ordered(_case: Case, share: Assignment | None) -> bool:
    return share is not None and share.order_level is not None and share.order_answered_at is None


def _urged(case: Case, share: Assignment | None) -> bool:
    return share is not None and share.nature is Nature.LEAD and case.petition.urge_waits


SIGN = Form(
    verb=Verb.SIGN,
    label=marked("签收"),
    done=marked("已签收"),
    leading=True,
    function=handling.sign,
    target=Target.SHARE,
)
CONTACT = Form(
    verb=Verb.CONTACT,
    label=marked("记录联系"),
    done=marked("已记录联系"),
    leading=True,
    function=handling.contact,
    target=Target.SHARE,
    fields=(
        Field(name="note", label=marked("联系情况"), templated=True),
        Field(
            name="contacted_at",
            label=marked("联系时间"),
            widget=Widget.MOMENT,
            required=False,
            hint=marked("不填即为现在"),
        ),
    ),
)
REPORT_BACK = Form(
    verb=Verb.REPORT_BACK,
    label=marked("报结"),
    done=marked("已报结，等待审核"),
    leading=True,
    function=handling.report_back,
    target=Target.SHARE,
    fields=(
        OUTCOME,
        Field(name="reply", label=marked("给诉求人的答复"), templated=True),
        Field(
            name="evidence", label=marked("办理证据"), required=False, hint=marked("投诉必须填写：做了什么，何时何地")
        ),
        Field(
            name="beyond_duty", label=marked("申请认定：诉求超出法定职责或不合理"), widget=Widget.CHECK, required=False
        ),
    ),
    timed=True,
    photos=True,
)
REQUEST_EXTENSION = Form(
    verb=Verb.REQUEST_EXTENSION,
    label=marked("申请延期"),
    done=marked("已申请延期，批准前照常计时"),
    function=handling.request_extension,
    target=Target.SHARE,
    fields=(REASON,),
    timed=True,
    when=_not_asked_yet,
    unless=marked("已经申请，等待决定"),
)
REQUEST_SUSPENSION = Form(
    verb=Verb.REQUEST_SUSPENSION,
    label=marked("申请挂起"),
    done=marked("已申请挂起，批准前照常计时"),
    function=suspending.request_suspension,
    target=Target.SHARE,
    fields=(
        Field(name="until", label=marked("挂起到"), widget=Widget.MOMENT, hint=marked("累计不超过180天")),
        REASON,
    ),
    timed=True,
    when=_not_asked_to_pause,
    unless=marked("已经申请，等待决定"),
)
RESUME = Form(
    verb=Verb.RESUME,
    label=marked("恢复办理"),
    done=marked("已恢复办理，期限顺延"),
    leading=True,
    function=suspending.resume,
    target=Target.SHARE,
    timed=True,
)
ANSWER_ORDER = Form(
    verb=Verb.ANSWER_ORDER,
    label=marked("回复督办单"),
    done=marked("已回复督办单"),
    leading=True,
    function=ordering.answer_order,
    target=Target.SHARE,
    fields=(Field(name="answer", label=marked("办理情况和整改措施")),),
    when=_ordered,
    unless=marked("没有等待回复的督办单"),
)
ANSWER_URGE = Form(
    verb=Verb.ANSWER_URGE,
    label=marked("回复催办"),
    done=marked("已回复催办"),
    function=urging.answer_urge,
    target=Target.SHARE,
    fields=(
        Field(
            name="answer",
            label=marked("办到哪一步，预计何时办好"),
            hint=marked("诉求人催办的，诉求人能看到；姓名、电话等会自动遮去"),
            templated=True,
        ),
    ),
    published="answer",
    when=_urged,
    unless=marked("没有等待回复的催办"),
)
APPEAL_RATING = Form(
    verb=Verb.APPEAL_RATING,
    label=marked("评价申诉"),
    done=marked("已提出申诉，等待裁定"),
    function=rating.appeal_rating,
    target=Target.SHARE,
    fields=(REASON,),
    when=_may_appeal,
    unless=marked("还没有评价，或评价已申诉"),
)
RETURN = Form(
    verb=Verb.RETURN,
    label=marked("退单"),
    done=marked("已申请退单，决定前照常计时"),
    function=returning.return_,
    target=Target.SHARE,
    fields=(
        Field(name="reason", label=marked("退单理由"), widget=Widget.CODE, codes="return_reasons"),
        Field(name="target", label=marked("应由哪个单位承办"), widget=Widget.UNIT),
        Field(name="explanation", label=marked("依据和说明"), templated=True),
    ),
    when=_may_return,
    unless=marked("退单已被驳回，或已指定承办"),
)

"""Forms of supervision."""

from admin.desks import words
from admin.desks.field import Field, Widget
from admin.desks.forms.asked import REASON
from admin.desks.forms.form import Form, Target
from channels.base import marked
from tracking.domain.case import Case
from tracking.domain.petition import Assignment
from tracking.domain.procedure import card, ordering, rating, supervising, suspending
from tracking.domain.procedure.card import stands
from tracking.domain.verb import Verb
from tracking.domain.vocabulary import Card

_PUBLIC_REPLY = Field(
    name="public_reply", label=marked("公开答复"), required=False, hint=marked("给群众看的文字，不得含个人信息")
)


def _asked_for_extension(_case: Case, share: Assignment | None) -> bool:
    return share is not None and share.extension_asked_at is not None


def _asked_for_suspension(_case: Case, share: Assignment | None) -> bool:
    return share is not None and share.suspension_asked_at is not None


def _appealed(_case: Case, share: Assignment | None) -> bool:
    return share is not None and share.rating_appealed_at is not None


def _has_card(_case: Case, share: Assignment | None) -> bool:
    return share is not None and any(stands(share, each) for each in Card)


GRANT_EXTENSION = Form(
    verb=Verb.GRANT_EXTENSION,
    label=marked("同意延期"),
    done=marked("已同意延期"),
    leading=True,
    function=supervising.grant_extension,
    target=Target.SHARE,
    timed=True,
    when=_asked_for_extension,
    unless=marked("单位没有申请延期"),
)
REFUSE_EXTENSION = Form(
    verb=Verb.REFUSE_EXTENSION,
    label=marked("不同意延期"),
    done=marked("已驳回延期"),
    function=supervising.refuse_extension,
    target=Target.SHARE,
    fields=(REASON,),
    when=_asked_for_extension,
    unless=marked("单位没有申请延期"),
)
ACCEPT_REPORT = Form(
    verb=Verb.ACCEPT_REPORT,
    label=marked("审核通过"),
    done=marked("已审核通过"),
    leading=True,
    function=supervising.accept_report,
    target=Target.SHARE,
    fields=(
        _PUBLIC_REPLY,
        Field(name="beyond_duty", label=marked("认定：诉求超出法定职责或不合理"), widget=Widget.CHECK, required=False),
    ),
    timed=True,
)
SEND_BACK = Form(
    verb=Verb.SEND_BACK,
    label=marked("退回重办"),
    done=marked("已退回承办单位"),
    function=supervising.send_back,
    target=Target.SHARE,
    fields=(REASON,),
)
GRANT_SUSPENSION = Form(
    verb=Verb.GRANT_SUSPENSION,
    label=marked("同意挂起"),
    done=marked("已同意挂起"),
    leading=True,
    function=suspending.grant_suspension,
    target=Target.SHARE,
    timed=True,
    when=_asked_for_suspension,
    unless=marked("单位没有申请挂起"),
)
REFUSE_SUSPENSION = Form(
    verb=Verb.REFUSE_SUSPENSION,
    label=marked("不同意挂起"),
    done=marked("已驳回挂起"),
    function=suspending.refuse_suspension,
    target=Target.SHARE,
    fields=(REASON,),
    when=_asked_for_suspension,
    unless=marked("单位没有申请挂起"),
)
ANNUL_RATING = Form(
    verb=Verb.ANNUL_RATING,
    label=marked("评价申诉成立"),
    done=marked("该评价不再计入，记录保留"),
    leading=True,
    function=rating.annul_rating,
    target=Target.SHARE,
    fields=(REASON,),
    when=_appealed,
    unless=marked("单位没有申诉评价"),
)
KEEP_RATING = Form(
    verb=Verb.KEEP_RATING,
    label=marked("评价申诉不成立"),
    done=marked("评价照常计算"),
    function=rating.keep_rating,
    target=Target.SHARE,
    fields=(REASON,),
    when=_appealed,
    unless=marked("单位没有申诉评价"),
)
SUPERVISE = Form(
    verb=Verb.SUPERVISE,
    label=marked("签发督办单"),
    done=marked("已签发督办单"),
    function=ordering.supervise,
    target=Target.SHARE,
    fields=(
        Field(name="level", label=marked("督办级别"), widget=Widget.OPTION, options=words.LEVELS, becomes=int),
        Field(name="due_at", label=marked("回复期限"), widget=Widget.MOMENT),
        REASON,
    ),
)
CANCEL_CARD = Form(
    verb=Verb.CANCEL_CARD,
    label=marked("撤销督办牌"),
    done=marked("已撤销，原记录保留"),
    function=card.cancel_card,
    target=Target.SHARE,
    fields=(
        Field(name="card", label=marked("撤销哪张"), widget=Widget.OPTION, options=words.CARDS, becomes=Card),
        REASON,
    ),
    when=_has_card,
    unless=marked("没有有效的督办牌"),
)
TERMINATE = Form(
    verb=Verb.TERMINATE,
    label=marked("终止办理"),
    done=marked("已终止办理"),
    function=supervising.terminate,
    fields=(REASON,),
    final=True,
)

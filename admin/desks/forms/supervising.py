"""Forms of supervision."""

from admin.desks.field import Field
from admin.desks.forms.asked import REASON
from admin.desks.forms.form import Form, Target
from channels.base import marked
from tracking.domain.case import Case
from tracking.domain.petition import Assignment
from tracking.domain.procedure import supervising
from tracking.domain.verb import Verb

_PUBLIC_REPLY = Field(
    name="public_reply", label=marked("公开答复"), required=False, hint=marked("给群众看的文字，不得含个人信息")
)


def _asked_for_extension(_case: Case, share: Assignment | None) -> bool:
    return share is not None and share.extension_asked_at is not None


GRANT_EXTENSION = Form(
    verb=Verb.GRANT_EXTENSION,
    label=marked("同意延期"),
    done=marked("已同意延期"),
    leading=True,
    function=supervising.grant_extension,
    target=Target.SHARE,
    timed=True,
    when=_asked_for_extension,
)
REFUSE_EXTENSION = Form(
    verb=Verb.REFUSE_EXTENSION,
    label=marked("不同意延期"),
    done=marked("已驳回延期"),
    function=supervising.refuse_extension,
    target=Target.SHARE,
    fields=(REASON,),
    when=_asked_for_extension,
)
ACCEPT_REPORT = Form(
    verb=Verb.ACCEPT_REPORT,
    label=marked("审核通过"),
    done=marked("已审核通过"),
    leading=True,
    function=supervising.accept_report,
    target=Target.SHARE,
    fields=(_PUBLIC_REPLY,),
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
TERMINATE = Form(
    verb=Verb.TERMINATE,
    label=marked("终止办理"),
    done=marked("已终止办理"),
    function=supervising.terminate,
    fields=(REASON,),
    final=True,
)

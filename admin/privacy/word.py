"""What rights and decisions about the own data are called."""

from collections.abc import Mapping

from channels.base import marked
from tracking.domain.vocabulary import DataRight, Decision

RIGHTS: Mapping[str, str] = {
    DataRight.CORRECT: marked("更正个人信息"),
    DataRight.ERASE: marked("删除个人信息"),
    DataRight.UNPUBLISH: marked("不再同意公开"),
}
DECISIONS: Mapping[str, str] = {Decision.UPHELD: marked("同意"), Decision.REJECTED: marked("不同意")}
PROBLEMS: Mapping[str, str] = {
    "missing_field": marked("请写明内容后再提交。"),
    "invalid_value": marked("电话或邮箱的写法不对，或者没有填要更正的内容。请改后再交。"),
    "out_of_turn": marked("这项请求已经有人决定过。"),
    "forbidden": marked("这件有依法留存的要求，现在不能删除。解除留存后再决定。"),
    "stale_version": marked("这件诉求刚刚有变化，请看最新情况再决定。"),
    "not_confirmed": marked("删除后不能恢复，请先勾选确认。"),
}
STEPS: Mapping[str, str] = {"identity": marked("姓名、电话、地点和原件"), "words": marked("说过的话、答复和照片")}
WHYS: Mapping[str, str] = {"term": marked("保管期满"), "request": marked("诉求人要求")}
NO_HOLD = marked("没有这件诉求、没有写理由，或者已经在留存。")
OPEN_STILL = marked("这件诉求还在办理，删除后就没法答复您了。可以先撤回，或者等办结后再要求删除。")
WHAT = marked("请写明哪一项要更正、改成什么。")
MOVED = marked("情况刚刚有变化，这一步没有执行。请看下面的最新情况，再决定是否继续。")
DONE: Mapping[str, str] = {
    DataRight.CORRECT: marked("已收到您的更正请求，会有人核对并决定，结果写在进度页的办理经过里。"),
    DataRight.ERASE: marked("已收到您的删除请求，会有人决定，结果写在进度页的办理经过里。"),
    DataRight.UNPUBLISH: marked("已记下：这件诉求不再公开。已经公开的页面已经撤下。"),
}

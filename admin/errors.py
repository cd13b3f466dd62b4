"""The one table from error codes to answers: status, what happened, what to do. Words are message ids."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from channels.base import marked as _


@dataclass(frozen=True)
class Row:
    """How one code is answered; ``retry_after`` in seconds where trying again may help."""

    status: int
    title: str
    advice: str
    retry_after: int | None = None


BAD_INPUT = _("提交的内容有误")
NOT_NOW = _("现在不能这样做")
PROBLEMS: Mapping[str, Row] = {
    "bad_request": Row(400, _("请求无法读取"), _("请检查发送的内容后再试。")),
    "unauthorised": Row(401, _("请先登录"), _("登录后再继续。")),
    "forbidden": Row(403, _("没有权限"), _("这项操作不属于您的岗位或单位。如有需要，请联系管理员。")),
    "bad_signature": Row(403, _("签名不对"), _("请核对密钥编号、密钥和签名方法。")),
    "stale_signature": Row(
        403, _("签名已失效"), _("签名只在五分钟内有效，每个编号只用一次。请核对时钟，重新签名再试。")
    ),
    "not_found": Row(404, _("没有找到"), _("请核对地址或编号。也可以回到首页重新开始。")),
    "method_not_allowed": Row(405, _("不支持这种请求方式"), _("请从页面上的按钮或链接进入。")),
    "out_of_turn": Row(409, NOT_NOW, _("这件诉求当前的阶段不允许此操作，请先查看最新进展。")),
    "needs_arbitration": Row(409, NOT_NOW, _("已退单两次或经过三个单位，须由监督部门指定承办。")),
    "stale_version": Row(409, _("情况刚刚有变化"), _("请先查看最新进展，再决定是否继续。")),
    "open_children": Row(409, NOT_NOW, _("还有未办完的部分，请先办完。")),
    "too_early": Row(409, _("还不到时候"), _("要先完成前面的步骤，例如回访诉求人，才能这样做。")),
    "too_late": Row(409, _("已超过期限"), _("此操作的期限已过。")),
    "conflict": Row(409, NOT_NOW, _("请刷新页面后再试。")),
    "too_large": Row(413, _("内容太大"), _("文字最多2000字，照片最大10 MB，请缩小后再提交。")),
    "unsupported_media_type": Row(415, _("不支持这种格式"), _("接口只接受 application/json。")),
    "invalid_input": Row(422, BAD_INPUT, _("请按提示修改后再提交。")),
    "unknown_field": Row(422, BAD_INPUT, _("含有接口没有的字段。")),
    "unknown_code": Row(422, BAD_INPUT, _("代码不在代码表中。")),
    "missing_field": Row(422, BAD_INPUT, _("缺少必填内容。")),
    "invalid_value": Row(422, BAD_INPUT, _("内容不符合要求。")),
    "too_long": Row(422, BAD_INPUT, _("内容太长。")),
    "key_reused": Row(422, _("编号已用过"), _("这个外部编号已用于另一份内容。另一件事请用新的编号。")),
    "too_many_requests": Row(429, _("操作太频繁"), _("请稍等一会儿再试。"), 60),
    "internal_error": Row(500, _("系统出错了"), _("问题已记录。请稍后再试；如仍不行，请把参考号告诉我们。")),
    "ledger_broken": Row(500, _("记录核验不通过"), _("请把参考号告诉我们，我们会立即核查。")),
    "busy": Row(503, _("现在很忙"), _("请稍后再试。"), 10),
    "unavailable": Row(503, _("暂时无法受理"), _("系统暂时连不上数据库，您的内容还没有登记。请稍后再试。"), 5),
    "calendar_missing": Row(503, _("暂时无法计算期限"), _("该年度的工作日历尚未载入，请联系管理员。"), 3600),
}
BY_STATUS: Mapping[int, str] = {
    **{row.status: code for code, row in reversed(list(PROBLEMS.items()))},
    409: "conflict",
    422: "invalid_input",
    500: "internal_error",
    503: "unavailable",
}

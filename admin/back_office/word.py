"""What acts, kinds and states are called in the back office, and what is said when something is refused."""

from collections.abc import Mapping, Sequence

from channels.base import marked

ACCOUNT_ACTS: Mapping[str, str] = {
    "added": marked("新建账号"),
    "placed": marked("调整岗位"),
    "closed": marked("停用"),
    "opened": marked("启用"),
    "unlocked": marked("解除锁定"),
    "password_reset": marked("重置密码"),
    "password_changed": marked("本人修改密码"),
    "factor_set": marked("开通第二步验证"),
    "factor_removed": marked("本人关闭第二步验证"),
    "factor_reset": marked("重置第二步验证"),
    "sessions_ended": marked("结束所有登录"),
}
VISITS: Mapping[str, str] = {
    "signed_in": marked("登录"),
    "code_asked": marked("密码正确，等待验证码"),
    "refused": marked("登录被拒"),
    "code_refused": marked("验证码被拒"),
    "signed_out": marked("退出"),
}
ACCOUNT_STATES: Mapping[str, str] = {"closed": marked("已停用的"), "locked": marked("被锁定的")}
ACCOUNT_PROBLEMS: Mapping[str | int | None, str] = {
    "username": marked("用户名须以小写字母开头，由2到32个小写字母、数字、点、横线组成，并且没有被用过。"),
    "name": marked("请填写姓名或岗位名称，最多40字。"),
    "role": marked("请选择岗位。"),
    "unit": marked("承办员必须选择一个现有单位；只有承办员和领导可以选择单位。"),
    "last": marked("这是最后一个在用的管理员账号，不能停用或调整。请先指定另一位管理员。"),
}
OWN_ACCOUNT = marked("自己的账号由另一位管理员处理。")
WRONG_CODE = marked("验证码不对。请确认手机时间准确，等下一个验证码出现后再输入。")
EXPORT_ACTS: Mapping[str, str] = {
    "asked": marked("申请导出"),
    "approved": marked("同意导出"),
    "refused_export": marked("不同意导出"),
    "withdrawn": marked("撤回申请"),
    "made": marked("导出文件已生成"),
    "failed": marked("导出没有生成"),
    "downloaded": marked("下载导出文件"),
    "expired": marked("导出已过期"),
}
AUDIT_KINDS: Mapping[str, str] = {
    "sign_in": marked("登录"),
    "identity": marked("查看身份"),
    "account": marked("账号处理"),
    "export": marked("导出"),
    "key": marked("接入密钥"),
    "register": marked("登记簿"),
    "desk": marked("岗位操作"),
}
AUDIT_ACTS: Mapping[str, str] = {
    **VISITS,
    **ACCOUNT_ACTS,
    **EXPORT_ACTS,
    "identity_read": marked("查看诉求人身份"),
    "calendar": marked("修改工作日历"),
    "knowledge_added": marked("新增知识"),
    "knowledge_edited": marked("修改知识"),
    "knowledge_retired": marked("停用知识"),
    "knowledge_restored": marked("恢复知识"),
    "caller_history": marked("查看来电人历史"),
}
AUDIT_FLAW = marked("筛选条件看不懂：日期须是年-月-日，编号须是完整的诉求编号。")
EXPORT_KINDS: Mapping[str, str] = {
    "worklist": marked("工单清单"),
    "indicators": marked("九项指标"),
    "audit": marked("审计记录"),
    "deliveries": marked("发送记录"),
}
EXPORT_STATES: Mapping[str, str] = {
    "asked": marked("等第二人同意"),
    "approved": marked("正在生成"),
    "ready": marked("可以下载"),
    "refused": marked("没有同意"),
    "withdrawn": marked("申请已撤回"),
    "failed": marked("没有生成"),
    "expired": marked("已过期"),
}
EXPORT_PROBLEMS: Mapping[str, str] = {
    "empty": marked("没有符合条件的内容，不必导出。请放宽条件。举报和还没有分类的诉求不导出。"),
    "too_many": marked("内容超过20000行。请缩小范围，分几次导出。"),
    "filter": marked("条件看不懂。请从下拉框中选择，日期写成年-月-日。"),
    "reason": marked("请写明用途，5到200字。"),
    "personal": marked("用途里有像姓名、电话、证件号的内容，请改写。"),
    "asker": marked("申请人的账号已停用，或岗位不再有这项内容。"),
    "broken": marked("生成时出错，已经记录。请重新申请；还是不行时请告诉管理员。"),
    "decided_by": marked("申请人不能自己同意，请另一位管理员或督办员处理。"),
    "puppet": marked("您的账号30天内由申请人新建、启用、解锁、调整或重置过，请另一人处理。"),
    "stale": marked("这项申请已经有人处理，或已过期。"),
    "why": marked("请写明不同意的理由。"),
}
EXPORT_FIELDS: Mapping[str, str] = {
    "tab": marked("清单"),
    "number": marked("编号"),
    "words": marked("要找的字"),
    "kind": marked("种类"),
    "urgency": marked("紧急程度"),
    "stage": marked("阶段"),
    "channel": marked("渠道"),
    "late": marked("只看超期"),
    "topic": marked("事项代码"),
    "street": marked("街道代码"),
    "district": marked("区县"),
    "unit": marked("单位"),
    "period": marked("时期"),
    "group": marked("组"),
    "who": marked("谁"),
    "since": marked("从"),
    "until": marked("到"),
    "state": marked("状态"),
}
EXPORT_HEADS: Mapping[str, Sequence[str]] = {
    "worklist": (
        *(marked("编号"), marked("标题"), marked("诉求类型"), marked("紧急程度"), marked("事项"), marked("区县")),
        *(marked("承办单位"), marked("阶段"), marked("登记时间"), marked("到期时间"), marked("结案时间")),
        *(marked("催办次数"), marked("退单次数")),
    ),
    "indicators": (marked("单位"), marked("组"), marked("得分"), marked("名次")),
    "audit": (
        *(marked("时间"), marked("谁"), marked("种类"), marked("做了什么"), marked("对象"), marked("说明")),
        marked("来自"),
    ),
    "deliveries": (
        *(marked("时间"), marked("诉求编号"), marked("消息"), marked("方式"), marked("状态"), marked("条数")),
        marked("发出时间"),
    ),
}

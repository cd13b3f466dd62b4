"""What the dialogue says, as message ids: short, one thing at a time, what to do next."""

from __future__ import annotations

from channels.base import marked as _

NOTICE = _(
    "这里是沈阳市民意诉求平台。您说的内容和愿意留下的电话只用于办理和答复，加密保存，按档案规定的期限保管；"
    "您可以查询、更正，也可以要求删除。请不要发送身份证号。"
)
WELCOME = _("您好，有事请讲，用您自己的话说就行。也可以点下面的按钮。")
HELP = _(
    "您可以：直接说要反映的事；查进度、催办、补充、评价或撤回已登记的诉求（要编号和查询码）；说“转人工”找工作人员；"
    "随时说“取消”。登记不要求实名，电话可以不留。咨询类3个工作日、求助投诉类5个工作日内办理，复杂的可依规延期。"
)
THANKS = _("不客气。还有事请随时说。")
STRAY = _("没有听明白。请直接说要反映的事，或点下面的按钮。")
ANSWER_FIRST = _("请先回答下面这一项，或说“取消”。")
WONDER = _("这句话是要登记为新的诉求，还是要下面的某一项？")

ASK_MATTER = _("请说说是什么事：什么时候、在哪里、发生了什么、希望怎样解决。")
ASK_PLACE = _("是在哪里？说区县、街道、小区或附近的标志都行。")
ASK_PHONE = _("可以留一个电话，方便答复您。不留也能登记，凭编号和查询码看结果。")
WRONG_PHONE = _("这个电话不像有效的号码。请发11位手机号，或带区号的固定电话；也可以跳过。")
ASK_IDENTITY = _("您的电话给谁看？实名公开：承办单位能看到，可以直接联系您。实名保密：承办单位看不到，由平台代为联系。")
SUMMARY = _("请看一下：\n内容：%(matter)s\n地点：%(place)s\n电话：%(phone)s\n%(files)s就这样登记吗？")
WITH_FILES = _("附件：%(count)s个\n")
NO_PLACE, NO_PHONE = _("以内容为准"), _("未留，按匿名登记")
ON_MAP = _("已收到地图位置")
CHANGE = _("哪里要改？")
ADDED = _("已加上。")
TOO_LONG = _("最多2000字，这一段没有加上，请说短一些。")
GOT_PHOTO = _("照片收到了，会和诉求一起登记。")
GOT_VOICE = _("语音收到了，会和诉求一起登记，由工作人员听。")
GOT_PLACE = _("位置收到了。")
VOICE_MATTER = _("（语音留言，见附件）")
NOT_FETCHED = _("有一个文件没有收到，请再发一次。照片最大10 MB，JPEG、PNG或WebP。")
DANGER = _("如果现在有人有生命危险，请马上拨打110、119或120，不要等这里的答复。")

FILED = _(
    "已登记。\n编号：%(number)s\n查询码：%(code)s\n请保存好，两样都有才能查进度。接下来由工作人员转给承办单位，"
    "办完后请您评价。在这里说“查进度”或“催办”就行，也可以打开 %(address)s"
)
CANCELLED = _("已取消，没有登记。")
NOTHING_TO_CANCEL = _("现在没有正在登记的内容。要撤回已登记的诉求，请说“撤回”。")
BACK_TO_DRAFT = _("好的。我们接着刚才的登记。")
ALL_RIGHT = _("好的。")

ASK_CASE = _("请发编号和查询码，例如 SY20260302-T-000123-7 和8位查询码。两样都在回执里。")
ASK_CODE = _("请再发这件诉求的8位查询码。")
WRONG_CASE = _("编号和查询码对不上。请逐字核对再发一次；查询码没有0、1、O、I。")
TOO_OFTEN = _("试的次数太多了，请过一会儿再试，或说“转人工”。")
STANDING = _("%(number)s\n现在：%(stage)s。%(unit)s%(due)s\n%(next)s")
IN_CHARGE = _("承办单位：%(unit)s。")
DUE = _("期限：%(at)s。")
ANSWERED = _("答复：%(reply)s")
ASK_DETAIL = _("请说要补充的情况，也可以发照片。")
DETAIL_IS_FILE = _("（补充了附件）")
ASK_SURE = _("撤回后不再办理，也不能恢复。确定要撤回 %(number)s 吗？")
ASK_OUTCOME = _("%(number)s 的问题解决了吗？")
ASK_SATISFACTION = _("您对这次办理满意吗？")
URGED = _("已催办，这是第%(count)s次。承办单位会看到。")
FACTS_ADDED = _("补充的情况已记入 %(number)s。")
RATED = _("评价已记录，谢谢您。")
NOT_RATED = _("没有记录评价。")
WITHDRAWN = _("%(number)s 已撤回，不再办理。")
NOT_WITHDRAWN = _("好的，没有撤回，继续办理。")
NOT_NOW = _("这件诉求现在不能这样做。")
CHANGED = _("情况刚刚有变化，这一步没有执行。请先查进度，再决定是否继续。")

TO_PERSON = _("已为您排队转接工作人员，请在这里继续说，他们都能看到。10分钟内没有人接，您说的话会先登记下来。")
BACK_FROM_PERSON = _("人工服务已结束。还有事请直接说。")
NOBODY_CAME = _("现在没有空闲的工作人员。")
REGISTERED_BY_STAFF = _("工作人员已把您说的登记下来。")
NOBODY_NEEDED = _("您现在没有在人工服务中。")

DOWN = _("智能对话暂时不能用，您说的话已直接登记，不会丢失。")
LATE = _("您有一段时间没有回答，已按现有内容登记。")
DOWN_SHORT = _("请用一句话说清是什么事、在哪里，马上为您登记。查进度请打开 %(address)s")
DOWN_KEY = _("智能对话暂时不能用。查进度请打开 %(address)s ，输入编号和查询码。")
DOWN_PRESS = _("智能对话暂时不能用，这个按钮现在不起作用。您可以直接说要反映的事，马上登记。")

"""What is read out, as message ids: short sentences, the key after what it does, no jargon."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from channels import telephone
from channels.base import marked as _
from channels.progress import Lookup, offers, reopen_within
from channels.voice.call import Call
from channels.voice.flow import Listen, State
from channels.wording import NEXT, STAGES
from tracking.domain.clock import CITY_ZONE
from tracking.domain.verb import Verb

NOTICE = _(
    "您好，这里是%(city)s民意诉求热线。您讲的内容和来电号码，只用于登记、办理和回访这件诉求，由平台和承办单位使用，"
    "按档案规定的期限保存。您可以查询、补充、撤回，也可以要求更正或删除。"
)
SAYS: Mapping[State, str] = {
    State.WELCOME: _(
        "请直接讲您要反映的事情，讲完稍等。查询进度请按1，留言请按2，要求保密请按3，重听请按9，人工服务请按0。"
    ),
    State.MENU: _(
        "请直接讲您要反映的事情，讲完稍等。查询进度请按1，留言请按2，要求保密请按3，重听请按9，人工服务请按0。"
    ),
    State.RECORD: _("请在提示音后留言，讲完按井号键，或者直接挂机。"),
    State.CLOSED: _("现在没有人工服务。请在提示音后留言，讲完按井号键，或者直接挂机，同样会登记办理。"),
    State.BUSY: _("人工坐席正忙。请在提示音后留言，讲完按井号键，或者直接挂机，同样会登记办理。"),
    State.TOLD: _(
        "已经登记。编号%(number)s。%(receipt)s需要补充，请继续讲；重听编号请按9，人工服务请按0；没有了，请挂机。"
    ),
    State.ADDED: _("已经补充。还需要补充，请继续讲；重听编号请按9，人工服务请按0；没有了，请挂机。"),
    State.OPERATOR: _("正在转人工服务，请稍等。"),
    State.ASK_NUMBER: _(
        "请按编号中的15位数字，按井号键结束。用登记时的电话打来，只按最后7位就可以。人工服务请按0再按井号键。"
    ),
    State.ASK_CODE: _("请按8位查询码。字母请按印有它的那个键，例如A、B、C都按2。"),
    State.PROGRESS: _("%(standing)s%(options)s"),
    State.URGED: _("已经催办，一共催办%(urges)s次，承办单位会看到。%(options)s"),
    State.NOTED: _("已经补充到这件诉求。%(options)s"),
    State.FACTS: _("请讲要补充的情况，讲完稍等。"),
    State.FACTS_RECORD: _("请在提示音后讲要补充的情况，讲完按井号键。"),
    State.CALL_BACK: _(
        "您好，这里是%(city)s民意诉求回访。编号尾号%(tail)s的诉求已经办完，想听您的评价，只用一分钟，按键回答，答案只用于考核和改进。"
        "现在方便请按1，不方便请按2。"
    ),
    State.CONTACTED: _("承办单位和您联系过吗？联系过请按1，没有请按2，跳过请按井号键。"),
    State.VERIFIED: _("答复您的情况属实吗？属实请按1，不属实请按2，说不清请按3，跳过请按井号键。"),
    State.OUTCOME: _("问题解决了吗？解决了请按1，部分解决请按2，没有解决请按3，跳过请按井号键。"),
    State.SATISFACTION: _(
        "您对办理满意吗？非常满意请按1，满意请按2，基本满意请按3，不满意请按4，非常不满意请按5，跳过请按井号键。"
    ),
    State.RATED: _("谢谢，您的评价已经记下。还有话要说，请现在讲；没有了，请挂机。"),
    State.FAREWELL: _("感谢来电，再见。"),
}
MISSED: Mapping[Listen, str] = {
    Listen.WORDS: _("对不起，没有听清。"),
    Listen.KEY: _("对不起，现在不能这样选。"),
    Listen.KEYS: _("没有找到。请核对编号和查询码。"),
    Listen.MESSAGE: _("没有听到声音。"),
}
BY_MESSAGE = _("编号和查询码随后发短信给您。")
ALOUD = _("查询码%(code)s。请记下编号和查询码。")
STANDING = _("编号尾号%(tail)s的诉求：%(stage)s。%(next)s")
IN_CHARGE = _("承办单位：%(unit)s。")
DUE = _("办理期限：%(month)s月%(day)s日%(hour)s点。")
REPLY = _("答复：%(reply)s。")
OPTIONS: Mapping[Verb, str] = {
    Verb.URGE: _("催办请按1，"),
    Verb.ADD_FACTS: _("补充情况请按2，"),
    Verb.RATE: _("评价请按3，"),
}
ALWAYS = _("重听请按9，回到开头请按8，人工服务请按0。")
AHEAD = _("前面还有%(count)s位，请稍等，不要挂机。")
BRIDGING = _("正在为您接通。")
OUTAGE = _("系统暂时有故障。请在提示音后留言，讲完按井号键，我们恢复后马上登记办理。")
STRANGER = _("这部电话没有登记为坐席。")
LONGEST_REPLY = 300
Say = Callable[..., str]


@dataclass(frozen=True)
class Teller:
    """Fills the gaps of what is read out; read afresh, so that a repetition tells the present state."""

    lookup: Lookup
    say: Say
    unit_name: Callable[[str | None], str]
    city: str

    def values(self, call: Call) -> Mapping[str, str]:
        """What the scene at which the call stands may need."""
        found = {"city": self.city}
        if call.number:
            found |= {"number": spelt(call.number), "receipt": self._receipt(call)}
        if call.memo.about:
            found |= self._opened(call.memo.about)
        return found

    def _receipt(self, call: Call) -> str:
        """The code is read out only where no message can bring it."""
        if call.memo.caller and telephone.takes_messages(call.memo.caller):
            return self.say(BY_MESSAGE)
        return self.say(ALOUD, code="，".join(self.lookup.core.sealer.query_code(call.number or "")))

    def _opened(self, number: str) -> Mapping[str, str]:
        """Of the petition that was opened with number and code, or is called back about."""
        progress = self.lookup.read(number)
        standing, say = progress.standing, self.say
        mine = offers(standing, self.lookup.core.now(), reopen_within=reopen_within(self.lookup.core))
        tail = " ".join(number.replace("-", "")[-4:])
        told = [say(STANDING, tail=tail, stage=say(STAGES[standing.stage]), next=say(NEXT[standing.stage]))]
        told += [say(IN_CHARGE, unit=self.unit_name(standing.unit))] if standing.unit else []
        told += [self._due(standing.due_at)] if standing.due_at and standing.closed_at is None else []
        told += [say(REPLY, reply=progress.public_reply[:LONGEST_REPLY])] if progress.public_reply else []
        options = [say(words) for verb, words in OPTIONS.items() if verb in mine]
        return {
            "tail": tail,
            "standing": "".join(told),
            "options": "".join([*options, say(ALWAYS)]),
            "urges": str(standing.urges),
        }

    def _due(self, at: datetime) -> str:
        local = at.astimezone(CITY_ZONE)
        return self.say(DUE, month=local.month, day=local.day, hour=local.hour)


def spelt(number: str) -> str:
    """A number as it can be written down while it is heard: digits one by one, a pause at each part."""
    head, letter, sequence, check = number.split("-")
    return "，".join(" ".join(part) for part in (head[2:6], head[6:], letter, sequence, check))

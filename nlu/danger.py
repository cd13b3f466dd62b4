"""Words of danger to life: when they stand in a text as happening now, no statistics may call it ordinary."""

from __future__ import annotations

import re

from nlu.plain import plain

_SAME = r"[^,。;!?]"
DANGER = re.compile(
    "|".join(
        (
            rf"(?:煤气|燃气|天然气|瓦斯|化学品|液氨|氯气){_SAME}{{0,8}}(?:漏|味|喷|挖断)|漏(?:煤气|燃气|天然气|瓦斯|气)",
            r"着火|起火|着大了|冒(?:黑|黄|白|浓)?烟|冒火|火星|火花|爆炸|爆燃|要炸|炸了|侧翻",
            rf"触电|电死|漏电|(?:电线|高压线|电缆){_SAME}{{0,8}}(?:掉|断|耷拉|垂|裸露|打火)",
            r"快不行了|昏迷|晕(?:倒|了)|没有?呼吸|喘不上气|呼吸机|一氧化碳|煤烟中毒|食物中毒|上吐下泻|吐得站不起来|恶心头晕",
            r"跳楼|轻生|自杀|不想活|寻短见|割腕|服毒|喝农药|爬塔吊|嘴唇发紫|不太?应声",
            r"溺水|落水|掉进(?:去|井|坑|河|水|沟)|坠(?:楼|落|井)|困(?:人|在|住)|有人困|被关在|卡(?:在|里面|车里)|没(?:过)?车窗|管涌",
            rf"(?:要|快|往下|正){_SAME}{{0,3}}(?:塌|掉|倒)|坍塌|塌方|塌陷|塌了|塌出|冲倒|下沉|嘎吱响|咔咔响|钢筋都露",
            r"持刀|拿刀|砍人|酒瓶子|往死里打|非法拘禁|被绑|打起来|围着(?:一个)?打|撬(?:我|对门)|堵在我家|快被打死|流血|是血|见血|没拴绳",
            r"大窟窿|井盖没了|扑倒|扑人|追人|撞(?:车|了)|扎手",
        )
    )
)
_HELP = re.compile(
    r"救命|救救|救人|快来|快点(?:来|[!。]|$)|快派|快抓|赶紧(?:来|派|去|拉|止|处理|[!。]|$)|马上(?:来|派|处理)|来人[!啊吧]|快去(?:看|救)"
    r"|求快|求求|来不及|能等吗|等不了|不敢回去|差一步|差一点儿?"
)
_NOW = re.compile(r"刚(?:才|刚)?|正在|现在|眼看|还在|这会儿|随时|马上|今早|今天")
_SUPPOSED = re.compile(
    r"万一|要是|如果|一旦|担心|会不会|打不|点不|容易|早晚|似的|上个?月|上(?:回|次)|去年|前年|前几天|那年|当时|以前|小心|年年|申请|真(?:着|起)"
    r"|有一回|年前|天天|每天|经常|听说|赔|报销|咋办$"
)
_BEFORE = 14


def words_of_danger(text: str) -> tuple[str, ...]:
    """Return what in ``text`` speaks of danger to life at this moment, in order and each once; empty when nothing does.

    A danger that is only supposed, usual or past (万一着火, 上个月着火) counts when help is called for at once.
    """
    line = plain(text)
    dangers = list(DANGER.finditer(line))
    calls = list(_HELP.finditer(line))
    real = [found for found in dangers if not _SUPPOSED.search(line[max(0, found.start() - _BEFORE) : found.end() + 2])]
    if not (dangers and calls) and not (real and _NOW.search(line)):
        return ()
    found = sorted([*dangers, *calls], key=lambda one: one.start())
    return tuple(dict.fromkeys(one.group() for one in found))

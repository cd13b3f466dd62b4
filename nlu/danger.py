"""Words of danger to life: when they stand in a text, no statistics may call it ordinary."""

from __future__ import annotations

import re

from nlu.plain import plain

_DANGER = re.compile(
    "|".join(
        (
            r"(?:煤气|燃气|天然气|瓦斯)[^,。;!?]{0,8}(?:漏|味)|漏(?:煤气|燃气|天然气|瓦斯|气)",
            r"着火|起火|冒烟|火苗|爆炸|爆燃|要炸|炸了",
            r"触电|电死|漏电|(?:电线|高压线|电缆)[^,。;!?]{0,8}(?:掉|断|耷拉|垂|裸露|冒火|打火)",
            r"救命|快不行了|昏迷|晕倒|没有?呼吸|喘不上气|一氧化碳|煤烟中毒|食物中毒|上吐下泻",
            r"跳楼|轻生|自杀|不想活|寻短见|割腕|服毒|喝农药",
            r"溺水|落水|掉进(?:去|井|坑|河|水|沟)|坠(?:楼|落|井)|被困|困在",
            r"(?:要|快|会|怕|随时)[^,。;!?]{0,4}(?:塌|倒下来|掉下来砸|砸下来)|坍塌|塌方|塌陷|塌了",
            r"持刀|拿刀|砍人|往死里打|被绑|非法拘禁|家暴|快被打死",
        )
    )
)


def words_of_danger(text: str) -> tuple[str, ...]:
    """Return what in ``text`` speaks of danger to life, in order and each once."""
    return tuple(dict.fromkeys(found.group() for found in _DANGER.finditer(plain(text))))

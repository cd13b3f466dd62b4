"""One real hot topic: a heating failure in one street over the last days, told by many, taken in by the real rules."""

import random
from collections.abc import Iterator
from datetime import datetime, timedelta

from nlu.corpus import Example
from routing.city import City

DISTRICT, STREET, TOPIC, SOURCE = "A01", "A0101", "030102", "outbreak"
VOICES, DAYS = 18, 2.5
_TELLS = (
    "{street}{n}号楼暖气昨天夜里突然停了，家里只有十二度，老人冻得受不了",
    "我家在{street}{n}号，从前天起暖气片冰凉，物业说主管道坏了，什么时候能修好",
    "{street}{n}号整栋楼停热，热力公司电话打不通，请派人抢修",
    "暖气停了两天没人管，{street}{n}号楼道里邻居都在等消息",
    "{street}这边供热管道抢修，{n}号还没恢复，孩子晚上穿着羽绒服写作业",
)


def told(city: City, now: datetime, chance: random.Random) -> Iterator[tuple[datetime, Example]]:
    """(moment, what is said) of each, oldest first; most of them lately, as such things grow."""
    street = city.place_name(None, STREET)
    for age in sorted((DAYS * chance.random() ** 2 for _ in range(VOICES)), reverse=True):
        words = chance.choice(_TELLS).format(street=street, n=chance.randint(1, 60))
        yield now - timedelta(days=age), _example(words, street)


def _example(words: str, street: str) -> Example:
    return Example(
        id=SOURCE,
        text=words,
        kind="complaint",
        urgency="urgent",
        topic=TOPIC,
        topic2="",
        holder="",
        unit="C03",
        district=DISTRICT,
        place=street,
        part="",
    )

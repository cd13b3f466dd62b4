"""Which pages are measured: every list of every desk, plain, narrowed and searched, far back, and the figures."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlencode

from sqlalchemy import select

from admin.desks import indicators
from admin.desks.indicators import month_before
from admin.wiring import Container
from benchmarks.seat import take
from tracking.domain.people import Role
from tracking.domain.period import month_of
from tracking.service import running
from tracking.store import desk, schema

UNIT, LATER = "A05", 20
DESKS: Mapping[Role, str | None] = {
    Role.OPERATOR: None,
    Role.DISPATCHER: None,
    Role.HANDLER: UNIT,
    Role.CALLER: None,
    Role.INSPECTOR: None,
    Role.LEADER: None,
}
# On each tab; the list of everything, which grows without end, is asked much more.
EVERYWHERE: Mapping[str, dict[str, str]] = {
    "plain": {},
    "a kind": {"kind": "complaint"},
    "a frequent word": {"words": "孩子"},
    "a word and two filters that never meet": {"words": "没有", "kind": "praise", "urgency": "critical"},
}
IN_ALL: Mapping[str, dict[str, str]] = {
    "a district": {"district": "A13"},
    "a unit": {"unit": UNIT},
    "a topic": {"topic": "010102"},
    "an urgency": {"urgency": "critical"},
    "a stage": {"stage": "with_unit"},
    "a channel with nothing": {"channel": "sms"},
    "late": {"late": "1"},
    "kind and district": {"kind": "praise", "district": "A13"},
    "two filters that never meet": {"kind": "praise", "urgency": "critical"},
    "topic and district that never meet": {"topic": "010102", "district": "A13"},
    "a rare word": {"words": "暖气片"},
    "no such words": {"words": "没有这样的话"},
    "two words": {"words": "孩子 学校"},
    "one character": {"words": "的"},
    "a word in a place": {"words": "孩子 浑南区"},
    "a place": {"words": "浑南区"},
    "a word and a topic": {"words": "孩子", "topic": "010102"},
    "a word, a kind and a district": {"words": "不能", "kind": "praise", "district": "A13"},
}


@dataclass(frozen=True, kw_only=True)
class Page:
    """One page of somebody's; ``later``: so many pages on."""

    part: str
    told: str
    path: str
    cookie: str
    later: int = 0


def prepare(container: Container) -> None:
    """What the worker does beside."""
    running.count(container.core, indicators.shown(container.core.now()))


def pages(container: Container) -> Sequence[Page]:
    """All of them."""
    return [*_lists(container), *_figures(container)]


def _lists(container: Container) -> Iterator[Page]:
    for role, unit in DESKS.items():
        cookie = take(container.engine, role, unit=unit).cookie
        for tab in desk.tabs(role, unit):
            for told, narrowed in _asked(container, role, everything=tab.name == "all").items():
                path = "/staff/worklist?" + urlencode({"tab": tab.name, **narrowed})
                yield Page(part=str(role), told=f"{tab.name}: {told}", path=path, cookie=cookie)
            if tab.name == "all":
                path = f"/staff/worklist?tab={tab.name}"
                yield Page(part=str(role), told=f"{tab.name}, far back", path=path, cookie=cookie, later=LATER)


def _asked(container: Container, role: Role, *, everything: bool) -> Mapping[str, dict[str, str]]:
    if not everything:
        return EVERYWHERE
    asked = {**EVERYWHERE, **IN_ALL, **_of_one(container)}
    asked["old"] = {"until": str((container.core.now() - timedelta(days=700)).date())}
    return {told: each for told, each in asked.items() if role is not Role.HANDLER or "unit" not in each}


def _of_one(container: Container) -> Mapping[str, dict[str, str]]:
    """A number and a telephone from the middle of what is stored."""
    c = schema.petition.c
    middle = container.core.now() - timedelta(days=365)
    wanted = select(c.number, c.phone_key).where(c.received_at > middle).order_by(c.received_at).limit(1)
    with container.engine.connect() as connection:
        number, key = connection.execute(wanted).one()
    return {"a number": {"number": number}, "a telephone": {"caller": key.hex()}}


def _figures(container: Container) -> Iterator[Page]:
    this = month_of(container.core.now().date())
    leader = take(container.engine, Role.LEADER).cookie
    own = take(container.engine, Role.HANDLER, unit=UNIT).cookie
    addresses = {
        "/staff": "start",
        "/staff/overview": "leaders' page",
        f"/staff/overview?period={month_before(this, 1)}": "leaders' page, last month",
        f"/staff/overview?scope={UNIT}": "leaders' page, one unit",
        "/staff/indicators": "indicators",
        f"/staff/indicators?period={month_before(this, 1)}": "indicators, last month",
        **{f"/staff/indicators/{UNIT}/{code}": f"cases of {code}, a unit" for code in ("N1", "N4", "N6")},
        **{f"/staff/indicators/city/{code}": f"cases of {code}, the city" for code in ("N1", "N3", "N4", "N6", "N8")},
        "/staff/hot": "hot topics",
    }
    for path, told in addresses.items():
        yield Page(part="figures", told=told, path=path, cookie=leader)
    for path in ("/staff", "/staff/indicators", f"/staff/indicators/{UNIT}/N3"):
        yield Page(part="figures", told=f"{path} of a unit", path=path, cookie=own)

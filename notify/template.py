"""What a citizen is told at each turn of the matter, and why these words: short, no jargon, one thing to do."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from channels.sms.question import Asked
from notify.store import Addressee
from tracking.domain.verb import Verb


def _everyone(_: Addressee) -> bool:
    return True


def _told_us_no_place(addressee: Addressee) -> bool:
    """Through a form a place is asked for at once; by voice or message it may be missing."""
    return addressee.district is None and addressee.channel in ("sms", "voice")


@dataclass(frozen=True, kw_only=True)
class Template:
    """A message with named gaps: ``city``, ``number``, ``code``, ``unit``, ``reply``.

    A city may have words of its own for it (``notify.wording``).

    ``reply`` is filled from the first text there is of ``purposes``. ``asks``: the next text from that number may be
    the answer. ``when``: who is told.
    """

    name: str
    body: str
    purposes: tuple[str, ...] = ("public_reply", "reply")
    asks: Asked | None = None
    when: Callable[[Addressee], bool] = _everyone

    @property
    def wording(self) -> str:
        """Under which name a city keeps words of its own for it."""
        return f"sms_{self.name}"


REPLY_LENGTH = 120

TO_CITIZEN: Mapping[Verb, Template] = {
    Verb.REGISTER: Template(
        name="registered",
        body="【{city}民意诉求】您的诉求已受理,编号{number},查询码{code}。凭编号和查询码可随时查询、催办。",
    ),
    Verb.CLASSIFY: Template(
        name="place_asked",
        body="【{city}民意诉求】您的诉求{number}还缺地点,请直接回复区、街道、门牌或附近的标志。",
        asks=Asked.PLACE,
        when=_told_us_no_place,
    ),
    Verb.ASK: Template(
        name="facts_asked",
        body="【{city}民意诉求】办理您的诉求{number}还需要了解:{reply} 请直接回复。",
        purposes=("question",),
        asks=Asked.FACTS,
    ),
    Verb.ANSWER: Template(name="answered", body="【{city}民意诉求】您的诉求{number}已答复:{reply}"),
    Verb.DECLINE: Template(name="declined", body="【{city}民意诉求】您的诉求{number}不予受理:{reply}"),
    Verb.DIVERT: Template(name="diverted", body="【{city}民意诉求】您的诉求{number}已转出:{reply}"),
    Verb.MERGE: Template(
        name="merged",
        body="【{city}民意诉求】您的诉求{number}与他人反映的同一件事合并办理,结果同样答复您,并会回访。",
    ),
    Verb.ACCEPT_REPORT: Template(
        name="replied",
        body="【{city}民意诉求】{unit}对您的诉求{number}答复:{reply} 请回复数字评价:"
        "1非常满意 2满意 3基本满意 4不满意 5非常不满意。",
        asks=Asked.RATING,
    ),
    Verb.CLOSE: Template(
        name="closed",
        body="【{city}民意诉求】您的诉求{number}已结案。如未解决,30日内可凭查询码重新提出。感谢您的监督。",
    ),
}


# Those who said that they have the same trouble hear how it ends; it is not theirs to rate.
TO_FOLLOWERS: Mapping[Verb, Template] = {
    Verb.ACCEPT_REPORT: Template(
        name="followed_reply", body="【{city}民意诉求】您也遇到的问题(诉求{number})有了答复:{unit}:{reply}"
    ),
    Verb.CLOSE: Template(name="followed_end", body="【{city}民意诉求】您也遇到的问题(诉求{number})已结案。"),
}


def shortened(reply: str) -> str:
    """A reply on one line, cut where a message would grow too long; the whole is on the progress page."""
    words = " ".join(reply.split())
    return words if len(words) <= REPLY_LENGTH else words[: REPLY_LENGTH - 1] + "…"

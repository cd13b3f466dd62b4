"""What a citizen is told at each turn of the matter, and why these words: short, no jargon, one thing to do."""

from collections.abc import Mapping
from dataclasses import dataclass

from tracking.domain.verb import Verb


@dataclass(frozen=True, kw_only=True)
class Template:
    """A message with named gaps: ``city``, ``number``, ``code``, ``unit``, ``reply``."""

    name: str
    body: str


REPLY_LENGTH = 120

TO_CITIZEN: Mapping[Verb, Template] = {
    Verb.REGISTER: Template(
        name="registered",
        body="【{city}民意诉求】您的诉求已受理,编号{number},查询码{code}。凭编号和查询码可随时查询、催办。",
    ),
    Verb.ANSWER: Template(name="answered", body="【{city}民意诉求】您的诉求{number}已答复:{reply}"),
    Verb.DECLINE: Template(name="declined", body="【{city}民意诉求】您的诉求{number}不予受理:{reply}"),
    Verb.DIVERT: Template(name="diverted", body="【{city}民意诉求】您的诉求{number}已转出:{reply}"),
    Verb.ACCEPT_REPORT: Template(
        name="replied",
        body="【{city}民意诉求】{unit}对您的诉求{number}答复:{reply} 我们将回访,请您评价。",
    ),
    Verb.CLOSE: Template(
        name="closed",
        body="【{city}民意诉求】您的诉求{number}已结案。如未解决,30日内可凭查询码重新提出。感谢您的监督。",
    ),
}


def shortened(reply: str) -> str:
    """A reply on one line, cut where a message would grow too long; the whole is on the progress page."""
    words = " ".join(reply.split())
    return words if len(words) <= REPLY_LENGTH else words[: REPLY_LENGTH - 1] + "…"

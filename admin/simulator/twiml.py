"""Reading the markup that our hotline answers with, the way a carrier walks it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from xml.etree import ElementTree


@dataclass(frozen=True, kw_only=True)
class Stop:
    """Where a carrier stops and waits: ``verb`` with its attributes; ``says`` is what was read out on the way.

    ``verb`` is Gather, Record, Enqueue, Dial, Redirect, Leave, Hangup, or empty where the markup ends.
    """

    verb: str
    given: Mapping[str, str]
    says: Sequence[str]
    after: str = ""

    @property
    def waits_for_words(self) -> bool:
        return self.verb == "Gather" and "speech" in self.given.get("input", "dtmf")


WAITING = frozenset({"Gather", "Record", "Enqueue", "Dial", "Redirect", "Leave", "Hangup"})


def walk(markup: str) -> Stop:
    """Go through an answer to where it waits; ``after`` is where a Record without a voice goes on."""
    says: list[str] = []
    verbs = iter(ElementTree.fromstring(markup))  # noqa: S314 - our own service wrote it
    for each in verbs:
        says += [said.text or "" for said in each.iter("Say")]
        if each.tag in WAITING:
            following = next(verbs, None)
            after = (following.text or "") if following is not None and following.tag == "Redirect" else ""
            return Stop(verb=each.tag, given=_given(each), says=says, after=after)
    return Stop(verb="", given={}, says=says)


def texts(markup: str) -> Sequence[str]:
    """The messages an answer sends back at once."""
    found = ElementTree.fromstring(markup).iter("Message")  # noqa: S314 - our own service wrote it
    return ["".join(message.itertext()) for message in found]


def _given(verb: ElementTree.Element) -> Mapping[str, str]:
    """The attributes; for a Dial those of the queue, for a Redirect its address."""
    queue = verb.find("Queue")
    text = {"text": (verb.text or "").strip()} if verb.text else {}
    return {
        **verb.attrib,
        **text,
        **({f"queue_{name}": value for name, value in queue.attrib.items()} if queue is not None else {}),
    }

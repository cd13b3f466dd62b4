"""The buttons of the dialogue: a closed table of what can be pressed.

Only this table turns something into an intent of the engine. What a person types never does, whatever it begins with.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from channels.base import marked as _
from channels.wording import OUTCOMES, SATISFACTION
from tracking.domain.vocabulary import Outcome, Satisfaction


class Press(StrEnum):
    """What a button sends; at most 64 bytes, for messengers that carry no more."""

    YES = "yes"
    NO = "no"
    SKIP = "skip"
    CANCEL = "cancel"
    FILE = "file"
    PROGRESS = "progress"
    URGE = "urge"
    FACTS = "facts"
    RATE = "rate"
    WITHDRAW = "withdraw"
    PERSON = "person"
    LEAVE = "leave"
    HELP = "help"
    NAMED = "named"
    CONFIDENTIAL = "confidential"
    MATTER = "matter"
    PLACE = "place"
    PHONE = "phone"
    SOLVED = "solved"
    PARTLY_SOLVED = "partly_solved"
    UNSOLVED = "unsolved"
    VERY_SATISFIED = "very_satisfied"
    SATISFIED = "satisfied"
    BASICALLY_SATISFIED = "basically_satisfied"
    DISSATISFIED = "dissatisfied"
    VERY_DISSATISFIED = "very_dissatisfied"


@dataclass(frozen=True)
class Face:
    """A button: what stands on it (a message id), and the engine's intent; without one it is an answer of its own."""

    label: str
    intent: str = "press"


FACES: Mapping[Press, Face] = {
    Press.YES: Face(_("是"), "affirm"),
    Press.NO: Face(_("不是"), "deny"),
    Press.SKIP: Face(_("跳过"), "skip"),
    Press.CANCEL: Face(_("取消"), "cancel"),
    Press.FILE: Face(_("反映问题"), "tell"),
    Press.PROGRESS: Face(_("查进度"), "ask_progress"),
    Press.URGE: Face(_("催办"), "urge"),
    Press.FACTS: Face(_("补充情况"), "add_facts"),
    Press.RATE: Face(_("评价"), "rate"),
    Press.WITHDRAW: Face(_("撤回诉求"), "withdraw"),
    Press.PERSON: Face(_("转人工"), "handover"),
    Press.LEAVE: Face(_("结束人工服务")),
    Press.HELP: Face(_("帮助"), "help"),
    Press.NAMED: Face(_("实名公开")),
    Press.CONFIDENTIAL: Face(_("实名保密")),
    Press.MATTER: Face(_("改内容")),
    Press.PLACE: Face(_("改地点")),
    Press.PHONE: Face(_("改电话")),
    **{Press(each): Face(OUTCOMES[each]) for each in (Outcome.SOLVED, Outcome.PARTLY_SOLVED, Outcome.UNSOLVED)},
    **{Press(each): Face(SATISFACTION[each]) for each in Satisfaction},
}


def intent_of(press: Press) -> str:
    """What the engine is told: an intent, and for an answer of its own which one."""
    face = FACES[press]
    return f"/{face.intent}" if face.intent != "press" else "/press" + json.dumps({"choice": press.value})

"""Ending a call at once: the operator answers, or hands over to an emergency line."""

from collections.abc import Mapping

from admin.desks import words
from admin.security.account import Officer
from channels.base import Flaw, Refused, marked
from tracking.domain.case import Case
from tracking.domain.procedure.intake import answer, divert
from tracking.domain.stage import PetitionStage
from tracking.service.core import Core

ANSWER, DIVERT, POLICE = "answer", "divert", "110"
_SAY_SOMETHING = marked("即时答复须写明答复内容。")
_WHERE_TO = marked("转出须选择转往哪里。")
_STILL_HERE = frozenset({PetitionStage.REGISTERED, PetitionStage.AWAITING_DISPATCH})


def spelt(fields: Mapping[str, str]) -> Mapping[str, str]:
    """The one key that hands over to the police says both: divert, and where to."""
    return {**fields, "act": DIVERT, "target": POLICE} if fields.get("act") == f"{DIVERT}-{POLICE}" else fields


def check(fields: Mapping[str, str]) -> None:
    """Raises ``Refused`` before anything is stored."""
    act = fields.get("act")
    if act == ANSWER and not fields.get("reply"):
        raise Refused(Flaw(field="reply", code="missing_field", message=_SAY_SOMETHING))
    if act == DIVERT and fields.get("target") not in words.DIVERSIONS:
        raise Refused(Flaw(field="target", code="missing_field", message=_WHERE_TO))


def end(core: Core, officer: Officer, fields: Mapping[str, str], number: str) -> str:
    """Answer or divert what was just registered; returns the stage it stands at."""
    with core.change(number) as case:
        if case.petition.stage in _STILL_HERE:
            _carry_out(core, case, officer, fields)
        return case.petition.stage


def _carry_out(core: Core, case: Case, officer: Officer, fields: Mapping[str, str]) -> None:
    who, reply = {"by": officer.actor, "at": core.now()}, fields.get("reply", "")
    if fields.get("act") == ANSWER:
        answer(case, **who, reply=reply)  # type: ignore[arg-type]
    elif fields.get("act") == DIVERT:
        divert(case, **who, target=fields["target"], explanation=reply)  # type: ignore[arg-type]

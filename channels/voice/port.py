"""From what a carrier sends to what was heard, and from what was said to a submission."""

from __future__ import annotations

import re
from collections.abc import Mapping

from channels import telephone
from channels.base import Flaw, Refused, marked
from channels.carrier import Hook
from channels.submission import Door
from channels.voice.call import Call
from channels.voice.flow import BRIDGED, State
from channels.voice.heard import Heard
from channels.words import TEXT_LENGTH, clean
from tracking.domain.procedure.intake import Matter
from tracking.domain.procedure.rating import Answers
from tracking.domain.vocabulary import Identity, Outcome, Satisfaction, Verification
from tracking.service.intake import Submission

DOOR = Door("voice", "V")
MOST_WORDS = TEXT_LENGTH
_CALL, _RECORDING = re.compile(r"CA[0-9a-f]{32}"), re.compile(r"RE[0-9a-f]{32}")
_OPERATOR = re.compile(r"(?:client:|sip:)([A-Za-z0-9_.-]{1,50})(?:@[\w.:;=-]*)?", re.ASCII)
_NO_KEY = re.compile(r"[^0-9*#]")
_NO_ID = marked("通话标识不对。")
_QUEUE = {"bridged": BRIDGED, "bridging-in-process": BRIDGED}


def sid_of(hook: Hook, name: str = "CallSid") -> str:
    """The carrier's id of a call. Raises ``Refused``."""
    found = hook.get(name)
    if not _CALL.fullmatch(found):
        raise Refused(Flaw(field=name, code="invalid_value", message=_NO_ID))
    return found


def recording_of(hook: Hook) -> str:
    """The id of a recording that has something in it, empty where there is none."""
    sid, status = hook.get("RecordingSid"), hook.get("RecordingStatus") or "completed"
    real = _RECORDING.fullmatch(sid) and status == "completed" and hook.get("RecordingDuration") != "0"
    return sid if real else ""


def caller_of(hook: Hook) -> str | None:
    """Who calls, None where the number is withheld."""
    return telephone.caller(hook.get("From"))


def dialled_of(hook: Hook) -> tuple[str, ...]:
    """The numbers that led here: one that was forwarded to us, then the one that was called."""
    return hook.get("ForwardedFrom"), hook.get("To")


def operator_of(hook: Hook) -> str | None:
    """The officer whose telephone this is: ``client:name`` or ``sip:name@…``."""
    found = _OPERATOR.fullmatch(hook.get("From"))
    return found[1] if found else None


def heard_of(hook: Hook) -> Heard:
    """What was heard; a field that makes no sense counts as not sent. Never raises."""
    return Heard(
        keys=_NO_KEY.sub("", hook.get("Digits"))[:20] if hook.get("Digits") != "hangup" else "",
        words=clean(hook.get("SpeechResult"))[:MOST_WORDS],
        confidence=_share(hook.get("Confidence")),
        recording=recording_of(hook),
        queue=_QUEUE.get(hook.get("QueueResult"), hook.get("QueueResult")[:40]),
    )


def partial_of(hook: Hook) -> tuple[int, str]:
    """(order, words) of an intermediate result of the recognition. Never raises."""
    order = hook.get("SequenceNumber")
    words = clean(f"{hook.get('StableSpeechResult')} {hook.get('UnstableSpeechResult')}")[:MOST_WORDS]
    return (int(order) if order.isascii() and order.isdigit() and len(order) < 7 else 0), words


def submission(call: Call, text: str, external_id: str) -> Submission:
    """What a call said, as a petition."""
    known = Identity.CONFIDENTIAL if call.memo.confidential else Identity.NAMED
    identity = known if call.memo.caller else Identity.ANONYMOUS
    matter = Matter(text=text, channel=DOOR.channel, identity=identity, legacy_source=call.memo.source)
    return Submission(matter=matter, letter=DOOR.letter, external_id=external_id, phone=call.memo.caller)


VERIFICATIONS = {"1": Verification.TRUE, "2": Verification.FALSE, "3": Verification.CANNOT_JUDGE}
OUTCOMES = {"1": Outcome.SOLVED, "2": Outcome.PARTLY_SOLVED, "3": Outcome.UNSOLVED}
SATISFACTIONS = dict(zip("12345", Satisfaction, strict=True))


def answers(keys: Mapping[str, str]) -> Answers:
    """The four answers by the keys pressed at each question."""
    contacted = keys.get(State.CONTACTED)
    return Answers(
        contacted=None if contacted is None else contacted == "1",
        verified=VERIFICATIONS.get(keys.get(State.VERIFIED, "")),
        outcome=OUTCOMES.get(keys.get(State.OUTCOME, "")),
        satisfaction=SATISFACTIONS.get(keys.get(State.SATISFACTION, "")),
    )


def _share(text: str) -> float | None:
    try:
        share = float(text)
    except ValueError:
        return None
    return share if 0 <= share <= 1 else None

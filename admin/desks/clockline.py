"""The clocks of an assignment as one line: what happened, what is due, and where now stands between them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from channels.base import marked
from tracking.domain.ledger import Entry
from tracking.domain.petition import Assignment, Petition
from tracking.domain.stage import AssignmentStage, PetitionStage
from tracking.domain.verb import Verb


class Standing(StrEnum):
    """How a point of the line stands."""

    DONE = "done"
    DONE_LATE = "done_late"
    AHEAD = "ahead"
    OVERDUE = "overdue"
    NOW = "now"


@dataclass(frozen=True, kw_only=True)
class Point:
    """One moment. ``due_at`` is the limit of what was done; ``label`` is a message id."""

    label: str
    at: datetime
    standing: Standing
    due_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Clockline:
    """The points of one assignment in order, now among them; ``share`` is None before the first dispatch."""

    share: Assignment | None
    points: Sequence[Point]

    @property
    def late(self) -> int:
        return sum(each.standing in (Standing.OVERDUE, Standing.DONE_LATE) for each in self.points)


# Read from the ledger: the row keeps only how the last of them ended.
_HAPPENED = {
    Verb.GRANT_EXTENSION: marked("同意延期"),
    Verb.GRANT_SUSPENSION: marked("挂起"),
    Verb.RESUME: marked("恢复办理"),
    Verb.RETURN: marked("申请退单"),
    Verb.REJECT_RETURN: marked("驳回退单"),
    Verb.SEND_BACK: marked("审核退回"),
    Verb.ACCEPT_REPORT: marked("审核通过"),
}
_CARDS = {Verb.ISSUE_YELLOW_CARD: marked("黄牌"), Verb.ISSUE_RED_CARD: marked("红牌")}
_RUNNING = frozenset({AssignmentStage.TO_SIGN, AssignmentStage.HANDLING, AssignmentStage.RETURN_PENDING})


def lines(petition: Petition, shares: Sequence[Assignment], entries: Sequence[Entry], now: datetime) -> list[Clockline]:
    """A line for each open assignment, else for the last one, else for the wait for the first dispatch."""
    shown: Sequence[Assignment | None] = [each for each in shares if each.is_open] or [*shares][-1:] or [None]
    return [_line(petition, share, entries, now) for share in shown]


def _line(petition: Petition, share: Assignment | None, entries: Sequence[Entry], now: datetime) -> Clockline:
    points = [_done(marked("收到"), petition.received_at), *_of_share(petition, share, entries, now)]
    if petition.closed_at is None:
        points.append(Point(label=marked("现在"), at=now, standing=Standing.NOW))
    else:
        points.append(_done(marked("结束"), petition.closed_at))
    return Clockline(share=share, points=sorted(points, key=lambda each: each.at))


def _of_share(petition: Petition, share: Assignment | None, entries: Sequence[Entry], now: datetime) -> Iterator[Point]:
    if share is None:
        if petition.stage in (PetitionStage.REGISTERED, PetitionStage.AWAITING_DISPATCH):
            yield from _clock(marked("派单"), None, petition.dispatch_due_at, now)
        return
    yield _done(marked("派单"), share.dispatched_at)
    running = share.stage in _RUNNING
    yield from _clock(marked("签收"), share.signed_at, share.sign_due_at if running or share.signed_at else None, now)
    if not share.contact_exempt:
        due = share.contact_due_at if running or share.contacted_at else None
        yield from _clock(marked("首次联系"), share.contacted_at, due, now)
    due = share.handle_due_at if running or share.reported_at else None
    yield from _clock(marked("报结"), share.reported_at, due, now)
    if share.stage is AssignmentStage.SUSPENDED:
        yield from _clock(marked("挂起到"), None, share.suspended_until, now)
    if share.order_due_at:
        yield from _clock(marked("回复督办单"), share.order_answered_at, share.order_due_at, now)
    waits = petition.stage is PetitionStage.AWAITING_CALLBACK and share.callback_at is None
    yield from _clock(marked("回访"), share.callback_at, petition.callback_due_at if waits else None, now)
    for entry in entries:
        if entry.assignment == share.index and entry.verb in _HAPPENED:
            yield _done(_HAPPENED[entry.verb], entry.at)
        elif entry.assignment == share.index and entry.verb in _CARDS:
            yield Point(label=_CARDS[entry.verb], at=entry.at, standing=Standing.DONE_LATE)


def _done(label: str, at: datetime) -> Point:
    return Point(label=label, at=at, standing=Standing.DONE)


def _clock(label: str, at: datetime | None, due_at: datetime | None, now: datetime) -> Iterator[Point]:
    """What was done stands where it was done; what was not stands at its limit."""
    if at is not None:
        late = due_at is not None and at > due_at
        yield Point(label=label, at=at, due_at=due_at, standing=Standing.DONE_LATE if late else Standing.DONE)
    elif due_at is not None:
        yield Point(label=label, at=due_at, standing=Standing.OVERDUE if due_at <= now else Standing.AHEAD)

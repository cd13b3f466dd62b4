"""The nine indicators counted by hand, sentence by sentence from the published definition; slow and plain.

It shares nothing with ``tracking.domain.indicator``. Membership is by deadline (N1–N4, N9), by call-back time
(N5–N7) and by the time of the decision (N8), in the half-open period [start, end).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from tracking.domain.petition import Assignment

RESOLVED = {"solved": Decimal(1), "partly_solved": Decimal("0.5"), "unsolved": Decimal(0)}
SATISFIED = {
    "very_satisfied": Decimal(1),
    "satisfied": Decimal(1),
    "basically_satisfied": Decimal("0.9"),
    "dissatisfied": Decimal(0),
    "very_dissatisfied": Decimal(0),
}


@dataclass
class Count:
    numerator: Decimal = Decimal(0)
    denominator: int = 0
    left: int = 0
    undecided: int = 0


def count(code: str, rows: Iterable[Assignment], *, start: datetime, end: datetime) -> Count:
    """Numerator, denominator and those left out of one indicator."""
    total = Count()
    for row in rows:
        if row.nature == "assist" and code not in ("N1", "N3", "N9"):
            continue
        if not _belongs(code, row, start, end):
            continue
        if row.return_decision == "upheld" or _left_out(code, row):
            total.left += 1
        elif _undecided(code, row, end):
            total.numerator += code != "N9"
            total.denominator += 1
            total.undecided += 1
        else:
            total.numerator += _adds(code, row, end)
            total.denominator += 1
    return total


def _in(moment: datetime | None, start: datetime, end: datetime) -> bool:
    return moment is not None and moment >= start and not moment >= end


def _belongs(code: str, row: Assignment, start: datetime, end: datetime) -> bool:
    if code == "N1":
        return _in(row.sign_due_at, start, end)
    if code == "N2":
        return _in(row.contact_due_at, start, end)
    if code == "N3":
        return _in(row.handle_due_at, start, end)
    if code == "N4":
        return _in(row.handle_due_at, start, end) or _carried_over(row, start)
    if code == "N5":
        return _in(row.callback_at, start, end) and row.callback_outcome in RESOLVED
    if code == "N6":
        return _in(row.callback_at, start, end) and row.satisfaction in SATISFIED
    if code == "N7":
        return _in(row.callback_at, start, end) and row.callback_verified is not None
    if code == "N8":
        return _in(row.decided_at, start, end)
    return _in(row.return_due_at, start, end)


def _carried_over(row: Assignment, start: datetime) -> bool:
    """Open at the start of the period, its deadline before it. A unit is done when it has reported."""
    if row.handle_due_at is None or row.handle_due_at >= start:
        return False
    if row.reported_at is not None:
        return row.reported_at >= start
    if row.stage == "withdrawn":
        return row.withdrawn_at is not None and row.withdrawn_at >= start
    if row.stage == "returned":
        return row.return_decided_at is not None and row.return_decided_at >= start
    return True


def _undecided(code: str, row: Assignment, end: datetime) -> bool:
    """What the platform still owes: a review, an extension, a suspension, an appeal, a return asked for in time."""
    unreviewed = row.stage == "submitted"
    wants_time = row.reported_at is None and bool(row.extension_asked_at or row.suspension_asked_at)
    if code == "N3":
        return wants_time or (unreviewed and _not_after(row.reported_at, row.handle_due_at))
    if code == "N4":
        return wants_time or (unreviewed and row.reported_at is not None and row.reported_at < end)
    if code == "N6":
        return row.rating_appealed_at is not None
    return code == "N9" and row.stage == "return_pending" and _not_after(row.return_asked_at, row.return_due_at)


def _left_out(code: str, row: Assignment) -> bool:
    if code == "N1":
        return _withdrawn_before(row, row.sign_due_at)
    if code == "N2":
        return row.contact_exempt or _withdrawn_before(row, row.contact_due_at)
    if code == "N3":
        return row.stage == "withdrawn"
    if code == "N4":
        return row.stage in ("withdrawn", "suspended")
    if code == "N5":
        return row.kind in ("inquiry", "suggestion", "praise") or row.beyond_duty
    if code == "N6":
        return row.rating_annulled or row.rating_superseded
    if code == "N7":
        return row.callback_verified == "cannot_judge"
    if code == "N8":
        return row.rework_cause == "new_facts"
    return _withdrawn_before(row, row.return_due_at)


def _withdrawn_before(row: Assignment, due: datetime | None) -> bool:
    return row.withdrawn_at is not None and due is not None and row.withdrawn_at < due


def _adds(code: str, row: Assignment, end: datetime) -> Decimal:
    if code == "N5":
        return RESOLVED[str(row.callback_outcome)]
    if code == "N6":
        return SATISFIED[str(row.satisfaction)]
    yes = {
        "N1": _not_after(row.signed_at, row.sign_due_at),
        "N2": _not_after(row.contacted_at, row.contact_due_at) and not row.contact_denied,
        "N3": row.stage == "completed" and _not_after(row.reported_at, row.handle_due_at),
        "N4": row.stage == "completed" and row.reported_at is not None and row.reported_at < end,
        "N7": row.callback_verified == "true",
        "N8": row.rework_cause in ("not_done", "not_true"),
        "N9": row.return_decision == "rejected" or _after(row.return_asked_at, row.return_due_at),
    }
    return Decimal(yes[code])


def _after(moment: datetime | None, due: datetime | None) -> bool:
    return moment is not None and due is not None and moment > due


def _not_after(moment: datetime | None, due: datetime | None) -> bool:
    return moment is not None and due is not None and not moment > due

"""Assignments at random, as they could have come about; their instants often fall on the edges of a window."""

from datetime import datetime, timedelta
from random import Random
from typing import Any

from tests.tracking import city
from tests.tracking.people import OTHER_UNIT, THIRD_UNIT, UNIT
from tracking.domain.indicator import Window
from tracking.domain.petition import Assignment
from tracking.domain.stage import AssignmentStage as Stage
from tracking.domain.vocabulary import (
    Decision,
    Kind,
    Nature,
    Outcome,
    ReworkCause,
    Satisfaction,
    Urgency,
    Verification,
    Withdrawal,
)

MARCH = Window(start=city.at(3, 1, 0), end=city.at(4, 1, 0))
UNITS = (UNIT, OTHER_UNIT, THIRD_UNIT)
_INSTANT = timedelta(microseconds=1)
MOMENTS = (
    *(MARCH.start - timedelta(days=40), MARCH.start - _INSTANT, MARCH.start),
    *(city.at(3, 10), city.closing(3, 10), city.closing(3, 10) + _INSTANT, city.at(3, 20)),
    *(MARCH.end - _INSTANT, MARCH.end, MARCH.end + timedelta(days=20)),
)
_RUNNING = (Stage.TO_SIGN, Stage.HANDLING, Stage.SUBMITTED, Stage.RETURN_PENDING, Stage.SUSPENDED)


def assignment(rng: Random, index: int = 1) -> Assignment:
    """One assignment with every combination of facts that the procedure can produce, and many rare ones."""
    nature = rng.choice((Nature.LEAD, Nature.LEAD, Nature.ASSIST))
    fate = rng.choice((_still_running, _returned, _withdrawn, _completed, _completed, _completed))
    return Assignment(
        index=index,
        round=index,
        unit=rng.choice(UNITS),
        nature=nature,
        kind=rng.choice(list(Kind)),
        urgency=rng.choice(list(Urgency)),
        basis="权责清单",
        dispatched_at=MOMENTS[0],
        sign_due_at=_some(rng),
        signed_at=_some(rng),
        contact_due_at=_some(rng),
        contacted_at=_some(rng),
        contact_exempt=rng.random() < 0.2,
        return_due_at=_some(rng),
        handle_due_at=_some(rng),
        **(_return_in_vain(rng) | fate(rng, nature)),
    )


def _some(rng: Random) -> datetime | None:
    return None if rng.random() < 0.1 else rng.choice(MOMENTS)


def _return_in_vain(rng: Random) -> dict[str, Any]:
    if rng.random() < 0.7:
        return {}
    asked = {"return_asked_at": rng.choice(MOMENTS), "return_reason": "wrong_function", "return_target": "B110"}
    return asked | {"return_decision": Decision.REJECTED, "return_decided_at": rng.choice(MOMENTS)}


def _still_running(rng: Random, _: Nature) -> dict[str, Any]:
    stage = rng.choice(_RUNNING)
    if stage is Stage.RETURN_PENDING:
        asked_at = rng.choice(MOMENTS)
        return {"stage": stage, "return_asked_at": asked_at, "return_decision": None, "return_decided_at": None}
    if stage is Stage.SUBMITTED:
        return {"stage": stage, "reported_at": rng.choice(MOMENTS)}
    asked = rng.choice(("", "", "extension_asked_at", "suspension_asked_at")) if stage is Stage.HANDLING else ""
    return {"stage": stage} | ({asked: rng.choice(MOMENTS)} if asked else {})


def _returned(rng: Random, _: Nature) -> dict[str, Any]:
    decided = {"return_decision": Decision.UPHELD, "return_decided_at": rng.choice(MOMENTS)}
    return {"stage": Stage.RETURNED, "return_asked_at": rng.choice(MOMENTS), **decided}


def _withdrawn(rng: Random, _: Nature) -> dict[str, Any]:
    return {
        "stage": Stage.WITHDRAWN,
        "withdrawn_at": rng.choice(MOMENTS),
        "withdrawal": rng.choice(list(Withdrawal)),
    }


def _completed(rng: Random, nature: Nature) -> dict[str, Any]:
    done = {"stage": Stage.COMPLETED, "reported_at": rng.choice(MOMENTS), "completed_at": rng.choice(MOMENTS)}
    return done if nature is Nature.ASSIST else done | _called_back(rng) | _decided(rng)


def _called_back(rng: Random) -> dict[str, Any]:
    if rng.random() < 0.2:
        return {}
    return {
        "callback_at": rng.choice(MOMENTS),
        "contact_denied": rng.random() < 0.3,
        "callback_verified": rng.choice((None, *Verification)),
        "callback_outcome": rng.choice((None, *Outcome)),
        "satisfaction": rng.choice((None, *Satisfaction)),
        "rating_appealed_at": rng.choice(MOMENTS) if rng.random() < 0.2 else None,
        "rating_annulled": rng.random() < 0.2,
        "rating_superseded": rng.random() < 0.2,
        "beyond_duty": rng.random() < 0.2,
    }


def _decided(rng: Random) -> dict[str, Any]:
    if rng.random() < 0.3:
        return {}
    return {"decided_at": rng.choice(MOMENTS), "rework_cause": rng.choice((None, None, *ReworkCause))}

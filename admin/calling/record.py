"""One press of the caller's button: the answers, and the end of the matter where it was asked for."""

from collections.abc import Mapping

from admin.desks import field
from admin.desks.forms.callback import RECORD_CALLBACK, record_callback
from admin.security.account import Officer
from admin.wiring import Container
from tracking.domain.petition import Petition
from tracking.domain.procedure import callback
from tracking.domain.stage import PetitionStage
from tracking.domain.vocabulary import Outcome, Verification


def record(container: Container, officer: Officer, number: str, *, version: int, given: Mapping[str, str]) -> bool:
    """Whether the matter was closed too: both in one transaction, or neither.

    Raises ``Flawed`` for what cannot be read and what the procedure refuses.
    """
    core = container.core
    values = field.read(RECORD_CALLBACK.fields, given, container.city)
    with core.change(number, version=version, viewer=officer.viewer) as case:
        at, by = core.now(), officer.actor
        record_callback(case, **values, by=by, at=at, timetable=core.timetable_of(case))
        closes = given.get("then") == "close" and _may_end(case.petition, values)
        if closes:
            callback.close(case, by=by, at=at)
    return closes


def _may_end(petition: Petition, values: Mapping[str, object]) -> bool:
    """Someone was reached or tried often enough, and nothing said against it; else a person decides on its page."""
    against = values.get("outcome") is Outcome.UNSOLVED or values.get("verified") is Verification.FALSE
    return petition.stage is PetitionStage.AWAITING_CALLBACK and petition.called_back_at is not None and not against

"""相似诉求: petitions that may tell the same matter, beside one that this officer may merge. A proposal, no more."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from admin.desks.petition_view import Opened, View
from admin.desks.redaction import for_reader
from admin.security.account import Officer
from admin.wiring import Container
from routing.router import Where
from tracking.domain.error import InvalidValue
from tracking.domain.number import parse
from tracking.domain.stage import PetitionStage
from tracking.domain.verb import Verb


@dataclass(frozen=True, kw_only=True)
class Similar:
    """One of them, as this reader may see it."""

    number: str
    title: str
    stage: PetitionStage
    district: str | None
    street: str | None
    received_at: datetime


def of(container: Container, officer: Officer, view: View) -> Sequence[Similar]:
    """None where the petition cannot be merged now."""
    if all(offer.form.verb is not Verb.MERGE for offer in view.offers):
        return ()
    petition = view.petition
    place = Where(district=petition.district, street=petition.street)
    found = container.same.seen_by(officer.viewer, view.said, place, but=petition.number)
    return [
        Similar(
            number=each.number,
            title=for_reader(container, officer, each.identity)(each.title),
            stage=each.stage,
            district=each.district,
            street=each.street,
            received_at=each.received_at,
        )
        for each in found
    ]


def merging(raw: str, view: View) -> Opened | None:
    """The form to merge, opened and filled in with the number in the address; None where that is no number."""
    anchor = next((offer.anchor for offer in view.offers if offer.form.verb is Verb.MERGE), None)
    try:
        return Opened(anchor=anchor, typed={"master": str(parse(raw))}) if raw and anchor else None
    except InvalidValue:
        return None

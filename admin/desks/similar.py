"""相似诉求: petitions that may tell the same matter, beside one that this officer may merge and beside what an operator
takes down. A proposal, no more."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from admin.desks.petition_view import Opened, View
from admin.desks.redaction import for_reader
from admin.security.account import Officer
from admin.wiring import Container
from nlu.same import bands
from routing.router import Where
from tracking.domain.error import InvalidValue
from tracking.domain.number import parse
from tracking.domain.stage import PetitionStage
from tracking.domain.verb import Verb
from tracking.store.same import Told


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
    return [_shown(container, officer, each) for each in found]


def to(container: Container, officer: Officer, fields: Mapping[str, str], *, but: str = "") -> Sequence[Similar] | None:
    """The open ones that may be what a caller tells; None while there is too little to read."""
    text = fields.get("text", "")
    if not bands(text):
        return None
    found = container.same.seen_by(officer.viewer, text, _place(container, fields), but=but, still_open=True)
    return [_shown(container, officer, each) for each in found]


def _place(container: Container, fields: Mapping[str, str]) -> Where:
    """The place that was typed in goes before one that is read out of the words."""
    read = container.locate(f"{fields.get('spot', '')} {fields.get('text', '')}")
    district = fields.get("district") or read.district
    return Where(district=district, street=read.street if read.district == district else None)


def _shown(container: Container, officer: Officer, told: Told) -> Similar:
    return Similar(
        number=told.number,
        title=for_reader(container, officer, told.identity)(told.title),
        stage=told.stage,
        district=told.district,
        street=told.street,
        received_at=told.received_at,
    )


def merging(raw: str, view: View) -> Opened | None:
    """The form to merge, opened and filled in with the number in the address; None where that is no number."""
    anchor = next((offer.anchor for offer in view.offers if offer.form.verb is Verb.MERGE), None)
    try:
        return Opened(anchor=anchor, typed={"master": str(parse(raw))}) if raw and anchor else None
    except InvalidValue:
        return None

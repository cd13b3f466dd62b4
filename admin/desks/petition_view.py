"""What the petition page shows to one reader: gathered here, so that nothing more reaches the template."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection

from admin.desks import clockline, delivery, prefill, suggestion, timeline
from admin.desks.clockline import Clockline
from admin.desks.delivery import Sent
from admin.desks.offer import Offer, likely, offers
from admin.desks.prefill import Known
from admin.desks.redaction import for_reader
from admin.desks.refusal import Refusal, refusals
from admin.desks.suggestion import Proposal
from admin.desks.timeline import Line
from admin.draft import store as draft
from admin.draft import template
from admin.draft.store import Draft
from admin.draft.template import Template
from admin.security import identity
from admin.security.account import Officer
from admin.security.identity import Person
from admin.wiring import Container
from tracking.domain.people import Role
from tracking.domain.petition import Assignment, Petition
from tracking.domain.stage import AssignmentStage
from tracking.store import dossier as dossiers
from tracking.store import quarantine, relation
from tracking.store.dossier import Dossier, File
from tracking.store.quarantine import Withheld
from tracking.store.relation import Kin
from tracking.store.visibility import READS_FIGURES

SOUND = "audio/"
_DESKS = frozenset({Role.OPERATOR, Role.DISPATCHER, Role.CALLER})
_GONE = frozenset({AssignmentStage.RETURNED, AssignmentStage.WITHDRAWN})


@dataclass(frozen=True, kw_only=True)
class Opened:
    """A form that stands open: what was typed, and what is wrong with it."""

    anchor: str
    typed: Mapping[str, str] = field(default_factory=dict)
    flaws: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class View:
    """The page of one petition for one reader. ``person`` is None where identity is not for these eyes."""

    petition: Petition
    title: str
    said: str
    place: str | None
    shares: Sequence[Assignment]
    files: Sequence[File]
    withheld: Withheld
    lines: Sequence[Line]
    clocklines: Sequence[Clockline]
    proposal: Proposal
    deliveries: Sequence[Sent]
    offers: Sequence[Offer]
    refusals: Sequence[Refusal]
    prefilled: Mapping[str, Mapping[str, str]]
    opened: str
    person: Person | None
    kin: Kin
    drafts: Mapping[str, Draft]
    templates: Sequence[Template]

    @property
    def recordings(self) -> Sequence[File]:
        """What was spoken: a voice tells who speaks."""
        return [each for each in self.files if each.media_type.startswith(SOUND)]

    @property
    def papers(self) -> Sequence[File]:
        """Pictures and documents."""
        return [each for each in self.files if not each.media_type.startswith(SOUND)]

    @property
    def orphans(self) -> Sequence[Draft]:
        """Drafts whose form is not possible any more."""
        anchors = {offer.anchor for offer in self.offers}
        return [each for anchor, each in self.drafts.items() if anchor not in anchors]

    @property
    def open_shares(self) -> Sequence[Assignment]:
        return [share for share in self.shares if share.is_open]


def gather(connection: Connection, container: Container, officer: Officer, number: str) -> View:
    """Raises ``NotFound`` also for what this officer may not see."""
    dossier = dossiers.read(connection, number, officer.viewer)
    petition = dossier.case.petition
    hide = for_reader(container, officer, petition.identity)
    known = Known(dossier=dossier, city=container.city, redact=container.redact)
    found = offers(dossier.case, officer.actor)
    first = likely(found) if petition.closed_at is None else None
    drafts = _drafts(connection, container, officer, number)
    begun = [anchor for anchor in drafts if anchor in {offer.anchor for offer in found}]
    return View(
        petition=petition,
        title=hide(dossier.title),
        said=hide(dossier.latest("said")),
        place=None if officer.role in READS_FIGURES else dossier.place,
        shares=dossier.case.assignments,
        files=() if officer.role in READS_FIGURES else dossier.files,
        withheld=quarantine.withheld(connection, number),
        lines=timeline.lines(dossier.entries, dossier.texts, container.city, hide=hide),
        clocklines=clockline.lines(petition, dossier.case.assignments, dossier.entries, container.core.now()),
        proposal=suggestion.read(dossier.suggestions if officer.role in _DESKS else None),
        deliveries=delivery.of_petition(connection, number, container.core.sealer) if officer.role in _DESKS else (),
        offers=found,
        refusals=refusals(dossier.case, officer.actor),
        prefilled={offer.anchor: prefill.values(offer, known) for offer in found},
        opened=begun[0] if begun else first.anchor if first else "",
        person=_masked(container, officer, dossier),
        kin=relation.kin(connection, number) if officer.role in _DESKS else relation.NO_KIN,
        drafts=drafts,
        templates=_templates(connection, officer, found),
    )


def _drafts(connection: Connection, container: Container, officer: Officer, number: str) -> Mapping[str, Draft]:
    """What this officer began to type here, by the form's anchor."""
    core = container.core
    found = draft.of_petition(connection, officer.username, number, at=core.now(), sealer=core.sealer)
    return {each.sheet.anchor: each for each in found}


def _templates(connection: Connection, officer: Officer, found: Sequence[Offer]) -> Sequence[Template]:
    """Asked for only where a form takes them."""
    if not any(each.templated for offer in found for each in offer.form.fields) or officer.unit is None:
        return ()
    return [each for each in template.of_unit(connection, officer.unit) if each.active]


def may_identify(officer: Officer, dossier: Dossier) -> bool:
    """Whether this officer may read who it is: a unit only while the matter is with it."""
    theirs = any(each.unit == officer.unit and each.stage not in _GONE for each in dossier.case.assignments)
    return identity.may_read(officer, dossier.case.petition.identity) and (officer.role is not Role.HANDLER or theirs)


def _masked(container: Container, officer: Officer, dossier: Dossier) -> Person | None:
    if not may_identify(officer, dossier):
        return None
    return identity.masked(identity.opened(dossier.name, dossier.phone, dossier.email, sealer=container.core.sealer))

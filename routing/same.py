"""Same matter: who told before what is told now – a proposal, never a decision."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_

from nlu import same
from routing.router import Where
from tracking.domain.verb import Verb
from tracking.service.core import Core
from tracking.service.intake import title
from tracking.store import case as cases
from tracking.store import same as store
from tracking.store import same_index
from tracking.store.outbox import Event
from tracking.store.same import Heard, Told
from tracking.store.visibility import Viewer, visible

INDEXED = (Verb.REGISTER, Verb.TAKE_OVER, Verb.REOPEN, Verb.UNMERGE)
"""After what a petition is open that was not."""
MOST = 5
ALIKE = 55.0
"""From here on two texts are taken for the same matter; chosen on the pairs in ``tests/data/same``."""
SAME_STREET, SAME_DISTRICT, ELSEWHERE = 8.0, 4.0, -20.0
"""What the place adds to the likeness of the words."""


@dataclass(frozen=True, kw_only=True)
class SameMatter:
    """Makes petitions findable and finds them; ``locate`` reads a place out of words, ``redact`` hides persons."""

    core: Core
    locate: Callable[[str], Where]
    redact: Callable[[str], str]

    def on_event(self, event: Event) -> None:
        """A petition came, or is open again after its entry may have left. Harmless when the event comes again."""
        with self.core.engine.begin() as connection:
            said = cases.texts(connection, event.number, ("said",)).get("said", "")
            if bands := same.bands(said):
                same_index.keep(connection, event.number, bands, at=self.core.now())

    def heard(self, text: str, district: str | None, street: str | None) -> Sequence[Heard]:
        """What a stranger may hear of. Words are told only of those who agreed to publication, and redacted."""
        found = self._find(text, Where(district=district, street=street), store.PUBLIC)
        return [self._heard(each) for each in found]

    def seen_by(
        self, viewer: Viewer, text: str, place: Where, *, but: str = "", still_open: bool = False
    ) -> Sequence[Told]:
        """What this desk may see anyway; ``but`` is the petition that is asked about."""
        where = and_(visible(viewer), same_index.IS_OPEN) if still_open else visible(viewer)
        return self._find(text, place, where, but)

    def _heard(self, told: Told) -> Heard:
        return Heard(
            number=told.number,
            told=title(self.redact(told.said)) if told.agrees_to_publication else "",
            topic=told.topic,
            district=told.district,
            received_at=told.received_at,
        )

    def _find(self, text: str, place: Where, where: ColumnElement[bool], but: str = "") -> Sequence[Told]:
        bands = same.bands(text)
        if not bands:
            return ()
        here = place if place.district else self.locate(text)
        with self.core.engine.connect() as connection:
            found = store.find(connection, bands, at=self.core.now(), where=where, but=but)
        return ranked(text, here, found)


def ranked(text: str, here: Where, found: Sequence[Told]) -> Sequence[Told]:
    """Those that are alike enough, the likest first."""
    scored = [(same.likeness(text, each.said) + nearness(here, each), each.number, each) for each in found]
    return [each for score, _, each in sorted(scored, key=lambda one: one[:2], reverse=True) if score >= ALIKE][:MOST]


def nearness(here: Where, there: Told) -> float:
    """A place that is not known speaks neither for nor against."""
    if not here.district or not there.district:
        return 0.0
    if here.district != there.district:
        return ELSEWHERE
    return SAME_STREET if here.street and here.street == there.street else SAME_DISTRICT

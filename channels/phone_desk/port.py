"""From the operator's form to a submission."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from channels.place import Gazetteer
from channels.submission import Door, Draft, submission
from tracking.service.intake import Submission

DOOR = Door("phone", "P")


@dataclass(frozen=True)
class Known:
    """What the city has: places, and the old lines that were merged into one number."""

    gazetteer: Gazetteer
    legacy_sources: Collection[str]


def parse(fields: Mapping[str, str], known: Known) -> Submission:
    """A submission of the form's fields: ``text``, ``phone``, ``name``, ``district``, ``spot``, ``identity``,
    ``legacy_source``, ``no_contact``, ``publish``, and ``key``, made with the empty form, so that a second press is
    no second petition. Raises ``Refused``.
    """
    draft = Draft(
        text=fields.get("text", ""),
        phone=fields.get("phone", ""),
        name=fields.get("name", ""),
        place=fields.get("district", ""),
        spot=fields.get("spot", ""),
        identity=fields.get("identity", ""),
        legacy_source=fields.get("legacy_source", ""),
        wants_contact=not fields.get("no_contact"),
        agrees_to_publication=bool(fields.get("publish")),
    )
    key = fields.get("key") or None
    return submission(draft, DOOR, external_id=key, gazetteer=known.gazetteer, sources=known.legacy_sources)

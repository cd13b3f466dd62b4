"""What a program may send, and how it becomes a submission."""

from __future__ import annotations

from collections.abc import Collection

from pydantic import BaseModel, ConfigDict, Field

from channels.base import Flaw, Refused, marked
from channels.place import Gazetteer
from channels.submission import Door, Draft, submission
from tracking.service.intake import Submission

DOOR = Door("api", "A")
_TWO_KEYS = marked("Idempotency-Key 与 external_id 不一致。")


class NewPetition(BaseModel):
    """A petition as a program brings it; only the text is required."""

    model_config = ConfigDict(extra="forbid", strict=True)

    text: str = Field(description="1 to 2,000 characters, in the citizen's own words", examples=["路灯坏了三天"])
    phone: str | None = Field(None, description="mainland mobile or landline with area code")
    name: str | None = Field(None, description="up to 50 characters")
    place: str | None = Field(None, description="code of a district or street, or up to 100 characters of words")
    identity: str | None = Field(
        None, description="named (default), confidential or anonymous; anonymous without name and phone"
    )
    legacy_source: str | None = Field(
        None, description="code of the line, window or mailbox of old that this came through, such as W012"
    )
    external_id: str | None = Field(
        None, description="your own key of this item, 1 to 200 visible ASCII characters; the same key never makes two"
    )


def parse(
    item: NewPetition, idempotency_key: str | None, gazetteer: Gazetteer, sources: Collection[str] = ()
) -> Submission:
    """Raises ``Refused``."""
    draft = Draft(
        text=item.text,
        phone=item.phone or "",
        name=item.name or "",
        place=item.place or "",
        identity=item.identity or "",
        legacy_source=item.legacy_source or "",
    )
    key = _key(item.external_id, idempotency_key)
    return submission(draft, DOOR, external_id=key, gazetteer=gazetteer, sources=sources)


def _key(external_id: str | None, header: str | None) -> str | None:
    if external_id is not None and header is not None and external_id != header:
        raise Refused(Flaw(field="external_id", code="invalid_value", message=_TWO_KEYS))
    return header if external_id is None else external_id

"""To whom bulletins go: unit → post → telephone, kept by the administrator, sealed, and found by keyed hash."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, delete, select
from sqlalchemy.dialects.postgresql import insert

from admin.bulletins.schema import leader_contact
from channels import telephone
from tracking.domain.case import require
from tracking.domain.error import InvalidValue
from tracking.service.core import Core
from tracking.store.seal import Sealer

_C = leader_contact.c
POST_LENGTH = 40


@dataclass(frozen=True, kw_only=True)
class Contact:
    """A post of a unit; ``phone`` is open and for the program only, ``masked`` is for eyes."""

    id: int
    unit: str
    post: str
    phone: str | None

    @property
    def masked(self) -> str:
        return telephone.masked(self.phone) if self.phone else ""


def put(core: Core, *, unit: str, post: str, phone: str, by: str) -> None:
    """Add a post or give it another number. Raises ``Refused`` for what is no number that takes messages."""
    require(unit=unit, post=post)
    number = telephone.normal(phone)
    if number is None or not telephone.takes_messages(number):
        raise InvalidValue("not a number that takes messages", field="phone")
    if len(post) > POST_LENGTH:
        raise InvalidValue("the post is too long", field="post")
    values = {"phone": core.sealer.seal(number, "phone"), "updated_by": by, "updated_at": core.now()}
    statement = insert(leader_contact).values(unit=unit, post=post, **values)
    with core.engine.begin() as connection:
        connection.execute(statement.on_conflict_do_update(index_elements=["unit", "post"], set_=values))


def remove(core: Core, identity: int) -> None:
    """A post that is none any more; what it was sent stays known."""
    with core.engine.begin() as connection:
        connection.execute(delete(leader_contact).where(_C.id == identity))


def by_unit(connection: Connection, sealer: Sealer) -> Mapping[str, Sequence[Contact]]:
    """All contacts, in one statement."""
    found: defaultdict[str, list[Contact]] = defaultdict(list)
    for row in connection.execute(select(leader_contact).order_by(_C.unit, _C.id)):
        phone = sealer.open(row.phone, "phone") if row.phone else None
        found[row.unit].append(Contact(id=row.id, unit=row.unit, post=row.post, phone=phone))
    return found

"""The petitioner's own data where they are stored: put right, or gone."""

from collections.abc import Collection, Mapping

from sqlalchemy import Connection, delete, update

from tracking.store import schema
from tracking.store.seal import Sealer

_P, _I = schema.petition.c, schema.inbox.c
GONE = "〔已过保管期限〕"
KEYED = ("phone", "email")
_ERASED = dict.fromkeys(("name", "phone", "phone_key", "email", "email_key", "place"))


def correct(connection: Connection, number: str, known: Mapping[str, str], *, sealer: Sealer) -> None:
    """Store name, phone or email anew, sealed and, where it is looked up by, keyed; what is not given stays."""
    values: dict[str, bytes] = {name: sealer.seal(value, name) for name, value in known.items()}
    values |= {f"{name}_key": sealer.key(known[name], name) for name in KEYED if name in known}
    if values:
        connection.execute(update(schema.petition).where(_P.number == number).values(**values))


def erase(connection: Connection, numbers: Collection[str], *, sealer: Sealer) -> None:
    """Name, phone, email and place are gone, and the item as it came in with them. The ledger never had them."""
    connection.execute(update(schema.petition).where(_P.number.in_(numbers)).values(**_ERASED))
    connection.execute(update(schema.inbox).where(_I.number.in_(numbers)).values(raw=sealer.seal("{}", "raw")))
    connection.execute(update(schema.follower).where(schema.follower.c.number.in_(numbers)).values(phone=None))


def erase_words(connection: Connection, numbers: Collection[str]) -> None:
    """What was said, answered and sent in is gone; the ledger keeps digests that tell nothing, the codes stay."""
    for table in (schema.text_, schema.attachment, schema.quarantine, schema.same_matter):
        connection.execute(delete(table).where(table.c.number.in_(numbers)))
    connection.execute(update(schema.petition).where(_P.number.in_(numbers)).values(title=GONE))

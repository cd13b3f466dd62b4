"""Keeping many cases at once, each whole with everything recorded on it, and each inbound item only once."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any

from sqlalchemy import Connection, Table, insert
from sqlalchemy.dialects.postgresql import insert as insert_once

from tracking.domain.case import Case
from tracking.domain.petition import Petition
from tracking.store import case as cases
from tracking.store import schema
from tracking.store.intake import Inbound, Sealed, Standing, find

_PETITION = [f.name for f in fields(Petition)]


@dataclass(frozen=True, kw_only=True)
class Whole:
    """A case with the item it was made of and what stands beside its state."""

    case: Case
    inbound: Inbound
    sealed: Sealed

    @property
    def key(self) -> tuple[str, str]:
        return self.inbound.channel, self.inbound.external_id


def keep(connection: Connection, batch: Sequence[Whole]) -> Sequence[Standing]:
    """Write what is new, in one transaction of the caller's; tells for each item how it stands, in the given order."""
    new = _claimed(connection, sorted(batch, key=lambda each: each.key))
    _fill(connection, schema.petition, [_petition(each) for each in new])
    _fill(connection, schema.assignment, [row for each in new for row in _assignments(each.case)])
    _fill(connection, schema.ledger, [cases.ledger_row(entry) for each in new for entry in each.case.entries])
    _fill(connection, schema.text_, [row for each in new for row in cases.first_texts(each.case, each.sealed.place)])
    _fill(connection, schema.outbox, [cases.outbox_row(entry) for each in new for entry in each.case.entries])
    fresh = {each.case.petition.number for each in new}
    return [_standing(connection, each, each.case.petition.number in fresh) for each in batch]


def _claimed(connection: Connection, batch: Sequence[Whole]) -> list[Whole]:
    """Those whose key nobody had used; in one order for everyone, so that two batches never wait for each other."""
    if not batch:
        return []
    rows = [_inbox(each) for each in batch]
    statement = insert_once(schema.inbox).values(rows).on_conflict_do_nothing().returning(schema.inbox.c.number)
    ours = set(connection.execute(statement).scalars())
    return [each for each in batch if each.case.petition.number in ours]


def _inbox(each: Whole) -> dict[str, Any]:
    return {**asdict(each.inbound), "number": each.case.petition.number}


def _petition(each: Whole) -> dict[str, Any]:
    return {name: getattr(each.case.petition, name) for name in _PETITION} | asdict(each.sealed)


def _assignments(case: Case) -> Iterable[dict[str, Any]]:
    return (cases.assignment_row(case.petition.number, each) for each in case.assignments)


def _fill(connection: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    if rows:
        connection.execute(insert(table), rows)


def _standing(connection: Connection, each: Whole, fresh: bool) -> Standing:
    if not fresh:
        return find(connection, *each.key)
    inbound = each.inbound
    return Standing(
        number=each.case.petition.number, digest=inbound.digest, received_at=inbound.received_at, fresh=True
    )

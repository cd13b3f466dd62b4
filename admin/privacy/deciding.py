"""The decision on a request, and what follows from it, in one transaction with the entry in the ledger."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from admin.privacy import retention
from admin.privacy.retention import Step
from admin.privacy.schema import tombstone
from admin.security.account import Officer
from admin.wiring import Container
from channels import telephone
from channels.base import Refused
from tracking.domain.error import Forbidden, InvalidValue
from tracking.domain.procedure.privacy import decide_data
from tracking.domain.vocabulary import DataRight, Decision
from tracking.service.core import held
from tracking.store import case as cases
from tracking.store import person, schema

_P, _T = schema.petition.c, schema.text_.c
MOST, LONGEST = 100, 60


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """A request that nobody decided yet; ``words`` are the petitioner's."""

    number: str
    title: str
    stage: str
    right: str
    asked_at: datetime
    version: int
    words: str


def waiting(connection: Connection) -> Sequence[Waiting]:
    """The oldest first."""
    latest = select(_T.body).where(_T.number == _P.number, _T.purpose == "data_request")
    words = latest.order_by(_T.seq.desc()).limit(1).scalar_subquery()
    columns = (_P.number, _P.title, _P.stage, _P.data_right.label("right"), _P.data_asked_at.label("asked_at"))
    wanted = select(*columns, _P.version, words.label("words")).where(_P.data_asked_at.is_not(None))
    rows = connection.execute(wanted.order_by(_P.data_asked_at, _P.number).limit(MOST)).mappings()
    return [Waiting(**{**row, "words": row["words"] or ""}) for row in rows]


def decide(
    container: Container,
    number: str,
    *,
    decision: Decision,
    reason: str,
    known: dict[str, str],
    by: Officer,
    version: int | None,
) -> None:
    """``known``: what is right instead, of a correction that is granted. Raises ``InvalidValue`` where it is none."""
    core = container.core
    with core.engine.begin() as connection:
        case = held(connection, number, version=version)
        right = case.petition.data_right
        decide_data(case, by=by.actor, at=core.now(), decision=decision, reason=reason)
        if decision is Decision.UPHELD and right is DataRight.CORRECT:
            person.correct(connection, number, _right(known), sealer=core.sealer)
        if decision is Decision.UPHELD and right is DataRight.ERASE:
            _erase(container, connection, number, by=by.username)
        cases.save(connection, case)


def _erase(container: Container, connection: Connection, number: str, *, by: str) -> None:
    """Raises ``Forbidden`` where the law needs it kept."""
    if connection.execute(select(_P.number).where(_P.number == number, retention.held(_P.number))).first():
        raise Forbidden("a legal hold is open", number=number)
    gone = select(tombstone.c.id).where(tombstone.c.number == number, tombstone.c.step == Step.IDENTITY)
    if connection.execute(gone).first() is None:
        retention.forget(container, connection, [number], Step.IDENTITY, by=by, why=retention.REQUEST)


def _right(known: dict[str, str]) -> dict[str, str]:
    given = {name: value[:LONGEST] for name, value in known.items() if value}
    if "phone" in given:
        given["phone"] = _telephone(given["phone"])
    if "email" in given:
        given["email"] = given["email"].lower()
    if not given or not all(given.values()) or ("email" in given and "@" not in given["email"]):
        raise InvalidValue("nothing to correct, or no such number", field="known")
    return given


def _telephone(typed: str) -> str:
    try:
        return telephone.normal(typed) or ""
    except Refused as refused:
        raise InvalidValue("no telephone number", field="phone") from refused

"""``POST /api/v1/branch/petitions``: a signed batch, each row taken once, a result for each row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import partial

from fastapi import APIRouter, Request, Response

from channels import credential, signature
from channels.base import Refused, Surroundings
from channels.body import Body
from channels.branch import port, renderer, upload
from channels.branch.port import DOOR, Heard, Known
from channels.branch.renderer import Result
from channels.branch.taking import arrival
from channels.credential import Holder
from channels.limit import Gate, address_of
from channels.place import Gazetteer
from tracking.service.batch import take_all
from tracking.service.intake import Receipt

KEY = "minyi-key"
PER_ADDRESS, PER_KEY = "240/minute", "120/minute"


def router(surroundings: Surroundings) -> APIRouter:
    """The door of the branch hotlines around one core."""
    core = surroundings.core
    routes = APIRouter(prefix="/api/v1/branch", include_in_schema=False)
    addresses, keys = Gate(PER_ADDRESS), Gate(PER_KEY)

    @routes.post("/petitions")
    def upload_(request: Request, body: Body) -> Response:
        """Nothing is looked at before the signature holds; a try that came before is refused."""
        addresses.enter(address_of(request))
        holder, now = _holder(surroundings, request), core.now()
        signed = signature.verify([holder.secret] if holder else [], request.headers, body, now=now)
        if holder is None:
            raise signature.Forged
        keys.enter(holder.key)
        rows = port.rows_of(body)
        with core.engine.begin() as connection:
            identity = upload.begin(connection, key=holder.key, nonce=signed.id, unit=holder.holder, at=now)
        results = take(surroundings, rows, unit=holder.holder)
        with core.engine.begin() as connection:
            upload.finish(connection, identity, Counter(result.word for result in results))
        return renderer.answer(results, partial(surroundings.say, surroundings.spoken(request)))

    return routes


def take(surroundings: Surroundings, rows: Sequence[object], *, unit: str) -> Sequence[Result]:
    """Rows that are understood are stored in one transaction; the others say what is wrong with them."""
    known = Known(
        unit=unit,
        gazetteer=Gazetteer(surroundings.districts(), surroundings.streets()),
        topics=surroundings.topics(),
        sources=surroundings.legacy_sources(),
        now=surroundings.core.now(),
    )
    read = [_read(row, known) for row in rows]
    heard = [each for each in read if isinstance(each, Heard)]
    core, handler = surroundings.core, surroundings.parent_unit(unit)
    receipts = iter(take_all(core, [arrival(core, each, unit=unit, handler=handler) for each in heard]))
    return [each if isinstance(each, Result) else _stored(each, next(receipts)) for each in read]


def _read(row: object, known: Known) -> Heard | Result:
    try:
        return port.parse(row, known)
    except Refused as refused:
        return Result(id=port.identity_of(row), flaws=refused.flaws)


def _stored(heard: Heard, receipt: Receipt | None) -> Result:
    if receipt is None:
        return Result(id=heard.id, flaws=[renderer.OTHER_CONTENT])
    return Result(id=heard.id, receipt=receipt)


def _holder(surroundings: Surroundings, request: Request) -> Holder | None:
    key, core = request.headers.get(KEY, ""), surroundings.core
    with core.engine.begin() as connection:
        return credential.find(connection, core.sealer, channel=DOOR.channel, key=key, now=core.now())

"""``/api/v1/petitions``: bring one, ask for one.

Bringing is the hot path: one small model, the rules, one statement in the database, an answer made by hand.
"""

from __future__ import annotations

from functools import partial
from typing import Annotated

from fastapi import APIRouter, Header, Path, Query, Request, Response

from channels.api import port, renderer
from channels.api.problem import problems
from channels.base import Surroundings
from channels.limit import Gate, address_of
from channels.place import Gazetteer
from channels.progress import Lookup
from tracking.domain.people import citizen
from tracking.service.intake import take

CITIZEN = citizen("api")


def router(surroundings: Surroundings) -> APIRouter:
    """The interface around one core."""
    core, public_url = surroundings.core, surroundings.public_url
    routes = APIRouter(prefix="/api/v1/petitions", tags=["petitions"])
    intake, lookup = Gate(surroundings.intake_rate), Lookup(core)

    @routes.post(
        "", status_code=201, response_model=renderer.Accepted, responses=problems(400, 413, 415, 422, 429, 503)
    )
    def bring(
        item: port.NewPetition, request: Request, idempotency_key: Annotated[str | None, Header()] = None
    ) -> Response:
        """Register a petition. The same key with the same content gives the same answer again."""
        intake.enter(address_of(request))
        gazetteer = Gazetteer(surroundings.districts(), surroundings.streets())
        parsed = port.parse(item, idempotency_key, gazetteer, surroundings.legacy_sources())
        receipt = take(core, parsed, by=CITIZEN)
        return renderer.accepted(receipt, public_url)

    @routes.get("/{number}", responses=problems(404, 422, 429, 503))
    def ask(
        number: Annotated[str, Path(max_length=40)], code: Annotated[str, Query(max_length=40)], request: Request
    ) -> renderer.Status:
        """How a petition stands, for whoever has its number and query code."""
        progress = lookup.open(number, code, address=address_of(request))
        say = partial(surroundings.say, surroundings.spoken(request))
        return renderer.status(progress, unit_name=surroundings.unit_name, say=say)

    return routes

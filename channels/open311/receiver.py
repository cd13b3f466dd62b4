"""``/open311/v2``: services, a service's definition, bringing a request, asking for requests; in JSON and XML."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from channels.base import Surroundings
from channels.body import Body
from channels.limit import Gate, address_of
from channels.open311 import renderer
from channels.open311.desk import Desk, Missing

PER_ADDRESS = "120/minute"


def router(surroundings: Surroundings) -> APIRouter:
    """GeoReport v2 around one core."""
    routes, desk = APIRouter(prefix="/open311", include_in_schema=False), Desk(surroundings)
    addresses, intake = Gate(PER_ADDRESS), Gate(surroundings.intake_rate)

    for form in renderer.TYPES:
        _mount(routes, desk, form, addresses, intake)
    return routes


def _mount(routes: APIRouter, desk: Desk, form: str, addresses: Gate, intake: Gate) -> None:
    """The resources in one form."""
    around = desk.around

    @routes.get(f"/discovery.{form}")
    def discovery() -> Response:
        """Which interfaces there are."""
        return renderer.answer("discovery", renderer.discovery(around.public_url), form)

    @routes.get(f"/v2/services.{form}")
    def services() -> Response:
        """Every service; the codes are those of our topics."""
        return renderer.answer("services", renderer.services(around), form)

    @routes.get(f"/v2/services/{{code}}.{form}")
    def definition(code: str, request: Request) -> Response:
        """What a service asks besides."""

        def make() -> Response:
            if code not in around.topics():
                raise Missing
            return renderer.answer("service_definition", renderer.definition(code, desk.say(request)), form)

        return desk.answered(request, form, make)

    @routes.post(f"/v2/requests.{form}")
    def bring(request: Request, body: Body) -> Response:
        """Register a request."""
        intake.enter(address_of(request))
        return desk.answered(request, form, lambda: desk.bring(request, body, form))

    @routes.get(f"/v2/requests.{form}")
    def ask(request: Request) -> Response:
        """Requests that may be published, and one's own."""
        addresses.enter(address_of(request))
        query = dict(request.query_params)
        return desk.answered(request, form, lambda: desk.ask(request, query, form))

    @routes.get(f"/v2/requests/{{number}}.{form}")
    def one(number: str, request: Request) -> Response:
        """One request."""
        addresses.enter(address_of(request))
        query = {"service_request_id": number, "api_key": request.query_params.get("api_key", "")}
        return desk.answered(request, form, lambda: desk.ask(request, query, form, one=True))

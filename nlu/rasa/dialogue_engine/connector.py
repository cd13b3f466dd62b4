"""The way in for the Minyi service: one message in, where the dialogue stands out.

Rasa's own REST channel lets everyone in, answers 200 whatever goes wrong, and goes on in memory when its database is
away. This one asks for the secret, probes the database first, and answers 503 rather than pretend.
"""

from __future__ import annotations

import hmac
import logging
from collections.abc import Awaitable, Callable
from typing import Any

from rasa.core.agent import Agent
from rasa.core.channels.channel import CollectingOutputChannel, InputChannel, UserMessage
from rasa.core.tracker_store import FailSafeTrackerStore
from sanic import Blueprint, Sanic
from sanic.exceptions import SanicException
from sanic.request import Request
from sanic.response import HTTPResponse, empty, json

from dialogue_engine.tracker import Trackers

SECRET_HEADER = "X-Minyi-Secret"
_log = logging.getLogger(__name__)


class Unavailable(SanicException):
    """The dialogue cannot be kept; nothing was said."""

    status_code = 503
    quiet = True


class Connector(InputChannel):
    """``say`` a message, ``parse`` sentences, ``forget`` a conversation; every call carries the secret."""

    @classmethod
    def name(cls) -> str:
        return "minyi"

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any]) -> Connector:
        return cls(credentials["secret"])

    def __init__(self, secret: str) -> None:
        if len(secret) < 32:
            raise ValueError("the secret of the dialogue is missing or too short")
        self._secret = secret.encode()

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """All routes, under ``/webhooks/minyi``."""
        routes = Blueprint("minyi")

        @routes.on_request
        async def admit(request: Request) -> HTTPResponse | None:
            given = request.headers.get(SECRET_HEADER, "").encode()
            return None if hmac.compare_digest(given, self._secret) else empty(403)

        @routes.get("/ready")
        async def ready(request: Request) -> HTTPResponse:
            """Asked every minute: dictionaries are loaded before a citizen waits for them, what is old is forgotten."""
            agent, trackers = _kept(request.app)
            await agent.parse_message("准备")
            trackers.forget_left_behind()
            return empty(204)

        @routes.post("/say")
        async def say(request: Request) -> HTTPResponse:
            """``sender``, ``message`` and ``turn`` in; what is said to the citizen goes another way."""
            agent, trackers = _kept(request.app)
            body = request.json
            message = UserMessage(
                body["message"],
                CollectingOutputChannel(),
                body["sender"],
                input_channel=self.name(),
                metadata={"turn": body["turn"]},
            )
            await agent.handle_message(message)
            _close(trackers, body["sender"])
            return empty(204)

        @routes.post("/parse")
        async def parse(request: Request) -> HTTPResponse:
            """What each of ``messages`` is taken for; touches no conversation."""
            agent, _ = _kept(request.app)
            found = [await agent.parse_message(each) for each in request.json["messages"]]
            return json([_taken(each["intent"]) for each in found])

        @routes.post("/forget")
        async def forget(request: Request) -> HTTPResponse:
            _kept(request.app)[1].forget(request.json["sender"])
            return empty(204)

        return routes


def _taken(intent: dict[str, Any]) -> dict[str, Any]:
    return {name: intent[name] for name in ("name", "confidence")}


def _close(trackers: Trackers, sender: str) -> None:
    """Forget a dialogue that waits for nothing. Raises ``Unavailable`` when it was not even kept."""
    if not trackers.is_kept(sender):
        raise Unavailable("the dialogue was not kept")
    if not trackers.has_open_form(sender):
        trackers.forget(sender)


def _kept(app: Sanic) -> tuple[Agent, Trackers]:
    """The agent and its store, which answers now. Raises ``Unavailable``."""
    agent: Agent | None = getattr(app.ctx, "agent", None)
    if agent is None or not agent.is_ready():
        raise Unavailable("the model is not loaded yet")
    trackers = _without_safety_net(agent)
    try:
        trackers.probe()
    except Exception as error:
        _log.error("the tracker database does not answer: %s", type(error).__name__)
        raise Unavailable("the tracker database does not answer") from error
    return agent, trackers


def _without_safety_net(agent: Agent) -> Trackers:
    """Rasa wraps the store so that a failing write falls into memory and is forgotten; take the wrapping off."""
    if isinstance(agent.tracker_store, FailSafeTrackerStore):
        agent.tracker_store = agent.tracker_store._tracker_store
        agent.processor.tracker_store = agent.tracker_store
    return agent.tracker_store

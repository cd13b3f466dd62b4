"""Branch cases: ``rows`` or a whole ``body``, signed by the hotline of water unless ``headers`` say otherwise."""

from __future__ import annotations

import json
from typing import Any

import httpx2
from fastapi.testclient import TestClient

from admin.wiring import Container
from tests.channels.branch.caller import Branch


def send(client: TestClient, container: Container, given: dict[str, Any]) -> httpx2.Response:
    """Upload, as often as ``times`` says; the last answer."""
    branch = Branch.of(client, container, given.get("unit", "H01"))
    body = given["body"] if "body" in given else json.dumps({"petitions": given["rows"]})
    for _ in range(given.get("times", 1)):
        answer = branch.sends(body.encode(), **given.get("headers", {}))
    return answer

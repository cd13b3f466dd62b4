"""Cases of the portal's chat: a step's ``slip`` is sent from a fresh page; ``photo`` says which file goes with it.

A ``key`` in the slip is the slip's own name; ``form`` in it stands in the place of the page's word.
"""

from __future__ import annotations

from typing import Any

import httpx2
from fastapi.testclient import TestClient

from admin.wiring import Container
from tests.channels.citizen import hidden
from tests.channels.photo import jpeg
from tests.contracts.talk import Step, play

_PHOTOS = {"jpeg": jpeg(gps=True), "html": b"<html><script>alert(1)</script>"}


def send(client: TestClient, container: Container, given: dict[str, Any]) -> httpx2.Response:
    """The last answer."""

    def bring(step: Step) -> httpx2.Response:
        page = client.get("/chat").text
        slip = {"form": hidden(page, "form")} | step["slip"]
        photo = {"photo": ("a.jpg", _PHOTOS[step["photo"]], "image/jpeg")} if "photo" in step else None
        return client.post("/chat", data=slip, files=photo)

    return play(container, given["steps"], bring)

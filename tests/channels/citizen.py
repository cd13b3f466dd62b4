"""A person at the portal: fills in, keeps the receipt, presses buttons."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field

import httpx2
from fastapi.testclient import TestClient

from admin.wiring import Container
from tests.tracking import act
from tracking.domain.verb import Verb

TEXT = "小区门口的路灯坏了三天，晚上老人出门很不方便。"
TO_CALLBACK = (Verb.CLASSIFY, Verb.DISPATCH, Verb.SIGN, Verb.CONTACT, Verb.REPORT_BACK, Verb.ACCEPT_REPORT)


def hidden(page: str, name: str) -> str:
    """The value of the first hidden field of this name."""
    found = re.search(rf'<input type="hidden" name="{name}" value="([^"]*)">', page)
    assert found, name
    return html.unescape(found[1])


@dataclass
class Citizen:
    """One browser. ``number`` and ``code`` are those of the petition submitted last."""

    client: TestClient
    number: str = ""
    code: str = ""
    page: str = field(default="", repr=False)

    def submits(self, **fields: str) -> httpx2.Response:
        """Fill in a fresh form, send it and keep the receipt."""
        token = hidden(self.client.get("/").text, "token")
        response = self.client.post("/", data={"token": token, "text": TEXT, **fields})
        assert response.status_code == 303, response.text
        receipt = self.client.get(response.headers["location"])
        self.number = response.headers["location"].split("/")[2]
        self.code = "".join(re.findall(r'class="number code">(\w{4}) (\w{4})<', receipt.text)[0])
        return receipt

    def looks(self) -> str:
        """The progress page."""
        response = self.client.get(f"/progress/{self.number}")
        assert response.status_code == 200, response.headers
        self.page = response.text
        return self.page

    def presses(self, act_name: str, **fields: str) -> httpx2.Response:
        """A button of the progress page as it was seen last."""
        page = self.page or self.looks()
        known = {"form": hidden(page, "form"), "seen": hidden(page, "seen")}
        return self.client.post(f"/progress/{self.number}/{act_name}", data=known | fields)


def happens(container: Container, number: str, *verbs: Verb) -> None:
    """What the city does meanwhile."""
    for verb in verbs:
        with container.core.change(number) as case:
            act.do(verb, case, at=container.core.now())

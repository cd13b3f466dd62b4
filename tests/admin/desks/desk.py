"""A person at a desk of the console: signs in, opens pages, fills in forms."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

from fastapi.testclient import TestClient
from httpx2 import Response

from admin.security import account as accounts
from admin.security.account import Account
from admin.wiring import Container
from tracking.domain.people import Role

PASSWORD = "correct horse battery"
UNIT, OTHER_UNIT = "C01", "A01"
ACCOUNTS = (
    Account(username="op", role=Role.OPERATOR, unit=None, name="受理员"),
    Account(username="disp", role=Role.DISPATCHER, unit=None, name="督办员"),
    Account(username="call", role=Role.CALLER, unit=None, name="回访员"),
    Account(username="lead", role=Role.LEADER, unit=None, name="领导"),
    Account(username="second", role=Role.DISPATCHER, unit=None, name="督办负责人"),
    Account(username="insp", role=Role.INSPECTOR, unit=None, name="监察员"),
    Account(username="assess", role=Role.ASSESSOR, unit=None, name="考评员"),
    Account(username="judge", role=Role.ASSESSOR, unit=None, name="考评负责人"),
    Account(username="root", role=Role.ADMINISTRATOR, unit=None, name="管理员"),
    Account(username="water", role=Role.HANDLER, unit=UNIT, name="供水承办员"),
    Account(username="heping", role=Role.HANDLER, unit=OTHER_UNIT, name="和平区承办员"),
)
BY_ROLE = {account.role: account.username for account in reversed(ACCOUNTS)}


@dataclass
class Found(HTMLParser):
    """The forms of a page, by where they are sent: the values they would be sent with."""

    forms: dict[str, dict[str, str]] = field(default_factory=dict)
    _action: str = ""

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form" and given.get("method") != "dialog":
            self._action = given.get("action", "")
            self.forms.setdefault(self._action, {})
        elif tag == "input" and given.get("type") == "hidden" and self._action:
            self.forms[self._action][given["name"]] = given.get("value", "")


@dataclass
class Desk:
    """One signed-in browser."""

    client: TestClient

    def sign_in(self, username: str, password: str = PASSWORD, **more: str) -> Response:
        return self.client.post("/staff/sign-in", data={"username": username, "password": password, **more})

    def open(self, path: str) -> Response:
        return self.client.get(path)

    def forms(self, path: str) -> dict[str, dict[str, str]]:
        return forms(self.open(path))

    def send(self, page: str, action: str, **typed: str) -> Response:
        """Open a page, fill in the form that goes to ``action`` and send it."""
        return self.client.post(action, data=self.forms(page)[action] | typed)

    def act(self, number: str, verb: str, **typed: str) -> Response:
        """Use a verb from the petition's page."""
        return self.send(f"/staff/petitions/{number}", f"/staff/petitions/{number}/{verb}", **typed)


def forms(page: Response) -> dict[str, dict[str, str]]:
    found = Found()
    found.feed(page.text)
    return found.forms


def staff(container: Container) -> None:
    """Make the accounts."""
    with container.engine.begin() as connection:
        accounts.create(connection, ACCOUNTS, password=PASSWORD)


def numbers(page: Response) -> list[str]:
    """The petitions a page links to, in order."""
    found = re.findall(r"/staff/petitions/(SY\d{8}-[A-Z]-\d{6}-\d)", page.text)
    return list(dict.fromkeys(found))

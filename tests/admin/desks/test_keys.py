"""Keys of the branches: given out once, revoked by a press."""

import re
from collections.abc import Callable

from admin.wiring import Container
from channels import credential
from tests.admin.desks.desk import Desk
from tests.channels.branch.caller import ROW, Branch

Sit = Callable[[str], Desk]
PAGE = "/staff/keys"


def _keys(container: Container) -> list[credential.Key]:
    with container.engine.connect() as connection:
        return list(credential.every(connection))


def test_a_secret_is_seen_once(container: Container, at_desk: Sit) -> None:
    desk = at_desk("root")
    made = desk.send(PAGE, PAGE, holder="H01")
    (key,) = _keys(container)
    assert made.status_code == 200
    assert key.id in made.text
    assert "whsec_" in made.text
    assert "whsec_" not in desk.open(PAGE).text
    assert key.created_by == "root"


def test_the_secret_works_until_the_key_is_revoked(container: Container, at_desk: Sit) -> None:
    desk = at_desk("root")
    branch = Branch.of(desk.client, container)
    assert branch.uploads(ROW).status_code == 200
    page = desk.open(PAGE)
    assert "供水热线" in page.text
    action = f"{PAGE}/{branch.key.key}/revoke"
    for _ in range(2):
        assert (
            desk.client.post(action, data={"csrf": desk.forms("/staff")["/staff/sign-out"]["csrf"]}).status_code == 303
        )
    assert branch.uploads(ROW).status_code == 403
    assert action not in desk.open(PAGE).text


def test_only_a_branch_gets_a_key(container: Container, at_desk: Sit) -> None:
    for holder in ("", "C01", "Z99"):
        assert at_desk("root").send(PAGE, PAGE, holder=holder).status_code == 422
    assert _keys(container) == []


def test_a_program_gets_an_api_key_that_works(container: Container, at_desk: Sit) -> None:
    desk = at_desk("root")
    made = desk.send(PAGE, PAGE, program="市民随手拍")
    (key,) = _keys(container)
    word = re.search(rf"{key.id}\.[\w-]+", made.text)
    assert word is not None
    assert (key.channel, key.holder) == ("open311", "市民随手拍")
    fields = {"api_key": word[0], "service_code": "030101", "description": "暖气不热"}
    assert desk.client.post("/open311/v2/requests.json", data=fields).status_code == 201
    assert desk.send(PAGE, PAGE, program="长" * 41).status_code == 422

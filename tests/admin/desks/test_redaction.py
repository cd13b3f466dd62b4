"""Whose eyes read free text without the personal data in it."""

from dataclasses import replace

import pytest

from admin.desks.redaction import for_reader
from admin.security.account import Officer
from admin.wiring import Container
from tracking.domain.people import Role
from tracking.domain.vocabulary import Identity


@pytest.mark.parametrize(("role", "identity", "hidden"), [
    (Role.LEADER, Identity.NAMED, True),
    (Role.LEADER, Identity.CONFIDENTIAL, True),
    (Role.HANDLER, Identity.NAMED, False),
    (Role.HANDLER, Identity.CONFIDENTIAL, True),
    (Role.HANDLER, Identity.ANONYMOUS, True),
    (Role.DISPATCHER, Identity.CONFIDENTIAL, False),
    (Role.OPERATOR, Identity.CONFIDENTIAL, False),
    (Role.CALLER, Identity.CONFIDENTIAL, False),
])  # fmt: skip
def test_leaders_never_and_units_only_of_the_named_read_it_as_it_is(
    container: Container, role: Role, identity: Identity, hidden: bool
) -> None:
    blind = replace(container, redact=lambda _text: "■")
    officer = Officer(username="somebody", role=role, unit=None, name="", csrf="")
    assert for_reader(blind, officer, identity)("张某 139") == ("■" if hidden else "张某 139")

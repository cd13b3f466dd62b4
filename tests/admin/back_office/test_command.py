"""The first administrator comes from the command line, and so does the way back in."""

from collections.abc import Callable

import pytest
from typer.testing import CliRunner, Result

from admin import cli
from admin.security import account_list
from admin.settings import Settings
from admin.wiring import Container
from tests.admin.desks.desk import Desk

Sit = Callable[[str], Desk]


@pytest.fixture
def run(
    monkeypatch: pytest.MonkeyPatch, settings: Settings, database_url: str, container: Container
) -> Callable[..., Result]:
    monkeypatch.setenv("MINYI_HOME", str(settings.home))
    monkeypatch.setenv("MINYI_DATABASE_URL", database_url)
    return lambda *words: CliRunner().invoke(cli.with_names(["account"]), ["account", *words])


def test_an_administrator_is_added_and_let_in_again(
    container: Container, at_desk: Sit, run: Callable[..., Result]
) -> None:
    first = run("administrator", "founder").output.split()[1]
    assert at_desk("").sign_in("founder", first).status_code == 303
    assert run("administrator", "founder").exit_code == 2
    assert run("administrator", "No Name").exit_code == 2
    second = run("reset", "founder").output.split()[1]
    assert at_desk("").sign_in("founder", first).status_code == 401
    assert at_desk("").sign_in("founder", second).status_code == 303
    assert run("reset", "nobody").exit_code == 2
    with container.engine.connect() as connection:
        acts = {(each.act, each.by) for each in account_list.record(connection, "founder")}
    assert acts == {("added", "command line"), ("password_reset", "command line")}

"""The doctor's questions about the mailbox."""

from __future__ import annotations

from pathlib import Path

from pydantic import SecretStr

from admin.settings import Settings
from channels.mailbox.check import check
from tests.channels.daemon import clamd
from tests.channels.mailbox.sink import smtp_sink
from tests.dovecot import Dovecot

CITY = "doctor@city.example"


def _settings(home: Path, mailbox: str, port: int, scanner: str | None) -> Settings:
    return Settings(
        home=home,
        mailbox_urls=SecretStr(mailbox),
        smtp_url=SecretStr(f"smtp://127.0.0.1:{port}"),
        mail_address=CITY,
        clamd=scanner,
    )


def test_everything_that_is_set_is_tried(server: Dovecot, tmp_path: Path) -> None:
    with smtp_sink() as (_, port), clamd() as daemon:
        found = check(_settings(tmp_path, server.url(CITY), port, daemon.address))
    assert found == [(name, True, "") for name in ("mailbox", "mail relay", "clamd")]


def test_what_fails_names_its_setting_and_no_password(server: Dovecot, tmp_path: Path) -> None:
    wrong = server.url(CITY).replace("secret-of-a-test", "another-secret")
    found = check(_settings(tmp_path, f"{wrong} {server.url(CITY)}", 1, "127.0.0.1:1"))
    assert [(name, ok) for name, ok, _ in found] == [
        ("mailbox", False),
        ("mailbox", True),
        ("mail relay", False),
        ("clamd", False),
    ]
    assert "MINYI_MAILBOX_URLS" in found[0][2]
    assert "secret" not in str(found)


def test_without_a_mailbox_there_is_nothing_to_try(tmp_path: Path) -> None:
    assert [ok for _, ok, _ in check(Settings(home=tmp_path))] == [True]

"""Mail is taken from a real server: once, moved after it is stored, and again after every kind of failure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from admin.waiting import wait_until
from admin.wiring import Container, build
from channels.mailbox import memory
from channels.mailbox.imap import ImapBox
from channels.mailbox.poller import LONGEST_WAIT, back_off
from channels.mailbox.receiver import Receiver, Taken
from channels.mailbox.source import Folder
from tests.channels.mailbox.conftest import Mailbox, opened
from tests.channels.mailbox.post import Carrier, relayed, stored
from tests.dovecot import Dovecot

CORPUS = Path(__file__).parents[2] / "contracts" / "mailbox"
SOON = 10


def mail(name: str) -> bytes:
    return (CORPUS / f"{name}.eml").read_bytes()


def lettered(number: int) -> bytes:
    """One of many mails, each another."""
    return mail("plain").replace(b"plain@", b"%d@" % number).replace("三天".encode(), f"{number}天".encode())


def test_mail_is_taken_and_put_where_it_belongs(mailbox: Mailbox, container: Container) -> None:
    mailbox.deliver(mail("plain"), mail("out_of_office"), mail("from_ourselves"), mail("bounce"))
    assert mailbox.round() == 4
    assert len(stored(container)) == 1
    folders = ("INBOX", Folder.DONE, Folder.AUTOMATIC, Folder.BOUNCED, Folder.FAILED)
    assert [mailbox.count(folder) for folder in folders] == [0, 1, 2, 1, 0]
    assert mailbox.round() == 0


def test_many_mails_are_taken_in_one_round(mailbox: Mailbox, container: Container) -> None:
    mailbox.deliver(*map(lettered, range(60)))
    assert mailbox.round() == 60
    assert len(stored(container)) == 60
    assert (mailbox.count(), mailbox.count(Folder.DONE)) == (0, 60)


def test_a_mail_that_is_too_large_is_never_fetched_but_registered_and_told_so(
    mailbox: Mailbox, container: Container, monkeypatch: pytest.MonkeyPatch
) -> None:
    fetched: list[int] = []
    fetch = ImapBox.fetch

    def noting(box: ImapBox, uid: int) -> bytes | None:
        fetched.append(uid)
        return fetch(box, uid)

    monkeypatch.setattr(ImapBox, "fetch", noting)
    mailbox.deliver(mail("plain") + b"x" * 70 * 2000, mail("undeclared_utf8"))
    mailbox.round()
    assert fetched == [2]
    assert (mailbox.count(Folder.TOO_LARGE), mailbox.count(Folder.DONE)) == (1, 1)
    assert stored(container)[0]["said"] == "路灯不亮\n（邮件太大，正文和附件没有下载，请与来信人联系。）"
    relayed(container, carrier := Carrier())
    assert "您的邮件太大" in carrier.letters[0].body


def test_after_a_crash_between_storing_and_moving_there_is_still_one_petition(
    mailbox: Mailbox, container: Container, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(*_: Any) -> None:
        raise KeyboardInterrupt

    mailbox.deliver(mail("plain"), mail("nested"))
    with monkeypatch.context() as broken, pytest.raises(KeyboardInterrupt):
        broken.setattr(ImapBox, "done", crash)
        mailbox.round()
    assert (len(stored(container)), mailbox.count()) == (2, 2)
    assert mailbox.round() == 2
    assert (len(stored(container)), mailbox.count(), mailbox.count(Folder.DONE)) == (2, 0, 2)


def test_the_same_mail_in_two_mailboxes_is_one_petition(server: Dovecot, container: Container) -> None:
    first, second = opened(server, container), opened(server, container)
    first.deliver(mail("plain"))
    second.deliver(mail("plain_relayed"))
    assert first.round() == second.round() == 1
    assert len(stored(container)) == 1


def test_an_old_mailbox_is_named_in_its_petitions(mailbox: Mailbox, container: Container) -> None:
    source = mailbox.poller.source
    old = replace(source, account=replace(source.account, legacy_source="M001"))  # type: ignore[attr-defined, type-var]
    mailbox.deliver(mail("plain"))
    replace(mailbox, poller=replace(mailbox.poller, source=old)).round()
    assert stored(container)[0]["legacy_source"] == "M001"


def test_a_mail_that_breaks_us_goes_aside_and_the_others_get_through(
    mailbox: Mailbox, container: Container, monkeypatch: pytest.MonkeyPatch
) -> None:
    receive: Callable[..., Taken] = Receiver.receive

    def fragile(self: Receiver, raw: bytes, **more: Any) -> Taken:
        if b"2@mail" in raw:
            raise RuntimeError("a defect of ours")
        return receive(self, raw, **more)

    monkeypatch.setattr(Receiver, "receive", fragile)
    mailbox.deliver(*map(lettered, range(4)))
    mailbox.round()
    assert (mailbox.count(Folder.FAILED), mailbox.count(Folder.DONE)) == (1, 3)
    assert [str(error) for error in mailbox.errors] == ["a defect of ours"]


def test_while_the_database_is_away_mail_stays_and_is_taken_afterwards(mailbox: Mailbox, container: Container) -> None:
    away = build(container.settings, database_url="postgresql+psycopg://127.0.0.1:1/away")
    mailbox.deliver(mail("plain"))
    with pytest.raises(OperationalError):
        replace(mailbox, poller=replace(mailbox.poller, receiver=away.post.receiver)).round()
    away.close()
    assert (mailbox.count(), mailbox.count(Folder.FAILED)) == (1, 0)
    assert mailbox.round() == 1


def test_what_was_done_is_not_read_again_where_the_server_moves_nothing(mailbox: Mailbox) -> None:
    mailbox.deliver(mail("plain"))
    with mailbox.poller.source.opened() as box:
        with mailbox.server.opened(mailbox.user) as other:
            other.folder.delete(Folder.DONE)
        assert mailbox.poller.round(box, Event()) == 1
    assert mailbox.count() == 1
    assert mailbox.round() == 0


def test_new_uids_begin_anew(mailbox: Mailbox, container: Container) -> None:
    mailbox.deliver(mail("plain"))
    mailbox.round()
    with container.engine.begin() as connection:
        connection.execute(text("UPDATE mail_cursor SET validity = validity + 1, uid = 4000"))
    mailbox.deliver(mail("nested"))
    assert mailbox.round() == 1


def test_mail_wakes_the_waiting_poller(running: Mailbox, container: Container) -> None:
    for number in range(3):
        running.deliver(lettered(number))
        assert wait_until(lambda number=number: len(stored(container)) == number + 1, seconds=SOON)  # type: ignore[misc]
    assert running.errors == []


def test_a_lost_connection_is_made_again(running: Mailbox, container: Container) -> None:
    running.deliver(lettered(1))
    assert wait_until(lambda: len(stored(container)) == 1, seconds=SOON)
    running.server.hang_up(running.user)
    running.deliver(lettered(2))
    assert wait_until(lambda: len(stored(container)) == 2, seconds=SOON)


def test_waiting_grows_and_has_an_end() -> None:
    assert [back_off(failures) for failures in (1, 2, 3, 4)] == [1, 2, 4, 8]
    assert back_off(1000) == LONGEST_WAIT


def test_the_cursor_names_nobody(mailbox: Mailbox, container: Container) -> None:
    mailbox.deliver(mail("plain"))
    mailbox.round()
    with container.engine.connect() as connection:
        names = connection.execute(text("SELECT mailbox FROM mail_cursor")).scalars().all()
    assert all("@" not in name for name in names)
    assert memory.cursor(container.engine, names[0]) is not None

"""The mailbox of a demonstration is read like any other."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from admin.wiring import Container
from channels.mailbox.receiver import Receiver
from channels.mailbox.source import Folder
from channels.mailbox.spool import Spool
from tests.channels.mailbox.post import stored

PLAIN = (Path(__file__).parents[2] / "contracts" / "mailbox" / "plain.eml").read_bytes()


def test_what_is_put_in_is_taken_once(container: Container, tmp_path: Path) -> None:
    spool = Spool(home=tmp_path / "mail")
    (poller,) = container.post.pollers(lambda what, error: pytest.fail(f"{what}: {error}"))
    poller = replace(poller, source=spool)
    spool.incoming().add(PLAIN)
    spool.incoming().add(PLAIN)
    with spool.opened() as box:
        assert poller.round(box, Event()) == 2
        spool.incoming().add(PLAIN.replace(b"plain@", b"other@"))
        assert poller.round(box, Event()) == 1
    assert len(stored(container)) == 2
    assert len(spool.incoming()) == 0


def test_what_breaks_us_is_kept(container: Container, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr(Receiver, "receive", broken)
    spool, errors = Spool(home=tmp_path / "mail"), []
    (poller,) = container.post.pollers(lambda _, error: errors.append(error))
    spool.incoming().add(PLAIN)
    with spool.opened() as box:
        replace(poller, source=spool).round(box, Event())
    assert (len(errors), len(spool.incoming())) == (1, 0)
    assert len(list((tmp_path / "mail" / Folder.FAILED / "new").iterdir())) == 1


def test_nobody_else_can_look_into_it(tmp_path: Path) -> None:
    spool = Spool(home=tmp_path / "mail")
    spool.outgoing().add(PLAIN)
    assert (tmp_path / "mail").stat().st_mode & 0o077 == 0

"""Files are looked at before anybody else can; what nobody could look at waits apart."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from sqlalchemy import func, select

from admin.wiring import Container
from channels.evidence import Evidence
from channels.filing import Filing
from channels.scanner import Clamd, NoScanner, Verdict, scanner
from tests.channels.daemon import HARMFUL, Daemon, clamd
from tests.tracking import stored
from tracking.store import dossier, quarantine, schema
from tracking.store.quarantine import Withheld

CLEAN = Evidence(body=b"clean", media_type="text/plain", name="a.txt")
BAD = Evidence(body=HARMFUL, media_type="text/plain", name="b.txt")


@pytest.fixture
def daemon() -> Iterator[Daemon]:
    with clamd() as running:
        yield running


def _filing(container: Container, daemon: Daemon) -> Filing:
    return replace(container.post.filing, scanner=Clamd(daemon.address, patience=0.3))


def _kept(container: Container, number: str) -> list[str]:
    with container.engine.connect() as connection:
        return [file.name for file in dossier.files(connection, number)]


def _withheld(container: Container, number: str) -> Withheld:
    with container.engine.connect() as connection:
        return quarantine.withheld(connection, number)


def _waiting(container: Container) -> int:
    waits = select(func.count()).where(schema.quarantine.c.condemned_at.is_(None))
    with container.engine.connect() as connection:
        return connection.execute(waits).scalar_one()


def test_the_daemon_is_asked(daemon: Daemon) -> None:
    asked = scanner(daemon.address)
    assert isinstance(asked, Clamd)
    assert [asked.verdict(body) for body in (b"x" * 5000, HARMFUL, b"")] == ["clean", "harmful", "clean"]


def test_without_a_daemon_everything_is_clean() -> None:
    assert isinstance(scanner(None), NoScanner)
    assert NoScanner().verdict(HARMFUL) is Verdict.CLEAN


@pytest.mark.parametrize(
    "answer", [b"INSTREAM size limit exceeded. ERROR\n", b"\n", b"what?\n", b"stream: Error ERROR\n"]
)
def test_any_other_answer_leaves_the_question_open(daemon: Daemon, answer: bytes) -> None:
    daemon.says = answer
    assert Clamd(daemon.address).verdict(b"x") is Verdict.UNKNOWN


def test_a_daemon_that_is_away_or_silent_leaves_it_open(daemon: Daemon) -> None:
    daemon.silent = True
    assert Clamd(daemon.address, patience=0.1).verdict(b"x") is Verdict.UNKNOWN
    assert Clamd("127.0.0.1:1").verdict(b"x") is Verdict.UNKNOWN
    assert Clamd("/no/such/socket").verdict(b"x") is Verdict.UNKNOWN


def test_clean_files_are_kept_and_harmful_ones_are_not(container: Container, daemon: Daemon) -> None:
    number, filing = stored.taken(container.core).number, _filing(container, daemon)
    filing.keep(number, [filing.examine(CLEAN), filing.examine(BAD)], at=container.core.now())
    assert _kept(container, number) == ["a.txt"]
    assert _waiting(container) == 0


def test_what_nobody_could_examine_waits_and_is_examined_later(container: Container, daemon: Daemon) -> None:
    number, filing = stored.taken(container.core).number, _filing(container, daemon)
    daemon.silent = True
    filing.keep(number, [filing.examine(CLEAN), filing.examine(BAD)], at=container.core.now())
    filing.keep(number, [filing.examine(CLEAN)], at=container.core.now())
    assert (_kept(container, number), _waiting(container)) == ([], 2)
    assert _withheld(container, number) == Withheld(waiting=2, harmful=0)
    assert filing.examine_again() == 0

    daemon.silent = False
    assert filing.examine_again() == 2
    assert (_kept(container, number), _waiting(container)) == (["a.txt"], 0)
    assert filing.examine_again() == 0
    assert _withheld(container, number) == Withheld(waiting=0, harmful=1)
    with container.engine.connect() as connection:
        (condemned,) = connection.execute(select(schema.quarantine)).all()
    assert (condemned.name, condemned.body) == ("b.txt", None)

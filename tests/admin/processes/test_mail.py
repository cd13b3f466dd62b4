"""The mail process at work: a mailbox on a real server, letters to a real relay, and programs that answer programs."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import Message
from functools import partial
from pathlib import Path
from threading import Event, Thread

import pytest
from pydantic import SecretStr
from sqlalchemy import func, select

from admin.processes import mail
from admin.settings import Settings
from admin.waiting import wait_until
from admin.wiring import Container, build, subscribers
from channels.mailbox.source import Folder
from notify.mail import ACKNOWLEDGED_A_DAY
from notify.schema import delivery
from tests.channels.mailbox.post import stored
from tests.channels.mailbox.sink import Sink, smtp_sink
from tests.dovecot import Dovecot, dovecot, is_there
from tracking.domain.clock import FixedClock
from tracking.service import relay
from tracking.store.outbox import Event as Happened
from tracking.store.schema import attachment, outbox, petition

CORPUS = Path(__file__).parents[2] / "contracts" / "mailbox"
PLAIN, NESTED = ((CORPUS / f"{name}.eml").read_bytes() for name in ("plain", "nested"))
FILES = 5
CITY, KILLED = "minyi@city.example", "killed@city.example"
SOON = 15


@pytest.fixture(scope="module")
def server() -> Iterator[Dovecot]:
    if not is_there():
        pytest.skip("no Dovecot that we may start (tests/mail_setup.sh says how to get one)")
    with dovecot() as running:
        yield running


@pytest.fixture(autouse=True)
def _hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mail, "SEND_EVERY", 0.05)


@pytest.fixture
def city(
    container: Container, database_url: str, server: Dovecot, tmp_path: Path, clock: FixedClock
) -> Iterator[tuple[Container, Sink]]:
    """A city with a mailbox and a relay of its own, on the database that ``container`` empties afterwards."""
    with smtp_sink() as (sink, port):
        settings = Settings(
            home=tmp_path,
            database_url=database_url,
            mailbox_urls=SecretStr(server.url(CITY)),
            smtp_url=SecretStr(f"smtp://127.0.0.1:{port}"),
            mail_address=CITY,
        )
        built = build(settings, database_url=database_url, clock=clock)
        yield built, sink
        built.close()


@contextmanager
def at_work(container: Container) -> Iterator[None]:
    """The mail process, and the relay that queues letters."""
    stop = Event()
    table = dict.fromkeys(subscribers(container), (container.post.notices.on_event,))

    def carry() -> None:
        while not stop.wait(0.05):
            relay.drain(container.core, table, report=_fail)

    threads = [Thread(target=mail.serve, args=(container, stop)), Thread(target=carry)]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        stop.set()
        for thread in threads:
            thread.join(SOON)


def _fail(_: Happened, error: Exception) -> None:
    raise error


def test_a_mail_is_acknowledged_and_two_programs_do_not_answer_each_other_for_ever(
    city: tuple[Container, Sink], server: Dovecot
) -> None:
    container, sink = city
    with at_work(container):
        server.deliver(CITY, PLAIN)
        answered = 0
        assert wait_until(lambda: len(sink.envelopes) > answered, seconds=SOON)
        while answered < len(sink.envelopes):
            path, letter = sink.envelopes[answered]
            answered += 1
            server.deliver(CITY, _careless_answer(letter, answered), sender=path)
            wait_until(lambda: server.count(CITY) == 0, seconds=SOON)
        assert wait_until(lambda: server.count(CITY) == 0, seconds=SOON)
    assert len(sink.envelopes) == 1
    assert len(stored(container)) == 1


def _careless_answer(letter: Message, number: int) -> bytes:
    """A program that answers everything, marks nothing, and keeps the thread."""
    return (
        f"From: writer@mail.example\r\nSubject: Thank you!\r\nMessage-ID: <auto-{number}@mail.example>\r\n"
        f"In-Reply-To: {letter['Message-ID'].strip()}\r\n\r\nWe have received your mail number {number}.\r\n"
    ).encode()


def test_a_program_that_keeps_no_thread_is_answered_so_often_and_no_more(
    city: tuple[Container, Sink], server: Dovecot
) -> None:
    container, sink = city
    with at_work(container):
        server.deliver(CITY, *map(_forgetful_answer, range(ACKNOWLEDGED_A_DAY + 4)))
        assert wait_until(lambda: len(stored(container)) == ACKNOWLEDGED_A_DAY + 4, seconds=SOON)
        assert wait_until(lambda: _all_told(container), seconds=SOON)
    assert len(sink.envelopes) == ACKNOWLEDGED_A_DAY


def _all_told(container: Container) -> bool:
    """Nothing waits to be handled or sent."""
    with container.engine.connect() as connection:
        events = connection.execute(select(func.count()).select_from(outbox)).scalar_one()
        waiting = connection.execute(
            select(func.count()).where(delivery.c.state.in_(["queued", "sending"]))
        ).scalar_one()
    return events == waiting == 0


def _forgetful_answer(number: int) -> bytes:
    return (
        f"From: writer@mail.example\r\nTo: {CITY}\r\nSubject: Ticket {number} opened\r\n"
        f"Message-ID: <ticket-{number}@mail.example>\r\n\r\nYour request {number} was received.\r\n"
    ).encode()


@contextmanager
def process(home: Path, database_url: str, server: Dovecot | None = None) -> Iterator["subprocess.Popen[str]"]:
    """The program itself, reading the mailbox of ``server`` or the demonstration's."""
    environment = os.environ | {"MINYI_HOME": str(home), "MINYI_DATABASE_URL": database_url}
    if server:
        environment |= {"MINYI_MAILBOX_URLS": server.url(KILLED), "MINYI_MAIL_ADDRESS": CITY}
        environment |= {"MINYI_SMTP_URL": "smtp://127.0.0.1:1"}
    command = [sys.executable, "-m", "admin.processes.mail"]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as running:
        try:
            yield running
        finally:
            running.kill()


def test_killed_at_any_moment_it_makes_no_second_petition_and_loses_no_file(
    container: Container, database_url: str, server: Dovecot, tmp_path: Path
) -> None:
    mails = 80
    server.deliver(KILLED, *(NESTED.replace(b"nested@", b"%d@" % number) for number in range(mails)))
    for killed_after in (10, 45):
        with process(tmp_path, database_url, server):
            assert wait_until(partial(_came, container, killed_after), seconds=SOON, every=0.01)
    with process(tmp_path, database_url, server):
        assert wait_until(lambda: server.count(KILLED) == 0, seconds=SOON)
    with container.engine.connect() as connection:
        counts = [connection.execute(select(func.count()).select_from(t)).scalar_one() for t in (petition, attachment)]
    assert counts == [mails, mails * FILES]
    assert server.count(KILLED, Folder.DONE) == mails


def _came(container: Container, number: int) -> bool:
    with container.engine.connect() as connection:
        return connection.execute(select(func.count()).select_from(petition)).scalar_one() >= number


def test_it_stops_when_it_is_told_to(database_url: str, tmp_path: Path) -> None:
    with process(tmp_path, database_url) as running:
        assert running.stdout is not None
        assert "mail is read" in running.stdout.readline()
        running.send_signal(signal.SIGTERM)
        assert running.wait(timeout=SOON) == 0

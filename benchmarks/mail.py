"""Mail under load: a thousand mails from a real Dovecot, twenty of them with ten megabytes, while the web goes on.

The mail process, two web processes and a durable database stand on one machine; somebody brings petitions by the web
all the time, before the mails and while they are taken in. ``make bench-mail``; ``--mails``
and ``--large`` make a smaller run. Needs Dovecot and root, as ``tests/mail_setup.sh`` says.
"""

import argparse
import base64
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Thread

import psutil
from sqlalchemy import Engine, create_engine, func, select

from admin.waiting import wait_until
from benchmarks import client
from benchmarks.client import percentile
from benchmarks.report import Report
from benchmarks.stage import Database, Served, database, served
from nlu import corpus
from tests.dovecot import Dovecot, dovecot
from tracking.store import schema

MAILS, LARGE, MEGABYTES, PROBED_BEFORE = 1000, 20, 10, 5.0
CITY = "minyi@city.example"
MOST_SECONDS = 600


@dataclass(frozen=True, kw_only=True)
class Figure:
    """Seconds for all mails, the web's P95 in milliseconds before and meanwhile, and what the mail process cost."""

    seconds: float
    before_ms: float
    during_ms: float
    cpu_s: float
    memory_mb: float


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mails", type=int, default=MAILS)
    parser.add_argument("--large", type=int, default=LARGE, help=f"how many of them have {MEGABYTES} MB")
    options = parser.parse_args()
    report = Report(title=f"{options.mails} mails, {options.large} of them {MEGABYTES} MB")
    add(report, figure(mails=options.mails, large=options.large))
    report.print()


def add(report: Report, found: Figure) -> None:
    """The figure as lines of a report."""
    report.add("taken in within", f"{found.seconds:.1f} s", "≤ 60 s")
    report.add("web P95 before, meanwhile", f"{found.before_ms:.1f} ms, {found.during_ms:.1f} ms")
    report.add("mail process: CPU, most memory", f"{found.cpu_s:.1f} s, {found.memory_mb:.0f} MB")
    report.figures["mail_1000_s"] = round(found.seconds, 1)
    report.figures["web_p95_before_ms"] = round(found.before_ms, 1)
    report.figures["web_p95_during_mail_ms"] = round(found.during_ms, 1)


def figure(*, mails: int = MAILS, large: int = LARGE) -> Figure:
    """Deliver first, then start the mail process, and wait until every petition stands."""
    with (
        dovecot(durable=True) as server,
        database() as db,
        served("admin.app:create", database_url=db.url, ready="/healthz") as web,
    ):
        server.deliver(CITY, *_mails(mails, large))
        engine = create_engine(db.url)
        probe = Probe(web)
        with probe.running():
            Event().wait(PROBED_BEFORE)
            before = len(probe.seconds)
            began = time.perf_counter()
            with _mail_process(server, db) as process:
                watch = Watch(process)
                done = wait_until(lambda: watch.look() and _stored(engine) >= mails, seconds=MOST_SECONDS, every=0.2)
                seconds = time.perf_counter() - began
        engine.dispose()
    if not done:
        raise RuntimeError(f"the mails were not taken in within {MOST_SECONDS} s")
    return Figure(
        seconds=seconds,
        before_ms=percentile(probe.seconds[:before], 0.95),
        during_ms=percentile(probe.seconds[before:], 0.95),
        cpu_s=watch.cpu_s,
        memory_mb=watch.memory_mb,
    )


def _mails(mails: int, large: int) -> Iterator[bytes]:
    """Mails as citizens write them; the large ones are spread among them."""
    texts, noise = [example.text for example in corpus.read()], random.Random(7)
    every = max(1, mails // large) if large else mails + 1
    for number in range(mails):
        enclosed = _enclosed(noise.randbytes(MEGABYTES * 1024 * 1024)) if large and number % every == 0 else b""
        yield _mail(number, texts[number % len(texts)], enclosed)


def _mail(number: int, text: str, enclosed: bytes) -> bytes:
    head = (
        f"From: citizen-{number}@mail.example\r\nTo: {CITY}\r\nMessage-ID: <{number}@mail.example>\r\n"
        "Date: Mon, 2 Mar 2026 08:00:00 +0800\r\nSubject: =?utf-8?B?5ZCR5biC6YeM5Y+N5pig?=\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/mixed; boundary="part"\r\n\r\n'
        "--part\r\nContent-Type: text/plain; charset=gb2312\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
    ).encode()
    return head + text.encode("gb18030") + b"\r\n" + enclosed + b"--part--\r\n"


def _enclosed(body: bytes) -> bytes:
    """A document of this size; a PDF by its beginning."""
    head = b"--part\r\nContent-Type: application/pdf; name=large.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    return head + base64.encodebytes(b"%PDF-1.4\n" + body).replace(b"\n", b"\r\n")


@contextmanager
def _mail_process(server: Dovecot, db: Database) -> Iterator[psutil.Process]:
    with tempfile.TemporaryDirectory() as home:
        variables = {
            "MINYI_HOME": home,
            "MINYI_DATABASE_URL": db.url,
            "MINYI_MAILBOX_URLS": server.url(CITY),
            "MINYI_SMTP_URL": "smtp://127.0.0.1:1",
            "MINYI_MAIL_ADDRESS": CITY,
        }
        command = [sys.executable, "-m", "admin.processes.mail"]
        with subprocess.Popen(command, env=os.environ | variables, cwd=Path(__file__).parent.parent) as process:
            yield psutil.Process(process.pid)
            process.terminate()


@dataclass
class Watch:
    """Looks at the mail process while it works."""

    process: psutil.Process
    cpu_s: float = 0.0
    memory_mb: float = 0.0

    def look(self) -> bool:
        used = self.process.cpu_times()
        self.cpu_s = used.user + used.system
        self.memory_mb = max(self.memory_mb, self.process.memory_info().rss / 1024 / 1024)
        return True


class Probe:
    """Somebody at the web: a petition by the interface, one after another, each on a fresh connection."""

    EVERY = 0.02

    def __init__(self, web: Served) -> None:
        self.web, self._over = web, Event()
        self.seconds: list[float] = []

    @contextmanager
    def running(self) -> Iterator[None]:
        thread = Thread(target=self._ask)
        thread.start()
        try:
            yield
        finally:
            self._over.set()
            thread.join()

    def _ask(self) -> None:
        number = 0
        while not self._over.wait(self.EVERY):
            number += 1
            body = json.dumps({"text": "路灯坏了三天，请派人修理。", "external_id": f"probe-{number}"}).encode()
            answers = client.send(self.web.port, [client.request("/api/v1/petitions", body)], clients=1)
            self.seconds += answers.seconds


def _stored(engine: Engine) -> int:
    with engine.connect() as connection:
        count = select(func.count()).select_from(schema.petition).where(schema.petition.c.channel == "mailbox")
        return connection.execute(count).scalar_one()


if __name__ == "__main__":
    main()

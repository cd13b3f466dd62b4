"""Mail under load: a thousand mails from a real Dovecot, twenty of them with ten megabytes, while the web goes on.

The mail process, two web processes and a durable database stand on one machine; somebody brings petitions by the web
all the time, before the mails and while they are taken in. Part of ``make bench-channels``; ``python -m
benchmarks.mail`` with ``--mails`` and ``--large`` makes a smaller run. Needs Dovecot and root, as
``tests/mail_setup.sh`` says.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Event

import psutil
from sqlalchemy import Engine, create_engine, func, select

from admin.waiting import wait_until
from benchmarks.client import percentile
from benchmarks.mailbag import CITY, MEGABYTES, mailbag
from benchmarks.measured import Figure
from benchmarks.probe import Probe
from benchmarks.report import Report
from benchmarks.stage import Database, database, served
from tests.dovecot import Dovecot, dovecot, is_there
from tracking.store import schema

MAILS, LARGE, PROBED_BEFORE = 1000, 20, 5.0
MOST_SECONDS = 600


@dataclass(frozen=True, kw_only=True)
class Post:
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
    measured = measure(mails=options.mails, large=options.large)
    report.add(measured.what, measured.words, measured.aim)
    report.figures[measured.name] = measured.value
    report.print()


def measure(*, mails: int = MAILS, large: int = LARGE) -> Figure:
    """Seconds until all mails are petitions."""
    if not is_there():
        raise SystemExit("no Dovecot that we may start: there is no mail to measure (see tests/mail_setup.sh)")
    post = taken_in(mails, large)
    words = (
        f"{post.seconds:.1f} s; web P95 {post.before_ms:.1f} ms before, {post.during_ms:.1f} ms meanwhile; "
        f"mail process {post.cpu_s:.1f} s CPU, {post.memory_mb:.0f} MiB"
    )
    what = f"{mails} mails, {large} of {MEGABYTES} MB"
    return Figure(name=f"mail_{mails}_s", value=round(post.seconds, 1), what=what, words=words, aim="≤ 60 s")


def taken_in(mails: int, large: int) -> Post:
    """Deliver first, then start the mail process, and wait until every petition stands."""
    with (
        dovecot(durable=True) as server,
        database() as db,
        served("admin.app:create", database_url=db.url, ready="/healthz") as web,
    ):
        server.deliver(CITY, *mailbag(mails, large))
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
    return Post(
        seconds=seconds,
        before_ms=percentile(probe.seconds[:before], 0.95),
        during_ms=percentile(probe.seconds[before:], 0.95),
        cpu_s=watch.cpu_s,
        memory_mb=watch.memory_mb,
    )


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


def _stored(engine: Engine) -> int:
    with engine.connect() as connection:
        count = select(func.count()).select_from(schema.petition).where(schema.petition.c.channel == "mailbox")
        return connection.execute(count).scalar_one()


if __name__ == "__main__":
    main()

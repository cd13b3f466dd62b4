"""The pages people open all day over a million stored petitions: lists, searches and figures, through the application.

Each page is asked for several times, one after the other: how long it took, and what CPU the web processes and the
database used, which says more than time on a machine with others on it. ``--database`` measures on a database that is
filled already.
"""

import argparse
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import psutil
from sqlalchemy import create_engine, text

from admin.settings import Settings
from admin.wiring import build
from benchmarks import client, counter, screen
from benchmarks.counter import Page
from benchmarks.report import Report
from benchmarks.stage import Database, database, served
from benchmarks.stock import Stock, put

STORED, AIM = 1_000_000, 150
TWO_YEARS = timedelta(days=730)


@dataclass(frozen=True, kw_only=True)
class Measured:
    """One page: seconds each time, and milliseconds of CPU a time."""

    page: Page
    seconds: Sequence[float]
    web: float
    database: float

    @property
    def cpu(self) -> float:
        return self.web + self.database

    def ms(self, part: float) -> float:
        return client.percentile(self.seconds, part)


def main() -> None:
    """Measure and print."""
    options = _options()
    report = Report(title=f"Pages over {options.stored:,} petitions")
    with tempfile.TemporaryDirectory() as home, _database(options) as db:
        container = build(Settings(home=Path(home), database_url=db.url))
        counter.prepare(container)
        with served("admin.app:create", database_url=db.url, ready="/healthz", workers=1) as web:
            found = [
                Measured(page=page, seconds=seconds, web=web_ms, database=database_ms)
                for page, seconds, web_ms, database_ms in screen.measure(
                    web, db, counter.pages(container), rounds=options.rounds
                )
            ]
        container.close()
    _tell(report, found)
    report.print()


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stored", type=int, default=STORED, help="petitions in the database")
    parser.add_argument("--rounds", type=int, default=8, help="how often each page is asked for")
    parser.add_argument("--database", default="", help="measure on this filled database instead of making one")
    return parser.parse_args()


@contextmanager
def _database(options: argparse.Namespace) -> Iterator[Database]:
    if options.database:
        yield _known(options.database)
        return
    with database() as db:
        container = build(Settings(home=Path(tempfile.gettempdir()), database_url=db.url))
        now = container.core.now()
        container.close()
        began = time.perf_counter()
        put(db.url, Stock(count=options.stored, first=now - TWO_YEARS, last=now))
        print(f"filled in {time.perf_counter() - began:.0f} s")
        yield db


def _known(url: str) -> Database:
    engine = create_engine(url)
    with engine.connect() as connection:
        backend = connection.execute(text("SELECT pg_backend_pid()")).scalar_one()
        postmaster = psutil.Process(backend).parent()
    engine.dispose()
    if postmaster is None:
        raise RuntimeError("the database server cannot be found")
    return Database(url=url, postmaster=postmaster)


def _tell(report: Report, found: Sequence[Measured]) -> None:
    """Each part of the console by its dearest page, then the ten dearest of all."""
    for part in dict.fromkeys(each.page.part for each in found):
        these = [each for each in found if each.page.part == part]
        seconds = [one for each in these for one in each.seconds]
        worst = max(these, key=lambda each: each.cpu)
        p50, p95 = client.percentile(seconds, 0.5), client.percentile(seconds, 0.95)
        report.add(
            f"{part}: {len(these)} pages", f"P50 {p50:.0f}, P95 {p95:.0f} ms; CPU at most {worst.cpu:.0f} ms", _aim
        )
        report.figures |= {f"{part}_p95_ms": round(p95, 1), f"{part}_cpu_ms": round(worst.cpu, 1)}
    for each in sorted(found, key=lambda each: -each.cpu)[:10]:
        told = f"{each.web:.0f} + {each.database:.0f} ms CPU, P95 {each.ms(0.95):.0f} ms"
        report.add(f"  {each.page.part} {each.page.told}", told)


_aim = f"≤ {AIM} ms"

if __name__ == "__main__":
    main()

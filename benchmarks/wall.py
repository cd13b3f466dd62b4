"""The wall of supervision over a million stored petitions: what its statements cost, and the tick behind them.

``measure`` takes any container, so that other runs can call it on the data they have.
"""

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from sqlalchemy import text

from admin.settings import Settings
from admin.supervision import efficiency, wall
from admin.wiring import Container, build
from benchmarks.report import Report
from benchmarks.stage import Database, database
from benchmarks.stock import Stock, put

STORED, ROUNDS = 1_000_000, 20
TWO_YEARS = timedelta(days=730)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stored", type=int, default=STORED, help="petitions in the database")
    stored, report = parser.parse_args().stored, Report(title="The wall of supervision")
    with tempfile.TemporaryDirectory() as home, database() as db:
        container = build(Settings(home=Path(home), database_url=db.url))
        now = container.core.now()
        put(db.url, Stock(count=stored, first=now - TWO_YEARS, last=now))
        measure(container, report, db)
        container.close()
    report.print()


def measure(container: Container, report: Report, db: Database | None = None) -> float:
    """Median milliseconds of everything the wall reads; the figures go into ``report``."""
    efficiency_s = _seconds(lambda: efficiency.measure(container.core))
    with container.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE supervision_efficiency"))
    wall.read(container.core)
    before = db.cpu() if db else 0.0
    ms = statistics.median(_seconds(lambda: wall.read(container.core)) for _ in range(ROUNDS)) * 1000
    report.add("everything the wall reads, median", f"{ms:.0f} ms", "≤ 200 ms")
    if db:
        report.add("  CPU of the database for it", f"{(db.cpu() - before) / ROUNDS * 1000:.0f} ms")
    report.add("mean, median and P90 of all nodes and units (every ten minutes)", f"{efficiency_s:.2f} s")
    report.figures |= {"wall_ms": round(ms, 1), "wall_efficiency_s": round(efficiency_s, 2)}
    return ms


def _seconds(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


if __name__ == "__main__":
    main()

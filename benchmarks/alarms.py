"""The rules of supervision over stored petitions: what a tick costs, with everything new and with nothing new."""

import argparse
import tempfile
import time
from datetime import timedelta
from pathlib import Path

from sqlalchemy import func, select, text

from admin.settings import Settings
from admin.supervision import alarm_schema, alarming
from admin.wiring import Container, build
from benchmarks.report import Report
from benchmarks.stage import database
from benchmarks.stock import Stock, put

STORED, SPAN, TICKS = 200_000, timedelta(days=30), 12


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stored", type=int, default=STORED, help="petitions received in the last thirty days")
    stored, report = parser.parse_args().stored, Report(title="The rules of supervision")
    with tempfile.TemporaryDirectory() as home, database() as db:
        container = build(Settings(home=Path(home), database_url=db.url))
        now = container.core.now()
        put(db.url, Stock(count=stored, first=now - SPAN, last=now))
        measure(container, report)
        container.close()
    report.print()


def measure(container: Container, report: Report) -> float:
    """Seconds of a tick that finds nothing new after those that found much; the figures go into ``report``."""
    first, found = _tick(container)
    for _ in range(TICKS):
        _tick(container)
    with container.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE supervision_alarm"))
        kept = connection.execute(select(func.count()).select_from(alarm_schema.alarm)).scalar_one()
    later, more = _tick(container)
    began = time.perf_counter()
    alarming.trace(container.core)
    traces = time.perf_counter() - began
    report.add(f"the first tick, {found} alarms", f"{first:.2f} s")
    report.add(f"a later tick, {kept} alarms known, {more} new", f"{later:.2f} s", "≤ 10 s")
    report.add("the hourly tick of the traces", f"{traces:.2f} s")
    report.figures |= {"alarms_first_s": round(first, 2), "alarms_later_s": round(later, 2)}
    return later


def _tick(container: Container) -> tuple[float, int]:
    began = time.perf_counter()
    found = alarming.watch(container.core)
    return time.perf_counter() - began, found


if __name__ == "__main__":
    main()

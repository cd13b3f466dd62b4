"""The rules of supervision over stored petitions: what a tick costs, with everything new and with nothing new."""

import argparse
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import psutil
from sqlalchemy import func, select, text

from admin.settings import Settings
from admin.supervision import alarm_schema, alarming
from admin.wiring import Container, build
from benchmarks.report import Report
from benchmarks.stage import database
from benchmarks.stock import Stock, put

STORED, SPAN, TICKS = 200_000, timedelta(days=30), 12
TICK_S, EVENTS = 120, 300
_REACHED = alarm_schema.tick.c.reached
_ENTRIES = text("""
INSERT INTO ledger (number, seq, verb, at, actor, role, channel, facts, previous, hash)
SELECT number, coalesce((SELECT max(seq) FROM ledger l WHERE l.number = p.number), 0) + 1, 'urged', :now, 'citizen',
    'citizen', 'web', '{}', '', ''
FROM petition p WHERE closed_at IS NULL ORDER BY number LIMIT :most
""")


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
    everything = _work(container, lambda: _take_back(container, looked_with=""))
    with container.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE supervision_alarm"))
        kept = connection.execute(select(func.count()).select_from(alarm_schema.alarm)).scalar_one()
    _happen(container)
    usual = _work(container, lambda: _take_back(container, reached=_REACHED - timedelta(seconds=TICK_S)))
    _happen(container)
    later, more = _tick(container)
    began = time.perf_counter()
    alarming.trace(container.core)
    traces = time.perf_counter() - began
    report.add(f"the first tick, {found} alarms", f"{first:.2f} s")
    report.add(f"a later tick, {kept} alarms known, {more} new", f"{later:.2f} s", "≤ 10 s")
    report.add("work of a look at everything (rules changed, or a new day)", f"{everything:.2f} s of CPU")
    report.add(f"work of a tick after {TICK_S} s with {EVENTS} entries", f"{usual:.3f} s of CPU", "≤ 0.5 s")
    report.add("the hourly tick of the traces", f"{traces:.2f} s")
    report.figures |= {"alarms_first_s": round(first, 2), "alarms_later_s": round(later, 2)}
    report.figures |= {"alarms_everything_cpu_s": round(everything, 2), "alarms_tick_cpu_s": round(usual, 3)}
    return later


def _take_back(container: Container, **values: object) -> None:
    """How far the last tick came, a little less."""
    with container.engine.begin() as connection:
        connection.execute(alarm_schema.tick.update().values(values))


def _happen(container: Container) -> None:
    """What happens to as many open petitions between two ticks on a busy day; the stock has no ledger of its own."""
    with container.engine.begin() as connection:
        connection.execute(_ENTRIES, {"now": container.core.now(), "most": EVENTS})


def _work(container: Container, before: Callable[[], None]) -> float:
    """Seconds of CPU of one tick: of this process and of the one connection the pool gives it, whichever is asked."""
    with container.engine.begin() as connection:
        connection.execute(text("SET max_parallel_workers_per_gather = 0"))  # theirs would not be counted
        server = psutil.Process(connection.execute(text("SELECT pg_backend_pid()")).scalar_one())
    before()
    began = _cpu(server)
    alarming.watch(container.core)
    return _cpu(server) - began


def _cpu(server: psutil.Process) -> float:
    times = server.cpu_times()
    return float(time.process_time() + times.user + times.system)


def _tick(container: Container) -> tuple[float, int]:
    began = time.perf_counter()
    found = alarming.watch(container.core)
    return time.perf_counter() - began, found


if __name__ == "__main__":
    main()

"""The core under load: lives per second, worklists, indicators and month close over a million stored petitions.

Everything runs on a durable database with two web processes; workers are left out, so that a life is only what its
nine requests cost. Beside them, in turn, run as many bare transactions, for another machine is another figure.
``--stored`` and ``--lives`` make a smaller, quicker run.
"""

import argparse
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from admin.settings import Settings
from admin.wiring import Container, build
from benchmarks import figure, glance, lifecycle, turn
from benchmarks.client import percentile
from benchmarks.lifecycle import Crew
from benchmarks.report import Report
from benchmarks.stage import Database, Served, database, served
from benchmarks.stock import Stock, put
from benchmarks.turn import Arm, Turn

STORED, LIVES, CLIENTS = 1_000_000, 1200, 8
TWO_YEARS = timedelta(days=730)


@dataclass(frozen=True, kw_only=True)
class Stage:
    """What is measured on."""

    database: Database
    served: Served
    bare: Served
    container: Container
    crews: Sequence[Crew]


def main() -> None:
    """Measure and print."""
    options, report = _options(), Report(title="The core under load")
    with _stage() as stage:
        few = options.stored // 10
        _fill(stage, report, few)
        report.figures["lifecycles_per_s_100k"] = _lives(stage, report, options.lives, stored=few, aim="≥ 40/s")
        _fill(stage, report, options.stored - few)
        report.figures["lifecycles_per_s_1m"] = _lives(
            stage, report, options.lives, stored=options.stored, aim="≥ 30/s"
        )
        _worklists(stage, report)
        _figures(stage, report, options.stored)
    report.print()


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stored", type=int, default=STORED, help="petitions in the full database; a tenth at first")
    parser.add_argument("--lives", type=int, default=LIVES, help="lives to measure at each size")
    return parser.parse_args()


@contextmanager
def _stage() -> Iterator[Stage]:
    with (
        tempfile.TemporaryDirectory() as home,
        database() as db,
        served("admin.app:create", database_url=db.url, ready="/healthz") as web,
        served("benchmarks.bare:create", database_url=db.url, ready="/none") as bare,
    ):
        container = build(Settings(home=Path(home), database_url=db.url))
        crews = lifecycle.crews(container.engine, CLIENTS)
        yield Stage(database=db, served=web, bare=bare, container=container, crews=crews)
        container.close()


def _fill(stage: Stage, report: Report, count: int) -> None:
    """Another ``count`` petitions, spread over two years."""
    began, now = time.perf_counter(), stage.container.core.now()
    put(stage.database.url, Stock(count=count, first=now - TWO_YEARS, last=now, from_sequence=count))
    report.add(f"stored {count:,} more", f"{time.perf_counter() - began:.0f} s")


def _lives(stage: Stage, report: Report, lives: int, *, stored: int, aim: str) -> float:
    """Lives per second."""
    arms = {
        "bare": Arm(served=stage.bare, live=lambda n: lifecycle.bare(stage.bare.port, CLIENTS, lives=n)),
        "lives": Arm(served=stage.served, live=lambda n: lifecycle.live(stage.served.port, stage.crews, lives=n)),
    }
    found = turn.turns(stage.database, arms, lives=lives)
    bare, ours = found["bare"], found["lives"]
    report.add(f"lives at {stored:,} stored", f"{turn.per_second(ours):.1f}/s, {_refused(ours)} refused", aim)
    report.add("  beside, in turn: nine bare transactions", f"{turn.per_second(bare):.1f}/s")
    report.add("  CPU of a life, and of the bare one, ms", f"{_cpu(ours)}; {_cpu(bare)}")
    report.add("  P95 of its requests, ms", _waits(ours))
    report.figures["cpu_ms_per_life"] = round(sum(turn.cpu(ours).values()), 1)
    report.figures["bare_cpu_ms_per_life"] = round(sum(turn.cpu(bare).values()), 1)
    return round(turn.per_second(ours), 1)


def _refused(found: Sequence[Turn]) -> int:
    return sum(each.lives.refused.total() for each in found)


def _cpu(found: Sequence[Turn]) -> str:
    used = turn.cpu(found)
    return " + ".join(f"{whose} {ms:.1f}" for whose, ms in used.items()) + f" = {sum(used.values()):.1f}"


def _waits(found: Sequence[Turn]) -> str:
    waits = {verb: [s for each in found for s in each.lives.seconds[verb]] for verb in found[0].lives.seconds}
    return ", ".join(f"{verb} {percentile(seconds, 0.95):.0f}" for verb, seconds in waits.items())


def _worklists(stage: Stage, report: Report) -> None:
    waits = glance.glance(stage.served.port, stage.container.engine)
    report.figures["worklist_p95_ms"] = round(waits.p95(), 1)
    report.add("worklist page, P95", f"{waits.p95():.0f} ms", "≤ 150 ms")
    for role in glance.DESKS:
        address, median = waits.slowest(role)
        report.add(f"  {role}", f"P95 {waits.p95(role):.0f} ms; slowest {median:.0f} ms: {address}")


def _figures(stage: Stage, report: Report, stored: int) -> None:
    """The month is closed last, after a fifth of ``stored`` was put into it."""
    for name, measure, aim in (("month", figure.month, 0.5), ("year", figure.year, 3)):
        cost = measure(stage.container)
        report.figures[f"indicators_{name}_s"] = round(cost.seconds, 3)
        report.add(f"nine indicators of a {name}", f"{cost.seconds:.2f} s over {cost.rows:,} due", f"≤ {aim} s")
    put(stage.database.url, figure.crowd(stage.container, stored // 5 - stored // 24))
    cost = figure.close(stage.container)
    report.figures["month_close_s"] = round(cost.seconds, 2)
    report.add("closing a month", f"{cost.seconds:.2f} s over {cost.rows:,} due", "≤ 60 s")


if __name__ == "__main__":
    main()

"""Intake over HTTP with two web processes and durable commits, beside an echo and a bare transaction of three rows.

The three are measured in turn in the same run, three rounds each; medians are printed.
"""

import json
import statistics
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from rich.console import Console
from rich.table import Table

from benchmarks.client import Answers, request, send
from benchmarks.stage import Database, Served, database, served
from nlu import corpus

REQUESTS, ROUNDS, CLIENTS, WARM_UP = 2500, 3, 16, 400


@dataclass(frozen=True, kw_only=True)
class Round:
    """One round; CPU in milliseconds per request."""

    answers: Answers
    server_ms: float
    database_ms: float

    @property
    def cpu_ms(self) -> float:
        return self.server_ms + self.database_ms


def main() -> None:
    """Measure and print."""
    with (
        database() as db,
        served("benchmarks.bare:create", database_url=db.url, ready="/none") as bare,
        served("admin.app:create", database_url=db.url, ready="/healthz") as minyi,
    ):
        arms = {"echo": (bare, "/echo"), "three rows": (bare, "/three"), "petition": (minyi, "/api/v1/petitions")}
        for server, path in arms.values():
            send(server.port, _requests(path, WARM_UP, "warm"), clients=CLIENTS)
        rounds: dict[str, list[Round]] = {name: [] for name in arms}
        for number in range(ROUNDS):
            for name, (server, path) in arms.items():
                rounds[name].append(_round(db, server, path, str(number)))
    _print(rounds)


def _round(db: Database, server: Served, path: str, name: str) -> Round:
    requests = list(_requests(path, REQUESTS, name))
    server_before, database_before = server.cpu(), db.cpu()
    answers = send(server.port, requests, clients=CLIENTS)
    per_request = 1000 / len(requests)
    return Round(
        answers=answers,
        server_ms=(server.cpu() - server_before) * per_request,
        database_ms=(db.cpu() - database_before) * per_request,
    )


def _requests(path: str, count: int, name: str) -> Iterator[bytes]:
    texts = [example.text for example in corpus.read()]
    for number in range(count):
        body = {
            "text": texts[number % len(texts)],
            "phone": f"138{number:08d}",
            "external_id": f"{name}-{number}",
        }
        yield request(path, json.dumps(body, ensure_ascii=False).encode())


_READ: dict[str, Callable[[Round], float]] = {
    "per_s": lambda each: each.answers.per_second,
    "p50_ms": lambda each: each.answers.percentile(0.5),
    "p95_ms": lambda each: each.answers.percentile(0.95),
    "p99_ms": lambda each: each.answers.percentile(0.99),
    "server_ms": lambda each: each.server_ms,
    "database_ms": lambda each: each.database_ms,
    "cpu_ms": lambda each: each.cpu_ms,
}


def _median(rounds: list[Round], figure: str) -> float:
    return statistics.median(map(_READ[figure], rounds))


def _print(rounds: dict[str, list[Round]]) -> None:
    table = Table(title=f"Intake: {REQUESTS} requests × {ROUNDS} rounds, {CLIENTS} clients, medians")
    for column in ("", *_READ, "failed"):
        table.add_column(column, justify="right")
    for name, each in rounds.items():
        failed = sum(one.answers.failed for one in each)
        table.add_row(name, *(f"{_median(each, figure):.2f}" for figure in _READ), str(failed))
    Console(width=110).print(table)
    bare, ours = _median(rounds["three rows"], "cpu_ms"), _median(rounds["petition"], "cpu_ms")
    result = {
        "per_s": round(_median(rounds["petition"], "per_s"), 1),
        "p95_ms": round(_median(rounds["petition"], "p95_ms"), 2),
        "cpu_ms": round(ours, 3),
        "bare_cpu_ms": round(bare, 3),
        "ratio": round(ours / bare, 2),
    }
    print(json.dumps(result))


if __name__ == "__main__":
    main()

"""How long it takes to find who told the same before, among a million petitions of two years.

Texts are put together from clauses of the hand-written corpus, each topic from its own, with a street of the city and
a number before them: most are unlike, and some hundreds of each question's neighbours have bands in common with it.
A hundredth of the rows is one and the same text, as when a whole quarter complains at once; it is asked about as well.
"""

import argparse
import random
import re
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import psycopg

from admin.settings import Settings
from admin.wiring import Container, build
from benchmarks.client import percentile
from benchmarks.report import Report
from benchmarks.stage import Database, database
from benchmarks.stock import Stock, copied, new_fields, unindexed
from nlu import corpus, same
from tracking.service.intake import title
from tracking.store import same_index as store

STORED, ASKED, HERE, TWO_YEARS = 1_000_000, 500, "A01", timedelta(days=730)
CROWD = "暖气不热，室内只有十四度，打物业电话没人接，孩子老人都冻感冒了"
_ROW = "CREATE TEMPORARY TABLE told (number text, at timestamptz, body text, title text, open boolean, bands integer[])"
_FILL = (
    """
    INSERT INTO petition (number, channel, stage, received_at, rules, kind, identity, title, code_key, version, head,
        topic, district, closed_at)
    SELECT number, 'web', CASE WHEN open THEN 'with_unit' ELSE 'closed' END, at, '2009-09', 'complaint', 'named',
        title, sha256(number::bytea), 1, decode(repeat('00', 32), 'hex'), '010101', 'A01',
        CASE WHEN NOT open THEN at + interval '5 days' END FROM told
    """,
    "INSERT INTO text (number, seq, purpose, body, salt) SELECT number, 1, 'said', body, '\\x00' FROM told",
    "INSERT INTO same_matter (number, bands) SELECT number, bands FROM told WHERE cardinality(bands) > 0",
)


@dataclass(frozen=True, kw_only=True)
class Writer:
    """Puts texts together; the same seed writes the same."""

    clauses: Mapping[str, Sequence[str]]
    places: Sequence[str]
    luck: random.Random

    def text(self) -> str:
        if self.luck.random() < 0.01:
            return CROWD
        clauses = self.clauses[self.luck.choice(list(self.clauses))]
        place = f"{self.luck.choice(self.places)}{self.luck.randint(1, 300)}号"
        return place + "，".join(self.luck.choices(clauses, k=self.luck.randint(2, 4)))


def main() -> None:
    """Fill, ask and print."""
    options, report = _options(), Report(title="Same matter")
    with tempfile.TemporaryDirectory() as home, database() as db:
        container = build(Settings(home=Path(home), database_url=db.url))
        writer = _writer(container)
        began = time.perf_counter()
        _fill(db, container, writer, options.stored)
        report.add(f"stored {options.stored:,}", f"{time.perf_counter() - began:.0f} s")
        _measure(container, report, [writer.text() for _ in range(options.asked)])
        container.close()
    report.print()


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stored", type=int, default=STORED, help="petitions in the database")
    parser.add_argument("--asked", type=int, default=ASKED, help="questions to measure")
    return parser.parse_args()


def _writer(container: Container) -> Writer:
    clauses: defaultdict[str, list[str]] = defaultdict(list)
    for each in corpus.read():
        clauses[each.topic] += [part for part in re.split("[，。！？；]", each.text) if part]
    places = [name for _, name in container.city.register.streets.values()]
    return Writer(clauses=clauses, places=places, luck=random.Random(7))


def _fill(db: Database, container: Container, writer: Writer, count: int) -> None:
    now = container.core.now()
    stock = Stock(count=count, first=now - TWO_YEARS, last=now)
    with psycopg.connect(db.url.replace("+psycopg", "")) as connection, unindexed(connection), new_fields(connection):
        connection.execute(_ROW)
        copied(connection, "told", _rows(stock, writer))
        for statement in _FILL:
            connection.execute(statement.encode())
    with psycopg.connect(db.url.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE petition, text, same_matter")


def _rows(stock: Stock, writer: Writer) -> Iterator[tuple[object, ...]]:
    newest = round(stock.count * (1 - stock.open_share))
    for n, number, at in stock.arrivals():
        body = writer.text()
        bands = store.mixed(same.bands(body), store.period(at))
        yield number, at, body, title(body), n > newest, bands


def _measure(container: Container, report: Report, texts: Sequence[str]) -> None:
    waits, found = [], 0
    for text in (*texts[:20], *texts):  # the first ones warm what will be warm
        began = time.perf_counter()
        found += bool(container.same.heard(text, HERE, None))
        waits.append(time.perf_counter() - began)
    crowd = _wait(container, rounds=20)
    report.figures["same_p95_ms"] = round(percentile(waits[20:], 0.95), 1)
    report.add("candidates of a text, P50", f"{percentile(waits[20:], 0.5):.1f} ms")
    report.add("candidates of a text, P95", f"{percentile(waits[20:], 0.95):.1f} ms", "≤ 50 ms")
    report.add("of a text that a hundredth of all tell, P95", f"{percentile(crowd, 0.95):.1f} ms", "≤ 50 ms")
    report.add("questions with an answer", f"{found:,} of {len(waits):,}")


def _wait(container: Container, *, rounds: int) -> list[float]:
    waits = []
    for _ in range(rounds):
        began = time.perf_counter()
        container.same.heard(CROWD, HERE, None)
        waits.append(time.perf_counter() - began)
    return waits


if __name__ == "__main__":
    main()

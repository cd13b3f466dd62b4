"""A bulletin of a hundred units over a million assignments, and two thousand messages to leaders.

The messages take the way every message takes, to a carrier on the loopback that answers each after 20 ms.
"""

import argparse
import json
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from secrets import token_hex
from threading import Event, Thread

import psycopg

from admin.bulletins import contact, making, recipient, service
from admin.bulletins.pdf import pdf
from admin.settings import Settings
from admin.wiring import Container, build
from benchmarks import wall
from benchmarks.report import Report
from benchmarks.stage import Database, database
from benchmarks.stock import Stock, put
from channels.sms.domestic import DomesticGateway
from channels.telephony import Provider
from tracking.domain.clock import CITY_ZONE, FixedClock, city_day
from tracking.domain.period import Period, month_of
from tracking.service import period_close

STORED, UNITS, MESSAGES, ANSWER_S = 1_000_000, 100, 2_000, 0.02
TWO_YEARS = timedelta(days=730)
NOW = datetime(2026, 11, 17, 10, 0, tzinfo=CITY_ZONE)
_UNITS = """
INSERT INTO unit (code, name, short_name, kind, "group", active)
SELECT 'X' || to_char(n, 'FM000'), '单位' || n, '单位' || n, 'department', 'B1', true FROM generate_series(1, %s) n
"""
_SPREAD = "UPDATE assignment SET unit = 'X' || to_char(1 + abs(hashtext(number)) %% %s, 'FM000')"


def main() -> None:
    """Measure, print, and give one line for programs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stored", type=int, default=STORED, help="assignments in the database")
    parser.add_argument("--messages", type=int, default=MESSAGES, help="messages to send")
    options, report = parser.parse_args(), Report(title="Bulletins")
    with tempfile.TemporaryDirectory() as home, database() as db:
        container = build(Settings(home=Path(home), database_url=db.url), clock=FixedClock(NOW))
        _fill(db, options.stored)
        container.city.reload()
        bulletin_s, identity = _made(container, report)
        sms_s = _sent(container, report, identity, options.messages)
        wall_ms = wall.measure(container, report, db)
        container.close()
    report.figures = {"bulletin_s": round(bulletin_s, 2), "sms_2000_s": round(sms_s, 2), "wall_ms": round(wall_ms, 1)}
    report.print()


def _fill(db: Database, stored: int) -> None:
    put(db.url, Stock(count=stored, first=NOW - TWO_YEARS, last=NOW))
    with psycopg.connect(db.url.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute(_UNITS, (UNITS,))
        connection.execute("SET session_replication_role = replica")
        connection.execute(_SPREAD, (UNITS,))
        connection.execute("VACUUM ANALYZE assignment")


def _made(container: Container, report: Report) -> tuple[float, int]:
    """Seconds for body and PDF, when this month and those whose corrections it tells are closed."""
    months = [Period(year=2026, month=n, months=1) for n in (7, 8, 9, 10)]
    began = time.perf_counter()
    for month in months:
        period_close.close(container.core, month, groups=making.groups(container), by="benchmark")
    report.add("closing four months", f"{time.perf_counter() - began:.1f} s")
    began = time.perf_counter()
    identity = _draft(container, month_of(date(2026, 10, 1)))
    body_s = time.perf_counter() - began
    with container.engine.connect() as connection:
        made = service.held(connection, identity)
    printed = pdf(made)
    whole = time.perf_counter() - began
    report.add(f"bulletin of {len(made.body['units'])} units, with PDF", f"{whole:.2f} s", "≤ 10 s")
    report.add("  its body, with three months of corrections", f"{body_s:.2f} s")
    report.add("  its PDF", f"{whole - body_s:.2f} s, {len(printed) / 1024:.0f} KiB")
    return whole, identity


def _draft(container: Container, month: Period) -> int:
    due_on = city_day(NOW) + timedelta(days=30)
    return making.make(container, period=str(month), demands="对照短板逐项整改。", due_on=due_on, by="first")


def _sent(container: Container, report: Report, identity: int, messages: int) -> float:
    """Seconds from the first message handed over to the last."""
    with container.engine.connect() as connection:
        made = service.held(connection, identity)
    units = sorted(made.body["messages"])
    for n in range(messages):
        phone = f"1390{n:07d}"
        contact.put(container.core, unit=units[n % len(units)], post=f"职务{n}", phone=phone, by="benchmark")
    seen = recipient.fingerprint(service.preview(container, made))
    began = time.perf_counter()
    service.approve(container, identity, seen=seen, skip=True, version=made.version, by="second")
    report.add(f"approving {messages:,} messages", f"{time.perf_counter() - began:.2f} s")
    with carrier() as url:
        provider = Provider(url=url, app="minyi", secret=token_hex(16))
        sending = replace(container.sending, gateway=DomesticGateway(provider, container.core.clock))
        began = time.perf_counter()
        taken = sending.send_all(seconds=600)
        seconds = time.perf_counter() - began
    report.add(f"sending {taken:,} messages, each answered after 20 ms", f"{seconds:.1f} s", "≤ 10 s")
    return seconds


class _Carrier(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        """Takes a message, after a while."""
        asked = json.loads(self.rfile.read(int(self.headers["content-length"])))
        Event().wait(ANSWER_S)
        body = json.dumps({"id": asked["key"]}).encode()
        self.send_response(200)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Nothing is written down."""


@contextmanager
def carrier() -> Iterator[str]:
    """A carrier on the loopback; its address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Carrier)
    server.daemon_threads = True
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


if __name__ == "__main__":
    main()

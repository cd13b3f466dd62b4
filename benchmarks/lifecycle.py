"""Whole lives of petitions over HTTP: brought through the open interface, then carried to the end at the desks.

Nine requests each, every desk with a session of its own. The version in a form is the number of ledger entries so
far, so it is known without reading the page.
"""

import asyncio
import json
import secrets
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import cycle, islice

from sqlalchemy import Engine

from benchmarks import client
from benchmarks.client import Line
from benchmarks.seat import Seat, take
from nlu import corpus
from tracking.domain.people import Role

TOPIC, UNITS = "010101", ("A01", "A02", "A03", "A04", "A05", "A06", "A07", "A08")
STEPS: Sequence[tuple[Role, str, Mapping[str, str]]] = (
    (Role.OPERATOR, "classify", {"kind": "complaint", "topic": TOPIC, "urgency": "normal"}),
    (Role.DISPATCHER, "dispatch", {"basis": "部门职责清单第3条"}),
    (Role.HANDLER, "sign", {"assignment": "1"}),
    (Role.HANDLER, "contact", {"assignment": "1", "note": "已电话联系，约定明日上门"}),
    (
        Role.HANDLER,
        "report-back",
        {"assignment": "1", "outcome": "solved", "reply": "已清运并增加频次。", "evidence": "清运记录一份"},
    ),
    (Role.DISPATCHER, "accept-report", {"assignment": "1", "public_reply": "已清运并增加频次。"}),
    (
        Role.CALLER,
        "record-callback",
        {
            "reached": "yes",
            "contacted": "yes",
            "verified": "true",
            "outcome": "solved",
            "satisfaction": "satisfied",
        },
    ),
    (Role.CALLER, "close", {"outcome": "solved"}),
)


@dataclass
class Lives:
    """What was measured: lives ended, seconds of the whole and of each request by verb, and refusals."""

    ended: int = 0
    elapsed: float = 0
    seconds: defaultdict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    refused: Counter[str] = field(default_factory=Counter)

    @property
    def per_second(self) -> float:
        return self.ended / self.elapsed


@dataclass(frozen=True, kw_only=True)
class Crew:
    """The people one client plays."""

    unit: str
    seats: Mapping[Role, Seat]


def crews(engine: Engine, clients: int) -> Sequence[Crew]:
    """One of each desk per client; handlers of ``UNITS`` in turn."""
    return [_crew(engine, UNITS[n % len(UNITS)]) for n in range(clients)]


def _crew(engine: Engine, unit: str) -> Crew:
    desks = {role: take(engine, role) for role in (Role.OPERATOR, Role.DISPATCHER, Role.CALLER)}
    return Crew(unit=unit, seats={**desks, Role.HANDLER: take(engine, Role.HANDLER, unit=unit)})


def live(port: int, crews: Sequence[Crew], *, lives: int) -> Lives:
    """Carry ``lives`` petitions through, each crew one after the other."""
    return asyncio.run(_all(port, crews, lives))


def bare(port: int, clients: int, *, lives: int) -> Lives:
    """As many requests with as many transactions to the bare application: what a life cannot cost less than."""
    return asyncio.run(_all(port, [None] * clients, lives))


async def _all(port: int, crews: Sequence[Crew | None], lives: int) -> Lives:
    texts = cycle([example.text for example in corpus.read()])
    waiting, done = islice(texts, lives), Lives()
    began = time.perf_counter()
    await asyncio.gather(*(_client(port, crew, waiting, done) for crew in crews))
    done.elapsed = time.perf_counter() - began
    return done


async def _client(port: int, crew: Crew | None, waiting: Iterator[str], done: Lives) -> None:
    """A connection per life: those that stay for ever can all have ended up with the same web process."""
    for text in waiting:
        async with client.line(port) as line:
            if await (_bare(line, text) if crew is None else _whole(line, text, crew, done)):
                done.ended += 1


async def _whole(line: Line, text: str, crew: Crew, done: Lives) -> bool:
    number = await _register(line, text, done)
    return number is not None and await _carry(line, number, crew, done)


async def _bare(line: Line, text: str) -> bool:
    head, answer = await line.ask(client.request("/three", json.dumps({"text": text}, ensure_ascii=False).encode()))
    for version in range(1, len(STEPS) + 1):
        step = {"item": json.loads(answer)["id"], "version": version}
        head, answer = await line.ask(client.request("/step", json.dumps(step).encode()))
    return client.status(head) == 201


async def _register(line: Line, text: str, done: Lives) -> str | None:
    body = {"text": text, "phone": f"138{secrets.randbelow(10**8):08d}", "external_id": secrets.token_hex(8)}
    payload = client.request("/api/v1/petitions", json.dumps(body, ensure_ascii=False).encode())
    began = time.perf_counter()
    head, answer = await line.ask(payload)
    done.seconds["register"].append(time.perf_counter() - began)
    if client.status(head) != 201:
        done.refused["register"] += 1
        return None
    number: str = json.loads(answer)["number"]
    return number


async def _carry(line: Line, number: str, crew: Crew, done: Lives) -> bool:
    for version, (role, verb, typed) in enumerate(STEPS, start=1):
        seat, unit = crew.seats[role], {"unit": crew.unit} if verb == "dispatch" else {}
        fields = {**typed, **unit, "csrf": seat.csrf, "version": str(version)}
        payload = client.form(f"/staff/petitions/{number}/{verb}", fields, cookie=seat.cookie)
        began = time.perf_counter()
        head, _ = await line.ask(payload)
        done.seconds[verb].append(time.perf_counter() - began)
        if client.status(head) != 303 or b"?done=" not in head:
            done.refused[verb] += 1
            return False
    return True

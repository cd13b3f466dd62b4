"""Somebody at the web while something else is measured."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread

from benchmarks import client
from benchmarks.stage import Served


class Probe:
    """A petition by the interface, one after another, each on a fresh connection."""

    EVERY = 0.02

    def __init__(self, web: Served) -> None:
        self.web, self._over = web, Event()
        self.seconds: list[float] = []

    @contextmanager
    def running(self) -> Iterator[None]:
        thread = Thread(target=self._ask)
        thread.start()
        try:
            yield
        finally:
            self._over.set()
            thread.join()

    def _ask(self) -> None:
        number = 0
        while not self._over.wait(self.EVERY):
            number += 1
            body = json.dumps({"text": "路灯坏了三天，请派人修理。", "external_id": f"probe-{number}"}).encode()
            answers = client.send(self.web.port, [client.request("/api/v1/petitions", body)], clients=1)
            self.seconds += answers.seconds

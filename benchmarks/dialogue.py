"""What one turn of a dialogue takes: a citizen's message in, the answer of the real engine out, one citizen at a time.

A turn is everything between: storing the message, the engine and its calls of actions over HTTP, writing the answer.
"""

import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

from admin.dialogue import interpreter, launch, setup
from admin.messenger import dialogue_secret
from admin.settings import Settings
from admin.waiting import wait_until
from admin.wiring import Container, build
from benchmarks.client import percentile
from benchmarks.measured import Figure
from benchmarks.report import Report
from benchmarks.stage import database, free_port, served
from channels.dialogue.press import Press
from channels.dialogue.receiver import PATH
from channels.dialogue.utterance import Utterance

DIALOGUES, WARM_UP = 40, 3
TURNS = (
    Utterance(text="你好"),
    Utterance(text="楼下的路灯坏了三天没人修，晚上老人不敢出门"),
    Utterance(text="谢谢"),
    Utterance(text="和平区太原街12号楼前面"),
    Utterance(press=Press.SKIP),
    Utterance(press=Press.YES),
    Utterance(text="查进度"),
    Utterance(press=Press.URGE),
)


def measure() -> Figure:
    """P95 of a turn, one citizen at a time, durable commits."""
    with _engine() as (container, process):
        _talk(container, WARM_UP, "warm")
        seconds = _talk(container, DIALOGUES, "measured")
        memory = process.memory_info().rss / 2**20
    p50, p95 = percentile(seconds, 0.5), percentile(seconds, 0.95)
    words = f"P95 {p95:.1f} ms (P50 {p50:.1f}), {len(seconds)} turns; the engine takes {memory:.0f} MiB"
    return Figure(name="dialogue_p95_ms", value=round(p95, 1), what="Dialogue turn", words=words, aim="≤ 80 ms")


@contextmanager
def _engine() -> Iterator[tuple[Container, psutil.Process]]:
    """The engine, the application it calls, and a container that speaks to it."""
    python = interpreter.find()
    if python is None:
        raise SystemExit("no Python 3.10 was found: there is no dialogue to measure")
    setup.install(python)
    with (
        tempfile.TemporaryDirectory() as home,
        database() as db,
        served("admin.app:create", database_url=db.url, ready="/healthz", settings={"MINYI_HOME": home}) as web,
    ):
        settings = Settings(home=Path(home), port=web.port, dialogue_port=free_port())
        with _running(settings, db.url) as process:
            container = build(settings, database_url=db.url)
            if not wait_until(lambda: _is_ready(container), seconds=120, every=0.2):
                raise RuntimeError("the engine did not come up")
            yield container, process
            container.close()


def _is_ready(container: Container) -> bool:
    return container.dialogue.engine is not None and container.dialogue.engine.is_ready()


@contextmanager
def _running(settings: Settings, database_url: str) -> Iterator[psutil.Process]:
    launch.make_schema(database_url)
    variables = launch.environment(
        settings.home / "scratch",
        database_url=database_url,
        broker_url="",
        action_url=f"http://127.0.0.1:{settings.port}{PATH}",
        secret=dialogue_secret(settings),
    )
    command = launch.command(setup.model(), settings.dialogue_port)
    with subprocess.Popen(command, cwd=setup.PROJECT, env=variables, stderr=subprocess.DEVNULL) as process:
        yield psutil.Process(process.pid)
        process.terminate()


def _talk(container: Container, dialogues: int, name: str) -> list[float]:
    """Seconds of every turn."""
    seconds = []
    for number in range(dialogues):
        for turn, said in enumerate(TURNS):
            began = time.perf_counter()
            answer = container.dialogue.say("webchat", f"{name} {number}", said, external_id=f"{name} {number} {turn}")
            seconds.append(time.perf_counter() - began)
            if not answer:
                raise RuntimeError("a message was not answered")
    return seconds


def main() -> None:
    """Measure and print; the last line is one JSON object."""
    report, figure = Report(title="Dialogue"), measure()
    report.add(figure.what, figure.words, figure.aim)
    report.figures[figure.name] = figure.value
    report.print()


if __name__ == "__main__":
    main()

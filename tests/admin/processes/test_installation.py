"""The real supervisor, PostgreSQL and Redis; only our own programs are small ones."""

import os
import shutil
import signal
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import psutil
import psycopg
import pytest

from admin.embedded import root_state
from admin.embedded.places import runtime_path
from admin.processes import installation, leftover
from admin.processes.installation import Installation, PortInUse, brought_up
from admin.processes.program import Program
from admin.processes.supervisor import NotStarted
from admin.settings import Settings
from admin.waiting import wait_until

pytestmark = pytest.mark.processes


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _web(settings: Settings) -> Program:
    return Program(
        name="web",
        command=[sys.executable, "-m", "tests.admin.processes.small_web"],
        listens_on=f"tcp://{settings.host}:{settings.port}",
        processes=settings.web_processes,
    )


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    home = tmp_path_factory.mktemp("home") / "100% of it; #1"
    yield Settings(home=home, port=_free_port())
    _forget(home)


def _forget(home: Path) -> None:
    if os.geteuid() == 0:
        root_state.forget(home)
    shutil.rmtree(runtime_path(home))


@contextmanager
def _running(settings: Settings, *programs: Program) -> Iterator[Installation]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(installation, "application", lambda _: list(programs) or [_web(settings)])
        with brought_up(settings, lambda _: None) as running:
            running.wait_for_servers()
            running.start_application()
            yield running


def _number(settings: Settings) -> int:
    return int(httpx.get(f"http://127.0.0.1:{settings.port}/", trust_env=False).text)


def _postmaster(running: Installation) -> int:
    assert running.postgres is not None
    return int((running.postgres.data / "postmaster.pid").read_text().split()[0])


def test_killed_processes_come_back_and_all_stop_at_the_end(settings: Settings) -> None:
    with _running(settings) as running:
        first = _number(settings)
        os.kill(first, signal.SIGKILL)
        assert wait_until(lambda: _number(settings) != first, seconds=10)
        assert running.postgres is not None
        assert running.redis is not None
        os.kill(_postmaster(running), signal.SIGKILL)
        assert wait_until(running.postgres.answers, seconds=20)
        assert running.redis.answers()
    assert leftover.stop(settings.home) == 0


def test_what_was_written_is_there_at_the_next_start(settings: Settings) -> None:
    def connect(running: Installation) -> psycopg.Connection:
        return psycopg.connect((running.settings.database_url or "").replace("+psycopg", ""))

    with _running(settings) as running, connect(running) as connection:
        connection.execute("CREATE TABLE kept AS SELECT '民意' AS word")
    with _running(settings) as running, connect(running) as connection:
        assert connection.execute("SELECT word FROM kept").fetchone() == ("民意",)


def test_a_start_stops_what_a_killed_run_left_behind(settings: Settings) -> None:
    said: list[str] = []
    with _running(settings) as running:
        os.kill(running.supervisor.process.pid, signal.SIGKILL)
        running.supervisor.process.wait()
        orphan = psutil.Process(_postmaster(running))
        with brought_up(settings, said.append) as again:
            again.wait_for_servers()
            assert not orphan.is_running()
    assert "left behind" in said[0]
    assert leftover.stop(settings.home) == 0


def test_a_program_that_fails_is_told_with_its_last_words(settings: Settings) -> None:
    failing = Program(name="web", command=[sys.executable, "-c", "raise SystemExit('no model file')"])
    with pytest.raises(NotStarted, match="no model file"), _running(settings, failing):
        pass
    assert leftover.stop(settings.home) == 0


def test_a_port_in_use_is_told_before_anything_starts(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        taken = Settings(home=tmp_path, port=other.getsockname()[1])
        with pytest.raises(PortInUse, match="MINYI_PORT"), brought_up(taken, lambda _: None):
            pass
    assert not (tmp_path / "logs").exists()


def test_addresses_that_are_set_start_no_embedded_server(tmp_path: Path) -> None:
    elsewhere = Settings(
        home=tmp_path, port=_free_port(), database_url="postgresql://db/minyi", broker_url="amqp://broker//"
    )
    with _running(elsewhere) as running:
        assert running.postgres is None
        assert running.redis is None
        assert running.settings.database_url == "postgresql+psycopg://db/minyi"
    _forget(tmp_path)

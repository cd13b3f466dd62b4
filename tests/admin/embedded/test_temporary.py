import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import psycopg
import pytest

from admin.embedded.temporary import temporary_postgres

ENDLESS = """
from threading import Event
from admin.embedded.temporary import temporary_postgres
with temporary_postgres() as url:
    print(url, flush=True)
    Event().wait()
"""


@pytest.fixture(scope="module")
def connection() -> Iterator[psycopg.Connection]:
    with temporary_postgres(max_connections="12") as url, psycopg.connect(_plain(url)) as connection:
        yield connection


def _plain(url: str) -> str:
    return url.replace("postgresql+psycopg://", "postgresql://", 1)


def _folder(url: str) -> Path:
    return Path(url.partition("host=")[2].partition("&")[0]).parent


def _setting(connection: psycopg.Connection, name: str) -> str:
    row = connection.execute("SELECT current_setting(%s)", (name,)).fetchone()
    assert row is not None
    return str(row[0])


def test_it_is_postgresql_18_and_counts_characters_not_bytes(connection: psycopg.Connection) -> None:
    assert connection.info.server_version // 10_000 == 18
    assert connection.execute("SELECT char_length('民意'), upper('é')").fetchone() == (2, "É")


def test_it_listens_on_no_network_address(connection: psycopg.Connection) -> None:
    assert _setting(connection, "listen_addresses") == ""


def test_its_clock_stands_in_china(connection: psycopg.Connection) -> None:
    assert _setting(connection, "timezone") == "Asia/Shanghai"


def test_settings_can_be_overridden(connection: psycopg.Connection) -> None:
    assert _setting(connection, "max_connections") == "12"


def test_variables_meant_for_other_servers_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PGPORT", "6543")
    monkeypatch.setenv("PGHOST", "elsewhere.invalid")
    monkeypatch.setenv("PGDATABASE", "elsewhere")
    with temporary_postgres() as url, psycopg.connect(_plain(url)) as connection:
        assert connection.info.dbname == "minyi"


def test_nothing_stays_behind() -> None:
    with temporary_postgres() as url:
        assert _folder(url).exists()
    assert not _folder(url).exists()


def test_nothing_stays_behind_a_failing_test() -> None:
    with pytest.raises(ZeroDivisionError), temporary_postgres() as url:
        _ = 1 / 0
    assert not _folder(url).exists()


def test_what_a_killed_session_left_behind_is_removed_by_the_next() -> None:
    with subprocess.Popen([sys.executable, "-c", ENDLESS], stdout=subprocess.PIPE, text=True) as session:
        assert session.stdout is not None
        left = _folder(session.stdout.readline().strip())
        session.send_signal(signal.SIGKILL)
    with temporary_postgres():
        assert not left.exists()
        assert not _servers_of(left)


def test_a_session_that_still_runs_is_left_alone() -> None:
    with temporary_postgres() as first, temporary_postgres(), psycopg.connect(_plain(first)) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)


def _servers_of(folder: Path) -> list[int]:
    commands = ((process.pid, process.info["cmdline"] or []) for process in psutil.process_iter(["cmdline"]))
    return [pid for pid, command in commands if any(str(folder) in part for part in command) and pid != os.getpid()]

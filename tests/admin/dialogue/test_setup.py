"""Setting the dialogue engine up: which Python, which model, and what it is told."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import make_url

from admin.dialogue import interpreter, launch, setup
from admin.dialogue.setup import NotSetUp


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Path]:
    """A machine with nothing on it but what a test puts into its folder."""
    interpreter.find.cache_clear()
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.setenv("PYENV_ROOT", str(tmp_path / "pyenv"))
    suits = interpreter._suits
    monkeypatch.setattr(interpreter, "_suits", lambda path: path.is_relative_to(tmp_path) and suits(path))
    yield tmp_path
    interpreter.find.cache_clear()


def _program(path: Path, does: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{does}\n")
    path.chmod(0o755)
    return path


@pytest.mark.usefixtures("bare")
def test_without_one_there_is_none() -> None:
    assert interpreter.find() is None


def test_a_name_on_the_path_that_does_nothing_is_passed_over(bare: Path) -> None:
    _program(bare / "bin" / "python3.10", "exit 127")
    _program(bare / "pyenv" / "versions" / "3.11.7" / "bin" / "python", "exit 0")
    real = _program(bare / "pyenv" / "versions" / "3.10.13" / "bin" / "python", "exit 0")
    assert interpreter.find() == real


def test_a_model_that_is_there_is_not_trained_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    trained: list[Path] = []

    def train(path: Path) -> None:
        trained.append(path)
        path.write_bytes(b"model")

    monkeypatch.setattr(setup, "_train", train)
    (tmp_path / "older.tar.gz").write_bytes(b"")
    first = setup.model(tmp_path)
    assert setup.model(tmp_path) == first
    assert trained == [first]
    assert not (tmp_path / "older.tar.gz").exists()


def test_another_example_makes_another_model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(setup, "PROJECT", tmp_path)
    examples = _program(tmp_path / "data" / "nlu" / "tell.yml", "one")
    before = setup.fingerprint()
    examples.write_text("two")
    assert setup.fingerprint() != before


def test_what_fails_says_what_it_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(setup, "PYTHON", _program(tmp_path / "python", "echo no space left >&2; exit 1"))
    with pytest.raises(NotSetUp, match="no space left"):
        setup.model(tmp_path / "models")
    assert list((tmp_path / "models").glob("*.tar.gz")) == []


def test_the_engine_gets_none_of_our_keys_and_reports_to_nobody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MINYI_SECRET_KEY", "s" * 48)
    monkeypatch.setenv("MINYI_SEAL_KEYS", "k1:x")
    given = launch.environment(
        tmp_path / "scratch",
        database_url="postgresql+psycopg://minyi:p%40ss@db:5432/minyi",
        broker_url="redis+socket:///run/minyi/redis.sock",
        action_url="http://127.0.0.1:8000/dialogue/actions",
        secret="x" * 64,
    )
    assert not {"MINYI_SECRET_KEY", "MINYI_SEAL_KEYS"} & set(given)
    assert given["RASA_TELEMETRY_ENABLED"] == "false"
    assert given["MINYI_LOCK_URL"] == "unix:///run/minyi/redis.sock"
    url = make_url(given["MINYI_TRACKER_URL"])
    assert (url.drivername, url.password, url.database) == ("postgresql", "p@ss", "minyi")
    assert "search_path=rasa" in str(url.query["options"])
    assert set(given) & set(os.environ) <= {"PATH", "HOME", "LANG", "LC_ALL", *setup.QUIET, *setup.ONE_THREAD}


def test_without_redis_the_lock_stays_in_the_process(tmp_path: Path) -> None:
    url = "postgresql://db/minyi"
    given = launch.environment(tmp_path / "s", database_url=url, broker_url="amqp://b//", action_url="", secret="")
    assert given["MINYI_LOCK_TYPE"] == "in_memory"


def test_it_listens_on_this_machine_alone_and_opens_no_further_interface() -> None:
    command = launch.command(Path("m"), 5005)
    assert command[command.index("--interface") + 1] == "127.0.0.1"
    assert "--enable-api" not in command

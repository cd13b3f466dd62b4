"""What the engine needs before it starts: its environment, and a model of its data. Both are made once."""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2] / "nlu" / "rasa"
VENV = PROJECT / ".venv"
PYTHON = VENV / "bin" / "python"
MODELS = PROJECT / ".models"
_MARK = VENV / ".installed"
_LEARNT_FROM = ("config.yml", "domain.yml", "uv.lock", "data/**/*.yml", "dialogue_engine/guard.py")
# No report of a crash leaves this machine, and nothing is written where another user could have put it.
QUIET = {"RASA_TELEMETRY_ENABLED": "false", "TF_CPP_MIN_LOG_LEVEL": "3", "PYTHONWARNINGS": "ignore"}
ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "TF_NUM_INTRAOP_THREADS": "1"}


class NotSetUp(RuntimeError):
    """The engine cannot be set up here; the message says why."""


def install(python: Path) -> None:
    """Make the environment exactly what its lock says. Raises ``NotSetUp``."""
    with _alone(PROJECT / ".setup.lock"):
        if is_installed():
            return
        command = [sys.executable, "-m", "uv", "sync", "--frozen", "--no-progress", "--python", str(python)]
        _run(command, os.environ | {"UV_PROJECT_ENVIRONMENT": str(VENV), "UV_PYTHON_DOWNLOADS": "never"})
        _MARK.write_text(_locked())


def is_installed() -> bool:
    """Whether the environment is that of the lock as it is now."""
    return _MARK.is_file() and _MARK.read_text() == _locked()


def _locked() -> str:
    return hashlib.sha256((PROJECT / "uv.lock").read_bytes()).hexdigest()


def model(folder: Path = MODELS) -> Path:
    """Return the model of the data as it is now; it is trained when ``folder`` has none. Raises ``NotSetUp``."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / f"{fingerprint()}.tar.gz"
    with _alone(folder / ".lock"):
        if not path.is_file():
            _train(path)
            for old in (each for each in folder.glob("*.tar.gz") if each != path):
                old.unlink()
    return path


def fingerprint() -> str:
    """What the model depends on, in sixteen letters."""
    digest = hashlib.sha256()
    for path in sorted(path for pattern in _LEARNT_FROM for path in PROJECT.glob(pattern)):
        digest.update(path.relative_to(PROJECT).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def environment(scratch: Path) -> dict[str, str]:
    """What every run of the engine gets; ``scratch`` is where it may leave caches."""
    scratch.mkdir(mode=0o700, parents=True, exist_ok=True)
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "LC_ALL") if name in os.environ}
    places = {"PYTHONPATH": str(PROJECT), "TMPDIR": str(scratch), "RASA_CACHE_DIRECTORY": str(scratch / "rasa")}
    return kept | places | QUIET | ONE_THREAD


def _train(path: Path) -> None:
    draft = path.parent / "draft"
    command = [str(PYTHON), "-m", "rasa", "train", "--skip-validation", "--quiet", "--out", str(draft)]
    try:
        _run([*command, "--fixed-model-name", path.name.partition(".")[0]], environment(path.parent / "scratch"))
        (draft / path.name).rename(path)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
        shutil.rmtree(path.parent / "scratch", ignore_errors=True)


def _run(command: list[str], variables: Mapping[str, str]) -> None:
    try:
        done = subprocess.run(command, cwd=PROJECT, env=dict(variables), capture_output=True, text=True, check=False)
    except OSError as error:
        raise NotSetUp(f"{command[0]} cannot be run: {error.strerror}.") from error
    if done.returncode:
        raise NotSetUp(f"{' '.join(command[1:4])} failed:\n{(done.stderr or done.stdout)[-2000:]}")


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """One process at a time; the lock falls with the process."""
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield

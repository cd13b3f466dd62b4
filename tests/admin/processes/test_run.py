"""``minyi run`` itself: the real programs, in production mode, on an empty database."""

import base64
import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from admin.embedded import root_state
from admin.embedded.places import runtime_path
from admin.processes import leftover
from admin.waiting import wait_until

pytestmark = pytest.mark.processes
COMMAND = [sys.executable, "-m", "admin"]
A_SLOW_START = 120


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    home = tmp_path_factory.mktemp("home")
    yield home
    shutil.rmtree(runtime_path(home), ignore_errors=True)
    if os.geteuid() == 0:
        root_state.forget(home)


@pytest.fixture(scope="module")
def environment(home: Path) -> dict[str, str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    return os.environ | {
        "MINYI_MODE": "production",
        "MINYI_HOME": str(home),
        "MINYI_PORT": str(port),
        "MINYI_PUBLIC_URL": "https://minyi.example",
        "MINYI_SMS_GATEWAY": "file",
        "MINYI_DIALOGUE": "off",
        "MINYI_SECRET_KEY": "s" * 48,
        "MINYI_SEAL_KEYS": "k1:" + base64.b64encode(bytes(32)).decode(),
    }


@pytest.fixture(scope="module")
def running(environment: dict[str, str], home: Path) -> Iterator["subprocess.Popen[str]"]:
    with subprocess.Popen([*COMMAND, "run"], env=environment, stdout=subprocess.PIPE, text=True) as process:
        address = f"http://127.0.0.1:{environment['MINYI_PORT']}/readyz"
        assert wait_until(lambda: _is_ready(address) or process.poll() is not None, seconds=A_SLOW_START, every=0.5)
        yield process
        process.kill()
    leftover.stop(home)


def _is_ready(address: str) -> bool:
    try:
        return httpx.get(address, trust_env=False).is_success
    except httpx.TransportError:
        return False


def _call(name: str, environment: dict[str, str]) -> "subprocess.CompletedProcess[str]":
    return subprocess.run([*COMMAND, name], env=environment, capture_output=True, text=True, check=False)


def test_it_tells_where_to_look(running: "subprocess.Popen[str]") -> None:
    assert running.stdout is not None
    assert "https://minyi.example" in next(line for line in running.stdout if "is ready" in line)


@pytest.mark.usefixtures("running")
def test_the_doctor_finds_nothing_wrong(environment: dict[str, str]) -> None:
    done = _call("doctor", environment)
    assert done.returncode == 0, done.stdout


@pytest.mark.usefixtures("running")
def test_a_second_start_says_that_the_first_is_running(environment: dict[str, str]) -> None:
    done = _call("run", environment)
    assert (done.returncode, "already running" in done.stderr) == (1, True)


@pytest.mark.usefixtures("running")
def test_nothing_is_left_to_migrate(environment: dict[str, str]) -> None:
    assert _call("migrate", environment).stdout.strip() == "The database is up to date."


def test_asked_to_stop_it_stops_everything_and_the_doctor_says_what_to_start(
    running: "subprocess.Popen[str]", environment: dict[str, str], home: Path
) -> None:
    running.send_signal(signal.SIGTERM)
    assert running.wait(timeout=60) == 0
    assert leftover.stop(home) == 0
    done = _call("doctor", environment | {"COLUMNS": "200"})
    assert (done.returncode, "minyi run" in done.stdout) == (1, True)

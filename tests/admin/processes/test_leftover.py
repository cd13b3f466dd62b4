import os
import subprocess
import sys
from pathlib import Path

import psutil

from admin.processes import leftover

WAITS = "import signal; print(flush=True); signal.pause()"
IGNORES = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(flush=True); signal.pause()"


def _start(home: Path, program: str = WAITS) -> "subprocess.Popen[bytes]":
    process = subprocess.Popen(
        [sys.executable, "-c", program], env=os.environ | leftover.mark(home), stdout=subprocess.PIPE
    )
    assert process.stdout is not None
    process.stdout.readline()
    return process


def test_processes_of_this_home_are_stopped(tmp_path: Path) -> None:
    with _start(tmp_path):
        assert leftover.stop(tmp_path) == 1
    assert leftover.stop(tmp_path) == 0


def test_processes_of_another_home_go_on(tmp_path: Path) -> None:
    with _start(tmp_path / "other") as other:
        assert leftover.stop(tmp_path) == 0
        assert other.poll() is None
        other.kill()


def test_a_process_that_will_not_go_is_killed(tmp_path: Path) -> None:
    with _start(tmp_path, IGNORES) as stubborn:
        assert leftover.stop(tmp_path, seconds=0.2) == 1
    assert not psutil.pid_exists(stubborn.pid)


def test_we_do_not_stop_ourselves(tmp_path: Path) -> None:
    program = "import sys; from pathlib import Path; from admin.processes import leftover; "
    program += "print(leftover.stop(Path(sys.argv[1])))"
    command = [sys.executable, "-c", program, str(tmp_path)]
    done = subprocess.run(command, env=os.environ | leftover.mark(tmp_path), capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "0"

"""The supervisor: a child of ours that starts the programs, starts the killed ones again, and stops them all."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast
from xmlrpc.client import Fault, ServerProxy

from supervisor.xmlrpc import SupervisorTransport

from admin.waiting import wait_until

_GAVE_UP = {"BACKOFF", "FATAL", "EXITED"}
_TAIL = 2_000


class NotStarted(RuntimeError):
    """A program did not come up; the message ends with what it said last."""


@dataclass(frozen=True, kw_only=True)
class Supervisor:
    """A running supervisor and the way to talk to it. ``control`` is its socket, ``logs`` where all logs lie."""

    process: subprocess.Popen[bytes]
    control: Path
    logs: Path

    @classmethod
    def start(cls, home: Path, *, configuration: Path, environment: Mapping[str, str], control: Path) -> Supervisor:
        """Start it in a session of its own, so that Ctrl-C reaches us alone and we stop it in order."""
        logs = home / "logs"
        control.unlink(missing_ok=True)
        command = [sys.executable, "-P", "-m", "supervisor.supervisord", "-n", "-c", str(configuration)]
        with (logs / "supervisor.start.log").open("wb") as output:
            process = subprocess.Popen(
                command,
                cwd=home,
                env=os.environ | dict(environment),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )
        started = cls(process=process, control=control, logs=logs)
        wait_until(lambda: started.answers() or not started.is_alive(), seconds=20)
        if not started.is_alive() or not started.answers():
            raise NotStarted(f"The supervisor did not start.\n{started._last_words('supervisor.start')}")
        return started

    def is_alive(self) -> bool:
        """Whether it still runs."""
        return self.process.poll() is None

    def answers(self) -> bool:
        """Whether it takes orders."""
        try:
            self._call("getState")
        except OSError:
            return False
        return True

    def start_program(self, name: str) -> None:
        """Start all processes of a program; do not wait."""
        try:
            self._call("startProcessGroup", name, False)
        except Fault as fault:
            raise NotStarted(f"{name} did not start: {fault.faultString}.") from fault

    def wait_for(self, name: str, answers: Callable[[], bool], *, seconds: float) -> None:
        """Wait until ``answers`` holds. Raises ``NotStarted`` with the program's last words when it failed instead."""
        wait_until(lambda: answers() or self._gave_up(name), seconds=seconds, every=0.1)
        if not answers():
            raise NotStarted(f"{name} did not start; its log ends with:\n{self._last_words(name)}")

    def revive(self) -> list[str]:
        """Try again what the supervisor itself gave up (a full disk may have room again); return the names."""
        fatal = [state for state in self._states() if state["statename"] == "FATAL"]
        for state in fatal:
            self._call("startProcess", f"{state['group']}:{state['name']}", False)
        return [state["name"] for state in fatal]

    def stop(self, *, first: Iterable[str], seconds: float = 60) -> None:
        """Stop the programs ``first`` side by side, then the others one by one, then the supervisor."""
        with suppress(OSError, Fault):  # it may be gone, or a program not running
            for name in first:
                self._call("stopProcessGroup", name, False)
        self.process.terminate()
        try:
            self.process.wait(timeout=seconds)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def _gave_up(self, name: str) -> bool:
        states = {state["statename"] for state in self._states() if state["group"] == name}
        return not self.is_alive() or bool(states & _GAVE_UP)

    def _states(self) -> list[dict[str, Any]]:
        return cast(list[dict[str, Any]], self._call("getAllProcessInfo"))

    def _last_words(self, name: str) -> str:
        logs = sorted(self.logs.glob(f"{name}*.log"), key=lambda path: path.stat().st_mtime)
        return logs[-1].read_text(errors="replace")[-_TAIL:] if logs else f"(nothing in {self.logs})"

    def _call(self, method: str, *arguments: object) -> Any:
        transport = SupervisorTransport(None, None, f"unix://{self.control}")
        with ServerProxy("http://127.0.0.1", transport=transport) as server:
            return getattr(server.supervisor, method)(*arguments)

import shlex
import sys
from pathlib import Path

import pytest
from supervisor.options import UnhosedConfigParser

from admin.dialogue import interpreter
from admin.processes import configuration
from admin.processes.program import Program, application
from admin.settings import Settings, Switch

STRANGE = "/a folder; 100% #1/python"


def _parsed(*programs: Program) -> UnhosedConfigParser:
    parser = UnhosedConfigParser()
    parser.read_string(configuration.text(programs))
    return parser


def test_a_strange_folder_reaches_the_program_unchanged() -> None:
    program = Program(name="worker", command=[STRANGE, "-m", "it's"])
    variables = configuration.environment([program], checkout=Path("/"), control=Path("/run/control.sock"))
    parser = _parsed(program)
    parser.expansions = {f"ENV_{name}": value for name, value in variables.items()}
    assert shlex.split(parser.saneget("program:worker", "command")) == [STRANGE, "-m", "it's"]


def test_only_servers_start_before_they_are_told() -> None:
    parser = _parsed(Program(name="postgres", command=["p"], at_once=True), Program(name="worker", command=["w"]))
    assert [parser.get(f"program:{name}", "autostart") for name in ("postgres", "worker")] == ["true", "false"]


def test_what_starts_first_stops_last() -> None:
    parser = _parsed(Program(name="postgres", command=["p"]), Program(name="worker", command=["w"]))
    assert [parser.getint(f"program:{name}", "priority") for name in ("postgres", "worker")] == [1, 2]


def test_several_processes_share_one_socket_and_have_a_log_each() -> None:
    parser = _parsed(Program(name="web", command=["w"], listens_on="tcp://127.0.0.1:8000", processes=2))
    assert parser.get("fcgi-program:web", "socket") == "tcp://127.0.0.1:8000"
    assert parser.get("fcgi-program:web", "stdout_logfile") == "logs/%(program_name)s-%(process_num)d.log"


def test_every_program_runs_with_our_own_interpreter(tmp_path: Path) -> None:
    programs = application(Settings(home=tmp_path, dialogue=Switch.OFF))
    assert {program.command[0] for program in programs} == {sys.executable}
    assert [program.name for program in programs] == ["web", "worker", "slow", "beat", "mail"]


@pytest.mark.parametrize(("found", "programs"), [(Path("/usr/bin/python3.10"), 6), (None, 5)])
def test_the_dialogue_runs_where_its_python_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, found: Path | None, programs: int
) -> None:
    monkeypatch.setattr(interpreter, "find", lambda: found)
    assert len(application(Settings(home=tmp_path))) == programs

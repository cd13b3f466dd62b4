"""The supervisor's configuration file, written anew at every start.

Paths and commands stand in the environment and not in the file, and logs are named relative to the home: in the
file, a ``%``, ``;`` or ``#`` in the name of a folder would mean something.
"""

from __future__ import annotations

import os
import shlex
from collections.abc import Sequence
from pathlib import Path

from admin.processes.program import Program

_HEAD = """\
[supervisord]
identifier=minyi
nodaemon=true
silent=true
umask=077
logfile=logs/supervisor.log
logfile_maxbytes=5MB
logfile_backups=2
pidfile=run/supervisor.pid
directory=%(ENV_MINYI_CHECKOUT)s

[unix_http_server]
file=%(ENV_MINYI_CONTROL)s
chmod=0700

[rpcinterface:supervisor]
supervisor.rpcinterface_factory=supervisor.rpcinterface:make_main_rpcinterface
"""

# A killed database may need a while until its successor may start: ten tries, one second more between each.
_PROGRAM = """
[{kind}:{name}]
command=%(ENV_{variable})s
process_name={process_name}
numprocs={processes}
priority={priority}
autostart={at_once}
autorestart=true
startsecs=5
startretries=10
stopsignal={signal}
stopwaitsecs={patience}
killasgroup=true
redirect_stderr=true
stdout_logfile=logs/{process_name}.log
stdout_logfile_maxbytes=10MB
stdout_logfile_backups=5
"""


def text(programs: Sequence[Program]) -> str:
    """Return the file's text. What stands first starts first and stops last."""
    superuser = "user=root\n" if os.geteuid() == 0 else ""
    head = _HEAD.replace("[unix_http_server]", f"{superuser}\n[unix_http_server]", 1)
    return head + "".join(_section(program, priority) for priority, program in enumerate(programs, start=1))


def environment(programs: Sequence[Program], *, checkout: Path, control: Path) -> dict[str, str]:
    """Return the variables that the text refers to."""
    paths = {"MINYI_CHECKOUT": str(checkout), "MINYI_CONTROL": str(control)}
    return paths | {_variable(program): shlex.join(program.command) for program in programs}


def _variable(program: Program) -> str:
    return f"MINYI_COMMAND_{program.name.upper()}"


def _section(program: Program, priority: int) -> str:
    several = "%(program_name)s-%(process_num)d"
    section = _PROGRAM.format(
        kind="fcgi-program" if program.listens_on else "program",
        name=program.name,
        variable=_variable(program),
        process_name=several if program.processes > 1 else program.name,
        processes=program.processes,
        priority=priority,
        at_once=str(program.at_once).lower(),
        signal=program.signal,
        patience=program.patience,
    )
    section += f"socket={program.listens_on}\n" if program.listens_on else ""
    return section + (f"user={program.user}\n" if program.user else "")

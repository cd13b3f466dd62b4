"""PostgreSQL refuses to run as root; then it gets a system user of its own."""

from __future__ import annotations

import grp
import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

NAME = "minyi"
_ADMINISTRATION = "/usr/sbin:/sbin:/usr/local/sbin"


class NoAccount(RuntimeError):
    """The system user is missing and cannot be made."""


@dataclass(frozen=True, kw_only=True)
class Account:
    """A user of this machine."""

    name: str
    uid: int
    gid: int

    @classmethod
    def of_this_process(cls) -> Account:
        """Return the user we run as."""
        uid = os.geteuid()
        try:
            name = pwd.getpwuid(uid).pw_name
        except KeyError:  # containers run under numbers nobody has named
            name = str(uid)
        return cls(name=name, uid=uid, gid=os.getegid())

    @property
    def is_somebody_else(self) -> bool:
        """Whether starting a program as this user means changing user."""
        return self.uid != os.geteuid()

    def popen_arguments(self) -> dict[str, Any]:
        """Return what ``subprocess`` needs to run as this user, from a folder every user may enter."""
        arguments: dict[str, Any] = {"cwd": "/"}
        if self.is_somebody_else:
            arguments |= {"user": self.uid, "group": self.gid, "extra_groups": []}
        return arguments


def database_account() -> Account:
    """Return who runs PostgreSQL: ourselves, or for root the system user, made when missing."""
    if os.geteuid() != 0:
        return Account.of_this_process()
    try:
        return _named(NAME)
    except KeyError:
        _create()
    return _named(NAME)


def _named(name: str) -> Account:
    entry = pwd.getpwnam(name)
    return Account(name=name, uid=entry.pw_uid, gid=entry.pw_gid)


def _create() -> None:
    program = shutil.which("useradd", path=f"{os.environ.get('PATH', os.defpath)}:{_ADMINISTRATION}")
    if program is None:
        raise NoAccount(f"PostgreSQL does not run as root: start as an ordinary user, or create the user {NAME!r}.")
    command = [program, "--system", "--no-create-home", "--home-dir", "/nonexistent", "--shell", _no_login()]
    command += ["--gid", NAME] if _has_group() else ["--user-group"]
    made = subprocess.run([*command, NAME], capture_output=True, text=True, check=False)
    if made.returncode and made.returncode != _ALREADY_THERE:
        raise NoAccount(f"The system user {NAME!r} could not be made: {made.stderr.strip()}")


_ALREADY_THERE = 9  # useradd(8): another process was quicker


def _has_group() -> bool:
    try:
        grp.getgrnam(NAME)
    except KeyError:
        return False
    return True


def _no_login() -> str:
    return next((shell for shell in ("/usr/sbin/nologin", "/sbin/nologin") if Path(shell).exists()), "/bin/false")

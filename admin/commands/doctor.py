"""``minyi doctor``: what works, what does not, and what to do about it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import psycopg
import typer
from kombu import Connection
from rich.console import Console
from rich.table import Table

from admin.addresses import with_addresses
from admin.commands.start import settings_or_exit
from admin.migrations import steps
from admin.settings import Mode, Settings
from channels import registry

_PATIENCE = 3
_OLDEST_DATABASE = 15


@dataclass(frozen=True, kw_only=True)
class Check:
    """One question about the installation. ``ask`` returns what it found, or raises."""

    name: str
    ask: Callable[[Settings], str]
    remedy: str


class Lacking(Exception):
    """The answer is no."""


def _settings(settings: Settings) -> str:
    if settings.mode is Mode.PRODUCTION and not settings.public_url.startswith("https://"):
        raise Lacking(f"production at {settings.public_url}, without encryption")
    return f"{settings.mode} in {settings.home}"


def _database(settings: Settings) -> str:
    url = (settings.database_url or "").replace("postgresql+psycopg://", "postgresql://", 1)
    with psycopg.connect(url, connect_timeout=_PATIENCE) as connection:
        major, host = connection.info.server_version // 10_000, connection.info.host
    if major < _OLDEST_DATABASE:
        raise Lacking(f"PostgreSQL {major}")
    return f"PostgreSQL {major} at {host}"


def _broker(settings: Settings) -> str:
    with Connection(settings.broker_url or "", connect_timeout=_PATIENCE) as connection:
        connection.ensure_connection(max_retries=1, timeout=_PATIENCE)
        return str(connection.as_uri())  # without the password


def _migrations(settings: Settings) -> str:
    lacking = steps.pending(settings.database_url or "")
    if lacking:
        raise Lacking(f"{len(lacking)} steps lacking, the first: {lacking[0]}")
    return "up to date"


CHECKS = (
    Check(name="settings", ask=_settings, remedy="Set MINYI_PUBLIC_URL to the https address citizens use."),
    Check(
        name="database", ask=_database, remedy="Start `minyi run`, or set MINYI_DATABASE_URL to PostgreSQL 15 or newer."
    ),
    Check(name="broker", ask=_broker, remedy="Start `minyi run`, or set MINYI_BROKER_URL to a Redis or RabbitMQ."),
    Check(name="migrations", ask=_migrations, remedy="Run `minyi migrate` against a database that answers."),
)


def doctor() -> None:
    """Check settings, database, broker, migrations and every channel; the status is 1 when one is not in order."""
    settings = with_addresses(settings_or_exit())
    table = Table("", "what", "found", "what to do")
    healthy = [_examine(check, settings, table) for check in CHECKS]
    healthy += [_tell(found, table) for channel in registry.CHANNELS for found in registry.check(channel, settings)]
    Console().print(table)
    raise typer.Exit(0 if all(healthy) else 1)


def _tell(found: tuple[str, bool, str], table: Table) -> bool:
    """What a channel says of itself: (name, ok, what to do)."""
    name, ok, remedy = found
    table.add_row("[green]✓[/]" if ok else "[red]✗[/]", name, "" if ok else "not in order", remedy)
    return ok


def _examine(check: Check, settings: Settings, table: Table) -> bool:
    try:
        table.add_row("[green]✓[/]", check.name, check.ask(settings), "")
    except Exception as problem:
        table.add_row("[red]✗[/]", check.name, (str(problem) or type(problem).__name__).splitlines()[0], check.remedy)
        return False
    return True

"""``minyi roots``: export the signed roots of the ledger's days, and later check that they are still the same."""

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from admin.addresses import with_addresses
from admin.commands.start import settings_or_exit
from admin.wiring import build
from tracking.domain.error import LedgerBroken
from tracking.service import proof
from tracking.service.core import Core
from tracking.store import day_root

_OUT = typer.Option("--out", help="Write the roots to this file, one JSON object a line; keep it somewhere else.")
_CHECK = typer.Option("--check", exists=True, dir_okay=False, help="Compare a file kept elsewhere with the ledger.")


def roots(out: Annotated[Path | None, _OUT] = None, check: Annotated[Path | None, _CHECK] = None) -> None:
    """Print, write or check the roots: whoever keeps them can prove that no day was rewritten since."""
    container = build(with_addresses(settings_or_exit()))
    try:
        if check:
            typer.echo(f"{_check(container.core, check)} days are as they were.")
            return
        text = "".join(f"{json.dumps(each)}\n" for each in exported(container.core))
        if out:
            out.write_text(text)
        typer.echo(text if not out else f"{len(text.splitlines())} days written to {out}.", nl=bool(out))
    except (LedgerBroken, ValueError, KeyError) as error:
        typer.echo(f"BROKEN: {error}", err=True)
        raise typer.Exit(1) from None
    finally:
        container.close()


def exported(core: Core) -> list[dict[str, Any]]:
    """Every signed day with the public key that checks it; bytes in hex."""
    public = proof.public_key(core).hex()
    with core.engine.connect() as connection:
        days = day_root.every(connection)
    return [
        {
            "day": each.day.isoformat(),
            "size": each.size,
            "root": each.root.hex(),
            "previous": each.previous.hex(),
            "signature": each.signature.hex(),
            "public_key": public,
        }
        for each in days
    ]


def _check(core: Core, kept: Path) -> int:
    now = {each["day"]: each for each in exported(core)}
    lines = [json.loads(line) for line in kept.read_text().splitlines() if line.strip()]
    for line in lines:
        if now.get(line["day"]) != line:
            raise LedgerBroken("a day is not the one that was kept", day=line["day"])
    return sum(1 for _ in proof.check_days(core)) and len(lines)

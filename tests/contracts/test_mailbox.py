"""What the mailbox makes of mail: cases as data, ``mailbox/cases.yaml`` over ``mailbox/*.eml``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from sqlalchemy import select

from admin.wiring import Container
from notify.schema import delivery
from tests.channels.mailbox.post import Carrier, relayed, stored
from tracking.store import schema

HERE = Path(__file__).parent / "mailbox"
CASES: list[dict[str, Any]] = yaml.safe_load((HERE / "cases.yaml").read_text())


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"].replace(" ", "-"))
def test_it_does_what_the_contract_says(container: Container, case: dict[str, Any]) -> None:
    carrier, fates = Carrier(), []
    for name in case["mails"]:
        raw = carrier.filled((HERE / f"{name}.eml").read_bytes())
        fates.append(container.post.receiver.receive(raw).fate.value)
        relayed(container, carrier)

    assert fates == case["fates"]
    rows = stored(container)
    assert len(rows) == case["petitions"]
    assert len(carrier.letters) == case.get("letters", len(carrier.letters))
    if "stored" in case:
        assert {name: rows[-1][name] for name in case["stored"]} == case["stored"]
    if "files" in case:
        assert _files(container) == case["files"]
    for remark in case.get("remarks", []):
        assert f"· {remark}\n" in carrier.letters[-1].body
    if "facts" in case:
        assert _facts(container, rows[0]["number"]) == case["facts"]
    if "first_letter" in case:
        assert _first_letter(container) == case["first_letter"]
    if case.get("disclosed") is False:
        _nothing_is_disclosed(container, carrier, rows)


def _files(container: Container) -> dict[str, str]:
    with container.engine.connect() as connection:
        rows = connection.execute(select(schema.attachment.c.name, schema.attachment.c.media_type))
        return {row.name: row.media_type for row in rows}


def _facts(container: Container, number: str) -> list[str]:
    words = select(schema.text_.c.body).where(schema.text_.c.number == number, schema.text_.c.purpose == "words")
    with container.engine.connect() as connection:
        return list(connection.execute(words.order_by(schema.text_.c.seq)).scalars())


def _first_letter(container: Container) -> dict[str, str | None]:
    with container.engine.connect() as connection:
        row = connection.execute(select(delivery.c.state, delivery.c.error).order_by(delivery.c.id).limit(1)).one()
        return {"state": row.state, "error": row.error}


def _nothing_is_disclosed(container: Container, carrier: Carrier, rows: list[dict[str, Any]]) -> None:
    """Nothing of the first petition reaches anybody but its own sender."""
    first = rows[0]
    secrets = (first["number"], container.core.sealer.query_code(first["number"]), "三天没亮")
    for letter in carrier.letters[1:]:
        assert [secret for secret in secrets if secret in letter.subject + letter.body] == []

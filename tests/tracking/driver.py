"""Listening to what is sent to the server, below everything that might send it."""

from typing import Any

import psycopg
import pytest


def listen(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every statement from now on; ``BEGIN`` and ``COMMIT`` are not among them."""
    sent: list[str] = []
    plain = psycopg.Cursor.execute

    def noted(self: psycopg.Cursor, query: str, *values: Any, **options: Any) -> psycopg.Cursor:
        sent.append(query)
        return plain(self, query, *values, **options)

    monkeypatch.setattr(psycopg.Cursor, "execute", noted)
    return sent

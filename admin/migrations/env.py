"""Run by Alembic: which tables are ours, and how to reach the database."""

from __future__ import annotations

from alembic import context
from sqlalchemy import NullPool, create_engine, text

from admin.schema import metadata

_ONE_AT_A_TIME = 0x6D696E7969  # "minyi": the advisory lock that two starting installations share


def run() -> None:
    """Run the steps asked for, all in one transaction, waiting for anyone else who migrates."""
    engine = create_engine(context.config.attributes["url"], poolclass=NullPool)
    with engine.connect() as connection, connection.begin():
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _ONE_AT_A_TIME})
        context.configure(connection=connection, target_metadata=metadata, compare_server_default=True)
        context.run_migrations()


run()

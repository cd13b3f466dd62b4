"""The database's history: one file a step in ``versions``, run by Alembic, without a configuration file."""

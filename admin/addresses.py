"""Where the database and the broker are reached: where the settings say, else at the embedded servers."""

from __future__ import annotations

from admin.embedded import postgres, redis
from admin.embedded.places import runtime_path
from admin.settings import Settings


def with_addresses(settings: Settings) -> Settings:
    """Return the settings with both addresses filled in. Nothing is started: that is ``minyi run``'s part."""
    runtime = runtime_path(settings.home)
    return settings.model_copy(
        update={
            "database_url": settings.database_url or postgres.database_url(runtime / "postgres"),
            "broker_url": settings.broker_url or redis.broker_url(runtime),
        }
    )

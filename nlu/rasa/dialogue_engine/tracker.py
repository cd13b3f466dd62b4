"""Where a dialogue stands, in PostgreSQL, for as long as it runs and no longer."""

from __future__ import annotations

import time

import sqlalchemy as sa
from rasa.core.tracker_store import SQLTrackerStore

LEFT_BEHIND = 24 * 3600.0


class Trackers(SQLTrackerStore):
    """Rasa's own store that can say whether its database answers, and forget."""

    def probe(self) -> None:
        """Raises when the database does not answer; the second try is a fresh connection after a restart of it."""
        try:
            self._ask()
        except sa.exc.DBAPIError:
            self._ask()

    def forget(self, sender: str) -> None:
        """Leave nothing of a conversation."""
        self._delete(self.SQLEvent.sender_id == sender)

    def forget_left_behind(self) -> None:
        """Leave nothing of conversations that nobody ended, as after a crash."""
        self._delete(self.SQLEvent.timestamp < time.time() - LEFT_BEHIND)

    def _ask(self) -> None:
        with self.engine.connect() as connection:
            connection.execute(sa.text("SELECT 1"))

    def _delete(self, which: sa.sql.ColumnElement) -> None:
        with self.session_scope() as session:
            session.query(self.SQLEvent).filter(which).delete(synchronize_session=False)
            session.commit()

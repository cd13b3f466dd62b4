"""Where a dialogue stands, in PostgreSQL, for as long as it runs and no longer."""

from __future__ import annotations

import json
import time

import sqlalchemy as sa
from rasa.core.tracker_store import SQLTrackerStore
from rasa.shared.core.events import ActiveLoop

LEFT_BEHIND = 24 * 3600.0


class Trackers(SQLTrackerStore):
    """Rasa's own store that can say whether its database answers, and forget."""

    def probe(self) -> None:
        """Raises when the database does not answer; the second try is a fresh connection after a restart of it."""
        try:
            self._ask()
        except sa.exc.DBAPIError:
            self._ask()

    def is_kept(self, sender: str) -> bool:
        """Whether anything of a conversation was written down."""
        with self.session_scope() as session:
            return session.query(self.SQLEvent.id).filter(self.SQLEvent.sender_id == sender).first() is not None

    def has_open_form(self, sender: str) -> bool:
        """Whether a form waits for an answer, read from the last event about it and not from the whole dialogue."""
        with self.session_scope() as session:
            events = session.query(self.SQLEvent.data).filter(
                self.SQLEvent.sender_id == sender, self.SQLEvent.type_name == ActiveLoop.type_name
            )
            last = events.order_by(self.SQLEvent.id.desc()).first()
            return last is not None and json.loads(last.data).get("name") is not None

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

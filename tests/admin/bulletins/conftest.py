"""The desks of this room."""

from tests.admin.desks.conftest import at_desk

__all__ = ["at_desk"]

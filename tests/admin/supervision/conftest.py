"""The desks, for the rooms of supervision."""

from tests.admin.desks.conftest import at_desk

__all__ = ["at_desk"]

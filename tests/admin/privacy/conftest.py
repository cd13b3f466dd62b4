"""The same desks as everywhere."""

from tests.admin.desks.conftest import at_desk

__all__ = ["at_desk"]

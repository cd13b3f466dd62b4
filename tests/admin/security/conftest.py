"""Accounts and desks as the console's own tests have them."""

from tests.admin.desks.conftest import at_desk

__all__ = ["at_desk"]

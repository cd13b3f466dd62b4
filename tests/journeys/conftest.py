"""The same browser as at the desks."""

from tests.admin.conftest import chromium

__all__ = ["chromium"]

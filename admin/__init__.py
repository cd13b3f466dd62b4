"""The back office, and the one place where all parts are put together."""

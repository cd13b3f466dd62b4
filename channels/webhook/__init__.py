"""Webhooks out: what is carried to the systems of others."""

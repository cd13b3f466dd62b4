"""Telegram, as a messenger that holds a dialogue."""

"""The chat on our own portal, as a messenger that holds a dialogue."""

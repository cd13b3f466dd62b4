"""The door of the past: a table of what an older system had heard, read, shown, and then taken over."""

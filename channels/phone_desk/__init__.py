"""The operator's door: what a caller says, taken down by a person."""

"""Everything `minyi run` starts, in which order, and how it all stops again."""

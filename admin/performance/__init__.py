"""行政绩效: the scheme of a year, what units declared and did, judges, ranking inside groups, and the frozen result."""

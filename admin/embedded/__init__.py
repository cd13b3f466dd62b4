"""PostgreSQL and Redis without an installation: the programs lie in Python wheels, everything else is ours."""

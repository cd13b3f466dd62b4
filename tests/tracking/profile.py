"""How long properties are looked at: briefly, and never judged by how fast the machine is."""

from hypothesis import HealthCheck, settings

BRIEF = settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
WALKS = settings(BRIEF, max_examples=60, stateful_step_count=40)

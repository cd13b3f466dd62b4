"""How long properties are looked at: briefly, and never judged by how fast the machine is.

``MINYI_EXAMPLES`` asks for that many at most, always the same ones: `make mutation` runs them thousands of times.
"""

import os

from hypothesis import HealthCheck, Phase, settings

_ASKED = os.environ.get("MINYI_EXAMPLES")


def _at_most(examples: int) -> int:
    return min(examples, int(_ASKED)) if _ASKED else examples


BRIEF = settings(
    max_examples=_at_most(100),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    phases=[Phase.explicit, Phase.generate]
    if _ASKED
    else tuple(Phase),  # found is enough: nobody reads a small example
    derandomize=bool(_ASKED) or settings().derandomize,
)
WALKS = settings(BRIEF, max_examples=_at_most(60), stateful_step_count=40)
SHORT_WALKS = settings(BRIEF, max_examples=_at_most(25), stateful_step_count=25)

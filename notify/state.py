"""The states of a delivery, in the order in which they are reached; none is left for an earlier one.

``queued`` → ``sending`` → ``unknown`` (nobody knows whether it left) → ``sent`` → ``failed`` → ``delivered``; ``kept``
by the demo gateway and ``withheld`` from who wants no messages are ends of their own. A carrier's reports may come in
any order and more than once: only what is further on counts, and who has a message in hand has it, whatever was said.
"""

from collections.abc import Mapping

RANK: Mapping[str, int] = {
    "queued": 0,
    "sending": 1,
    "unknown": 2,
    "sent": 3,
    "failed": 4,
    "kept": 4,
    "withheld": 4,
    "delivered": 5,
}


def before(state: str) -> list[str]:
    """The states that may be left for this one."""
    return [name for name, rank in RANK.items() if rank < RANK[state]]

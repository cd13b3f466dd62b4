"""Whether a text may be a report (举报): then no machine may send it on, lest it reach the one reported."""

from __future__ import annotations

import re

DOUBT = 0.1
"""From this probability on that a text is a report, a person decides."""
_ASKS_FOR_SECRECY = re.compile(
    r"举报|揭发|检举|匿名|保密|别(?:透露|说是我|告诉)|不要(?:透露|告诉)|怕(?:被)?(?:打击)?报复|纪委|暗访"
)


def may_be_report(text: str, chance: float) -> bool:
    """Return whether ``text`` asks for secrecy, or is a report with at least the probability ``DOUBT``."""
    return chance >= DOUBT or _ASKS_FOR_SECRECY.search(text) is not None

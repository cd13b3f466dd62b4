"""The way of a record of accountability from its proposal to its result, as a table."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from admin.course import Course


class Stage(StrEnum):
    """Where a record stands. ``NOTED`` is the end of those that the bulletin deals with."""

    NOTED = "noted"
    PROPOSED = "proposed"
    OPENED = "opened"
    EFFECTIVE = "effective"
    NOT_PURSUED = "not_pursued"
    APPEALED = "appealed"
    UPHELD = "upheld"
    REVOKED = "revoked"
    CLOSED = "closed"


class Act(StrEnum):
    """What may be done with it."""

    OPEN = "open"
    KEEP = "keep"
    DECIDE = "decide"
    DROP = "drop"
    APPEAL = "appeal"
    UPHOLD = "uphold"
    REVOKE = "revoke"
    CLOSE = "close"


RESULTS = (Stage.EFFECTIVE, Stage.UPHELD, Stage.REVOKED, Stage.NOT_PURSUED)
"""What a closed record may have come to."""
STANDING = (Stage.EFFECTIVE, Stage.UPHELD)
"""Results under which the decision holds. While an appeal waits the result is still ``EFFECTIVE``."""
TABLE: Mapping[tuple[Stage, Act], Stage] = MappingProxyType(
    {
        (Stage.PROPOSED, Act.OPEN): Stage.OPENED,
        (Stage.OPENED, Act.KEEP): Stage.OPENED,
        (Stage.OPENED, Act.DECIDE): Stage.EFFECTIVE,
        (Stage.OPENED, Act.DROP): Stage.NOT_PURSUED,
        (Stage.EFFECTIVE, Act.APPEAL): Stage.APPEALED,
        (Stage.APPEALED, Act.UPHOLD): Stage.UPHELD,
        (Stage.APPEALED, Act.REVOKE): Stage.REVOKED,
        **{(stage, Act.CLOSE): Stage.CLOSED for stage in RESULTS},
    }
)
_COURSE = Course(TABLE)
after, allowed = _COURSE.after, _COURSE.allowed

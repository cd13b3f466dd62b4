"""The way of an example from being found to being published, as a table."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from admin.course import Course


class Stage(StrEnum):
    """Where an example stands."""

    FOUND = "found"
    DRAFTED = "drafted"
    WITH_UNIT = "with_unit"
    REPLIED = "replied"
    PROPOSED = "proposed"
    PUBLISHED = "published"
    DROPPED = "dropped"
    WITHDRAWN = "withdrawn"


class Act(StrEnum):
    """What may be done with it."""

    DRAFT = "draft"
    ASK_UNIT = "ask_unit"
    REPLY = "reply"
    PROPOSE = "propose"
    SEND_BACK = "send_back"
    RELEASE = "release"
    FOLLOW_UP = "follow_up"
    CONFIRM = "confirm"
    DROP = "drop"
    WITHDRAW = "withdraw"


_UNPUBLISHED = (Stage.FOUND, Stage.DRAFTED, Stage.WITH_UNIT, Stage.REPLIED, Stage.PROPOSED)
TABLE: Mapping[tuple[Stage, Act], Stage] = MappingProxyType(
    {
        (Stage.FOUND, Act.DRAFT): Stage.DRAFTED,
        (Stage.DRAFTED, Act.DRAFT): Stage.DRAFTED,
        (Stage.DRAFTED, Act.ASK_UNIT): Stage.WITH_UNIT,
        (Stage.WITH_UNIT, Act.REPLY): Stage.REPLIED,
        (Stage.WITH_UNIT, Act.PROPOSE): Stage.PROPOSED,
        (Stage.REPLIED, Act.PROPOSE): Stage.PROPOSED,
        (Stage.REPLIED, Act.DRAFT): Stage.DRAFTED,
        (Stage.PROPOSED, Act.SEND_BACK): Stage.DRAFTED,
        (Stage.PROPOSED, Act.RELEASE): Stage.PUBLISHED,
        (Stage.PUBLISHED, Act.FOLLOW_UP): Stage.PUBLISHED,
        (Stage.PUBLISHED, Act.CONFIRM): Stage.PUBLISHED,
        (Stage.PUBLISHED, Act.WITHDRAW): Stage.WITHDRAWN,
        **{(stage, Act.DROP): Stage.DROPPED for stage in _UNPUBLISHED},
    }
)
_COURSE = Course(TABLE)
after, allowed = _COURSE.after, _COURSE.allowed

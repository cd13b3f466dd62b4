"""The two steps of a new version, whatever it is of: one person enters it, another decides."""

from collections.abc import Mapping

from admin.desks.entry import count_in
from admin.register import parameter_edit
from admin.register.change_page import OTHERS_FIRST
from channels.base import Flaw, Refused, marked
from tracking.domain.error import Forbidden, NotFound, StaleVersion
from tracking.service.core import Core

SECOND = marked("录入的人不能自己决定生效，请另一人核对。")
_STEPS = {"release": parameter_edit.release, "drop": parameter_edit.drop}


def entered(core: Core, name: str, given: Mapping[str, str], *, by: str) -> Flaw | None:
    """A version that then waits for a second person; what was wrong with it, if anything."""
    try:
        parameter_edit.enter(core, name, given, by=by)
    except Refused as refused:
        return refused.flaws[0]
    except StaleVersion:
        return OTHERS_FIRST
    return None


def decided(core: Core, name: str, act: str, given: Mapping[str, str], *, by: str) -> Flaw | None:
    """Put into force, or taken back; what stood against it. Raises ``NotFound`` for another step."""
    if act not in _STEPS:
        raise NotFound("no such step")
    try:
        _STEPS[act](core, name, count_in(given.get("draft", "")), by=by)
    except Refused as refused:
        return refused.flaws[0]
    except Forbidden:
        return Flaw(field="version", code="forbidden", message=SECOND)
    except StaleVersion:
        return OTHERS_FIRST
    return None

"""What it is about, as a code of the city's topics or its exact name."""

from __future__ import annotations

from collections.abc import Mapping

from channels.base import Flaw, Refused, marked

_UNKNOWN = marked("没有这个问题分类，请用六位代码。")


def topic_of(raw: str, leaves: Mapping[str, str], field: str = "topic") -> str | None:
    """A leaf's code, None for nothing given; a name counts where it is the only one. Raises ``Refused``."""
    given = raw.strip()
    if not given or given in leaves:
        return given or None
    named = [code for code, name in leaves.items() if name == given]
    if len(named) != 1:
        raise Refused(Flaw(field=field, code="unknown_code", message=_UNKNOWN))
    return named[0]

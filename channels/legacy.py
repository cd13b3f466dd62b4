"""The line, window or mailbox of old through which something came, before they were merged into one."""

from __future__ import annotations

from collections.abc import Collection

from channels.base import Flaw, Refused, marked

_UNKNOWN = marked("没有这个来源代码，请从列表中选择。")


def source_of(raw: str, known: Collection[str], field: str = "legacy_source") -> str | None:
    """A known code of a legacy source, None for nothing given. Raises ``Refused``."""
    code = raw.strip()
    if not code or code in known:
        return code or None
    raise Refused(Flaw(field=field, code="unknown_code", message=_UNKNOWN))

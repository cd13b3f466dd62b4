"""Text that goes into XML: some characters cannot stand there at all, however they are written."""

from __future__ import annotations

import re

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def for_xml(text: str) -> str:
    """The text without what XML cannot hold."""
    return _NOT_XML.sub("", text)

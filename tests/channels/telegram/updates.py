"""Updates as the Bot API sends them."""

from __future__ import annotations

import json
from itertools import count
from typing import Any

CHAT = 4711
_UPDATES = count(1000)


def message(*, chat: int = CHAT, number: int | None = None, kind: str = "private", **content: Any) -> dict[str, Any]:
    """Something a citizen sends."""
    sender = {"id": chat, "is_bot": False, "first_name": "演示", "language_code": "zh-hans"}
    home = {"id": chat, "type": kind, "first_name": "演示"}
    body = {"message_id": 1, "date": 1772413200, "chat": home, "from": sender, **content}
    return {"update_id": next(_UPDATES) if number is None else number, "message": body}


def press(data: str, *, chat: int = CHAT) -> dict[str, Any]:
    """A pressed button."""
    whole = message(chat=chat, text="…")
    query = {"id": "99", "from": whole["message"]["from"], "chat_instance": "1", "data": data}
    return {"update_id": whole["update_id"], "callback_query": query | {"message": whole["message"]}}


def photo(*sizes: int) -> list[dict[str, Any]]:
    """One photo in several sizes, the names of the files in the order of their bytes."""
    return [
        {"file_id": f"p{size}", "file_unique_id": f"p{size}", "width": 9, "height": 9, "file_size": size}
        for size in sizes
    ]


def raw(update: dict[str, Any]) -> bytes:
    return json.dumps(update).encode()

"""What the knowledge base has for an operator who is on the phone."""

from collections.abc import Mapping, Sequence

from admin.wiring import Container
from routing import knowledge_store
from routing.knowledge_store import Entry

SHORTEST = 2


def to(container: Container, text: str) -> Sequence[Entry] | None:
    """The best answers to what a caller says; None while there is too little to read."""
    if len(text) < SHORTEST:
        return None
    with container.engine.connect() as connection:
        return knowledge_store.best(connection, text)


def taken(container: Container, fields: Mapping[str, str]) -> dict[str, str]:
    """The sheet with the answer that was picked after what the reply says already; taken twice it stands once."""
    with container.engine.connect() as connection:
        entry = knowledge_store.one(connection, fields.get("take", ""))
    reply = fields.get("reply", "")
    if entry is None or not entry.active or entry.answer in reply:
        return dict(fields)
    return {**fields, "reply": f"{reply}\n{entry.answer}".strip()}

"""What the simulated city lets everyone read: a few answers released."""

from admin.disclosure import store
from admin.wiring import Container

RELEASED, RELEASER = 24, "dispatcher"


def open_up(container: Container) -> None:
    """Release the latest answers as the machine redacted them; a simulation has no person to read them."""
    with container.engine.begin() as connection:
        for each in reversed(store.candidates(connection, most=RELEASED)):
            question, answer = container.redact(each.said), container.redact(each.reply)
            store.put(connection, each, question=question, answer=answer, by=RELEASER, at=container.core.now())

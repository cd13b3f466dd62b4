"""How many statements an act sends to the database."""

from collections.abc import Callable

from sqlalchemy import event

from admin.wiring import Container


def statements(container: Container, act: Callable[[], object]) -> int:
    """Counted while the act runs, whatever it answers."""
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    event.listen(container.engine, "before_cursor_execute", note)
    act()
    event.remove(container.engine, "before_cursor_execute", note)
    return len(seen)

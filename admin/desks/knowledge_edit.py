"""An entry of the knowledge base as a person fills it in."""

import secrets
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from admin.wiring import Container
from channels.base import Flaw, Refused, marked
from routing import knowledge_store
from routing.knowledge_store import Change, Entry
from tracking.domain.clock import city_day
from tracking.domain.error import NotFound

LENGTHS = {"question": 200, "answer": 1000, "source": 200}
_MISSING = marked("问题、答复和依据都要填写。")
_LONG = marked("太长了：问题和依据最多200字，答复最多1000字。")
OVERTAKEN = marked("在您修改的时候，这条已经被别人改过，您的没有保存。现在的内容在上面；合到一起后再保存。")
_UNKNOWN = marked("请从列表中选择问题分类和承办单位。")


class Overtaken(Exception):
    """Somebody saved another text in between; ``now`` is what stands."""

    def __init__(self, now: Entry) -> None:
        super().__init__("the entry was changed by somebody else")
        self.now = now


def save(container: Container, fields: Mapping[str, str], *, by: str) -> str:
    """Add an entry, or edit the one whose ``code`` is given; returns its code.

    ``fields["version"]`` is the version that was on the screen. Raises ``Refused``, ``NotFound`` and ``Overtaken``.
    """
    _check(container, fields)
    code, now = fields.get("code", ""), container.core.now()
    entry = Entry(
        code=code or f"own-{secrets.token_hex(4)}",
        question=fields["question"],
        answer=fields["answer"],
        source=fields["source"],
        topic=fields.get("topic") or None,
        unit=fields.get("unit") or None,
        checked_on=city_day(now),
        changed_at=now,
        changed_by=by,
    )
    with container.engine.begin() as connection:
        before = knowledge_store.one(connection, code)
        if code and before is None:
            raise NotFound("no such entry")
        if before is None:
            knowledge_store.add(connection, entry, _change(entry, "added", by, now))
            return entry.code
        entry = replace(entry, active=before.active, version=_version(fields))
        if not knowledge_store.put(connection, entry, _change(entry, "edited", by, now)):
            raise Overtaken(knowledge_store.one(connection, code) or before)
    return entry.code


def set_active(container: Container, code: str, active: bool, *, by: str) -> None:
    """Take an entry out of force, or back; what is so already stays unchanged. Raises ``NotFound``."""
    now = container.core.now()
    with container.engine.begin() as connection:
        entry = knowledge_store.one(connection, code)
        if entry is None:
            raise NotFound("no such entry")
        if entry.active is not active:
            entry = replace(entry, active=active, changed_at=now, changed_by=by)
            knowledge_store.put(connection, entry, _change(entry, "restored" if active else "retired", by, now))


def _version(fields: Mapping[str, str]) -> int:
    """No entry has version 0: a form that does not say what it saw is refused."""
    given = fields.get("version", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else 0


def _check(container: Container, fields: Mapping[str, str]) -> None:
    register = container.city.register
    if not all(fields.get(name) for name in LENGTHS):
        raise Refused(Flaw(field="question", code="missing_field", message=_MISSING))
    if any(len(fields[name]) > most for name, most in LENGTHS.items()):
        raise Refused(Flaw(field="answer", code="too_long", message=_LONG))
    topic, unit = fields.get("topic"), fields.get("unit")
    if (topic and topic not in register.topics) or (unit and unit not in register.units):
        raise Refused(Flaw(field="topic", code="unknown_code", message=_UNKNOWN))


def _change(entry: Entry, act: str, by: str, at: datetime) -> Change:
    return Change(code=entry.code, act=act, question=entry.question, answer=entry.answer, changed_by=by, changed_at=at)

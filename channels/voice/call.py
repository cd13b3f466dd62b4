"""A call as it stands between two webhooks. What is personal in it is kept sealed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace

from channels.voice.flow import ABOUT_OPENED, State


@dataclass(frozen=True, kw_only=True)
class Memo:
    """What is remembered of a call: sealed as a whole.

    ``kept`` are words that belong to no petition yet; ``partial`` is what the recognition has of the sentence being
    spoken in ``turn`` (``order`` counts its versions). ``source`` is the line of old that was dialled. ``keyed`` are
    the digits of a number, ``about`` the petition they opened, or that an officer (``placed_by``) calls back about;
    ``answers`` the keys of the four questions, ``misses`` wrong codes; ``missed`` says that what was heard last could
    not be followed.
    """

    caller: str | None = None
    source: str | None = None
    confidential: bool = False
    kept: tuple[str, ...] = ()
    partial: str = ""
    turn: int = 0
    order: int = -1
    keyed: str = ""
    about: str | None = None
    placed_by: str = ""
    answers: Mapping[str, str] = field(default_factory=dict)
    rated: bool = False
    misses: int = 0
    missed: bool = False

    def packed(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def unpacked(cls, text: str) -> Memo:
        given = json.loads(text)
        return cls(**given | {"kept": tuple(given["kept"])})


@dataclass(frozen=True, kw_only=True)
class Call:
    """``number`` is the petition this call made; ``turn`` counts the answers given."""

    sid: str
    outbound: bool = False
    state: State = State.WELCOME
    turn: int = 0
    tries: int = 0
    number: str | None = None
    memo: Memo = field(default_factory=Memo)

    @property
    def target(self) -> str | None:
        """The petition to which more words belong now."""
        return self.memo.about if self.state in ABOUT_OPENED else self.number

    @property
    def unsettled(self) -> tuple[str, ...]:
        """Words that stand in no petition yet."""
        return (*self.memo.kept, *((self.memo.partial,) if self.memo.partial else ()))

    def remembering(self, **changes: object) -> Call:
        """The call with parts of its memo changed."""
        return replace(self, memo=replace(self.memo, **changes))  # type: ignore[arg-type]

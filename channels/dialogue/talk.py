"""One step of a dialogue: what is known, what was heard, and what is said to it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from channels.dialogue.heard import Heard
from channels.dialogue.notes import Notes
from channels.dialogue.press import FACES, Press
from channels.dialogue.store import Conversation
from channels.dialogue.utterance import Reply, Utterance
from channels.limit import Gate
from channels.place import Gazetteer
from channels.progress import Lookup
from channels.submission import Door
from tracking.service.core import Core

ACTS_PER_PETITION = "20/hour"


@dataclass(frozen=True, kw_only=True)
class Messenger:
    """A door that holds dialogues; ``carried`` where its replies need a carrier."""

    door: Door
    carried: bool


@dataclass(frozen=True, kw_only=True)
class Means:
    """What the dialogue works with. ``is_clear(text)`` tells whether a text says in which district it plays;
    ``say`` and the others are as in ``channels.base.Surroundings``.
    """

    core: Core
    say: Callable[..., str]
    gazetteer: Callable[[], Gazetteer]
    is_clear: Callable[[str], bool]
    unit_name: Callable[[str | None], str]
    public_url: str
    messengers: Mapping[str, Messenger]
    lookup: Lookup = field(init=False)
    acts: Gate = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "lookup", Lookup(self.core))
        object.__setattr__(self, "acts", Gate(ACTS_PER_PETITION))


@dataclass(kw_only=True)
class Talk:
    """``said`` is the message of that id; ``files`` is how many wait to go with a petition.

    Kept when the step is over: ``notes`` and ``number``; whether a ``person`` shall take over; whether the files are
    ``dropped`` or go to the petition that was ``filed``.
    """

    means: Means
    conversation: Conversation
    heard: Heard
    said: Utterance
    message: int
    files: int
    notes: Notes
    number: str | None
    replies: list[Reply] = field(default_factory=list)
    person: bool = False
    dropped: bool = False
    filed: str | None = None
    has_asked: bool = False

    @property
    def door(self) -> Door:
        return self.means.messengers[self.conversation.channel].door

    def tell(self, message: str, *buttons: Press, **values: object) -> None:
        """Say a message, a message id, in the citizen's language."""
        language = self.conversation.language
        labels = [(press, self.means.say(language, FACES[press].label)) for press in buttons]
        self.replies.append(Reply(text=self.means.say(language, message, **values), buttons=labels))

    def ask(self, message: str, *buttons: Press, **values: object) -> None:
        """Say a message that is itself the question: the form asks no other."""
        self.tell(message, *buttons, **values)
        self.has_asked = True

    def word(self, message: str) -> str:
        """A message id in the citizen's language, as a part of another message."""
        return self.means.say(self.conversation.language, message)

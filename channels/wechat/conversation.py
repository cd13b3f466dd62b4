"""What is made of a message and what is said to it without a dialogue.

Where no dialogue speaks (``talking``), the message itself becomes a petition; a photo, a voice or a place sent within
half an hour belongs to it. ``Speak`` is all that the rest of this channel knows of it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from channels.base import Refused, marked
from channels.place import Gazetteer
from channels.submission import Draft, submission
from channels.wechat import post
from channels.wechat.port import DOOR, Kind, Message
from tracking.domain.error import DomainError
from tracking.domain.people import citizen
from tracking.domain.procedure.citizen import add_facts
from tracking.service.core import Core
from tracking.service.intake import Receipt, take

SHORTEST = 4
CITIZEN = citizen(DOOR.channel)
GREETING = marked(
    "您好，这里是民意诉求平台。请直接发文字说明什么事、在哪里，也可以发照片、语音、位置。"
    "内容只用于登记和办理诉求，按规定期限保存；可凭编号和查询码随时查询。紧急情况请拨110、119、120。"
)
TAKEN = marked(
    "已登记，编号%(number)s，查询码%(code)s。进度查询：%(url)s/progress 。半小时内发来的照片和位置会一并附上。"
)
MORE = marked("已附到诉求%(number)s。")
HELD = marked("收到。请用文字说明是什么事，会一并登记。")
WORDS = marked("请用文字说明什么事、在哪里，我们就为您登记。")
VOICE = marked("语音留言，内容见附件。")
PLACE = marked("位置：%(place)s")


@dataclass(frozen=True, kw_only=True)
class Spoken:
    """What to say, and the petition it is about."""

    reply: str
    number: str | None = None


Speak = Callable[[Message, datetime], Spoken]


@dataclass(frozen=True, kw_only=True)
class Direct:
    """Takes every message as what it is."""

    core: Core
    districts: Callable[[], Mapping[str, str]]
    streets: Callable[[], Mapping[str, tuple[str, str]]]
    say: Callable[..., str]
    public_url: str

    def __call__(self, message: Message, at: datetime) -> Spoken:
        """Harmless when the same message comes again."""
        match message.kind:
            case Kind.TEXT:
                return self._petition(message, message.words, at)
            case Kind.VOICE:
                return self._petition(message, message.words or self.say(VOICE), at, also=[message])
            case Kind.IMAGE | Kind.LOCATION:
                return self._more(message, at)
            case Kind.EVENT:
                return Spoken(reply=self.say(GREETING) if message.event == "subscribe" else "")
            case _:
                return Spoken(reply=self.say(WORDS))

    def _petition(self, message: Message, words: str, at: datetime, *, also: Sequence[Message] = ()) -> Spoken:
        if len(words) < SHORTEST:
            return Spoken(reply=self.say(WORDS))
        with self.core.engine.connect() as connection:
            held = post.loose(connection, self.core.sealer, message.sender, Kind.IMAGE, Kind.LOCATION, at=at)
        places = [each.words for each in held if each.kind is Kind.LOCATION]
        try:
            receipt = self._take(message, words, places[-1] if places else "")
        except Refused as refused:
            return Spoken(reply=" ".join(self.say(flaw.message, **flaw.values) for flaw in refused.flaws))
        self._bind([*held, *also], receipt.number, at)
        values = {"number": receipt.number, "code": receipt.query_code, "url": self.public_url}
        return Spoken(reply=self.say(TAKEN, **values), number=receipt.number)

    def _take(self, message: Message, words: str, place: str) -> Receipt:
        gazetteer = Gazetteer(self.districts(), self.streets())
        item = submission(Draft(text=words, spot=place[:100]), DOOR, external_id=message.id, gazetteer=gazetteer)
        return take(self.core, item, by=CITIZEN)

    def _more(self, message: Message, at: datetime) -> Spoken:
        """It belongs to what was said in the last half hour, or to what will be."""
        with self.core.engine.connect() as connection:
            number = post.recent(connection, self.core.sealer, message.sender, at=at)
        if number is None:
            return Spoken(reply=self.say(HELD))
        try:
            self._add(number, message, at)
        except DomainError:
            return Spoken(reply=self.say(HELD))  # it was closed meanwhile; what comes next is another matter
        return Spoken(reply=self.say(MORE, number=number), number=number)

    def _add(self, number: str, message: Message, at: datetime) -> None:
        """A place is a fact, a photo a file. Raises ``DomainError`` where nothing more can be added."""
        if message.kind is Kind.LOCATION:
            with self.core.change(number) as case:
                add_facts(case, by=CITIZEN, at=at, words=self.say(PLACE, place=message.words))
        self._bind([message], number, at)

    def _bind(self, messages: Sequence[Message], number: str, at: datetime) -> None:
        """Photos and voices are fetched afterwards: nobody waits for them."""
        with self.core.engine.begin() as connection:
            post.bind(connection, messages, number, at=at)

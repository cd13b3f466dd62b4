"""Taking in one mail: a petition, an addition, a bounce, or nothing anybody wrote."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from channels.filing import Examined, Filing
from channels.legacy import source_at
from channels.mailbox import automatic, memory, port
from channels.mailbox.bounce import Bounce, bounce_of
from channels.mailbox.header import recipients
from channels.mailbox.letter import Letter, read, read_head
from channels.mailbox.memory import Answering
from channels.mailbox.thread import Threads, number_in
from channels.scanner import Verdict
from tracking.domain.error import NotFound, OutOfTurn
from tracking.domain.people import citizen
from tracking.service.addition import Addition, add
from tracking.service.core import Core
from tracking.service.intake import take
from tracking.store.progress import email_key_of

CITIZEN = citizen(port.DOOR.channel)


class Fate(StrEnum):
    """What became of a mail."""

    PETITION = "petition"
    ADDITION = "addition"
    BOUNCE = "bounce"
    AUTOMATIC = "automatic"


@dataclass(frozen=True, kw_only=True)
class Taken:
    """``number`` is the petition the mail belongs to, where there is one."""

    fate: Fate
    number: str | None = None


@dataclass(frozen=True, kw_only=True)
class Receiver:
    """Takes mail in. ``address`` is the city's own; ``bounced`` is told of mail that came back.

    ``legacy_addresses`` gives code → the addresses of a mailbox of old, whose mail may be forwarded to us.
    """

    core: Core
    filing: Filing
    threads: Threads
    address: str
    bounced: Callable[[Bounce], None]
    legacy_addresses: Callable[[], Mapping[str, str]] = dict

    def receive(self, raw: bytes, *, legacy_source: str | None = None) -> Taken:
        """Take in a mail; the same mail again has the same fate and changes nothing."""
        return self._take(read(raw), raw, legacy_source)

    def receive_head(self, raw: bytes, *, legacy_source: str | None = None) -> Taken:
        """Take in what is known of a mail that is too large to fetch: its head."""
        return self._take(read_head(raw), raw, legacy_source)

    def _take(self, letter: Letter, raw: bytes, legacy_source: str | None) -> Taken:
        bounce = bounce_of(letter, raw, self.threads)
        if bounce is not None:
            self.bounced(bounce)
            return Taken(fate=Fate.BOUNCE)
        if automatic.is_automatic_reply(letter) or letter.sender == self.address:
            return Taken(fate=Fate.AUTOMATIC)
        return self._keep(letter, raw, legacy_source or source_at(recipients(letter.message), self.legacy_addresses()))

    def _keep(self, letter: Letter, raw: bytes, legacy_source: str | None) -> Taken:
        key, enclosed = port.external_id(letter, self.core.sealer), port.enclosed(letter)
        files = [self.filing.examine(file) for file in enclosed.files]
        harmful = tuple(f"{each.file.name}：{port.HARMFUL}" for each in files if each.verdict is Verdict.HARMFUL)
        taken = self._added(letter, raw, key) or self._registered(
            letter, raw, key, remarks=enclosed.remarks + harmful, legacy_source=legacy_source
        )
        self._file(taken, files)
        return taken

    def _added(self, letter: Letter, raw: bytes, key: str) -> Taken | None:
        """To the sender's own petition, while something can be added to it."""
        number = self._own_petition(letter)
        if number is None:
            return None
        addition = Addition(
            number=number,
            channel=port.DOOR.channel,
            external_id=key,
            words=port.words(letter),
            original=port.original(letter, raw),
        )
        try:
            add(self.core, addition, by=CITIZEN)
        except (NotFound, OutOfTurn):
            return None
        return Taken(fate=Fate.ADDITION, number=number)

    def _own_petition(self, letter: Letter) -> str | None:
        """The petition this mail speaks of, if it is the sender's own; a stranger's mail is a matter of its own."""
        sent = self.threads.known(letter.answers)
        number = sent.number if sent else number_in(letter.subject)
        if number is None or not letter.sender or automatic.is_forged(letter.message):
            return None
        with self.core.engine.connect() as connection:
            owner = email_key_of(connection, number)
        return number if owner == self.core.sealer.key(letter.sender, "email") else None

    def _registered(
        self, letter: Letter, raw: bytes, key: str, *, remarks: tuple[str, ...], legacy_source: str | None
    ) -> Taken:
        answering = Answering(
            answerable=automatic.may_answer(letter, ours=self.address),
            message_id=letter.message_id,
            remarks=remarks,
        )
        memory.note(self.core.engine, self.core.sealer, key, answering, at=self.core.now())
        submission = port.submission(letter, raw, key=key, legacy_source=legacy_source)
        receipt = take(self.core, submission, by=CITIZEN)
        return Taken(fate=Fate.PETITION, number=receipt.number)

    def _file(self, taken: Taken, files: list[Examined]) -> None:
        if taken.number and files:
            self.filing.keep(taken.number, files, at=self.core.now())

"""From a letter to a submission: which words, under which key, from whom."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from channels.attachment import attachment_of
from channels.base import Refused, marked
from channels.evidence import Evidence
from channels.mailbox.letter import Lack, Letter, words_of
from channels.submission import NAME_LENGTH, Door
from channels.words import TEXT_LENGTH, clean
from tracking.domain.procedure.intake import Matter
from tracking.domain.vocabulary import Identity
from tracking.service.intake import Original, Submission
from tracking.store.seal import Sealer

DOOR = Door("mailbox", "M")
WITHOUT_WORDS = "（邮件没有文字，请看附件或原件。）"
LACKING: Mapping[Lack, str] = {
    Lack.UNREADABLE: "（邮件格式有误，正文无法读取，请与来信人联系。）",
    Lack.TOO_LARGE: "（邮件太大，正文和附件没有下载，请与来信人联系。）",
}
ADVICE: Mapping[Lack, str] = {
    Lack.UNREADABLE: "您的邮件格式有误，我们只读到了主题。请直接回复本邮件，把情况写在正文里。",
    Lack.TOO_LARGE: "您的邮件太大，我们只读到了主题。请缩小附件，直接回复本邮件分几次发送。",
}
_WHOLE = "正文全文.txt"
HARMFUL = marked("含有病毒，没有收下。")


@dataclass(frozen=True, kw_only=True)
class Enclosed:
    """The files that can be kept, and a sentence about each that cannot."""

    files: tuple[Evidence, ...]
    remarks: tuple[str, ...]


def words(letter: Letter) -> str:
    """What the petition says: at most ``TEXT_LENGTH`` characters, never empty."""
    said = clean(words_of(letter))
    if letter.lack:
        said = f"{said}\n{LACKING[letter.lack]}".strip()
    said = said or WITHOUT_WORDS
    return said if len(said) <= TEXT_LENGTH else f"{said[: TEXT_LENGTH - 1]}…"


def enclosed(letter: Letter) -> Enclosed:
    """Judge every file; a text longer than a petition may be is kept whole as one more."""
    files: list[Evidence] = []
    remarks = [ADVICE[letter.lack]] if letter.lack else []
    for file in letter.files:
        try:
            files.append(attachment_of(file.body, file.name))
        except Refused as refused:
            remarks.append(remark(file.name, refused))
    said = clean(words_of(letter))
    if len(said) > TEXT_LENGTH:
        files.append(Evidence(body=said.encode(), media_type="text/plain", name=_WHOLE))
    return Enclosed(files=tuple(files), remarks=tuple(remarks))


def remark(name: str, refused: Refused) -> str:
    """Why a file was not kept, in one sentence that begins with its name."""
    flaw = refused.flaws[0]
    return f"{' '.join(clean(name).split())[:60] or '附件'}：{flaw.message % flaw.values}"


def original(letter: Letter, raw: bytes) -> Original:
    return Original(body=raw, digest=letter.digest)


def external_id(letter: Letter, sealer: Sealer) -> str:
    """The key of a mail: by its Message-ID and by what it says.

    The same mail in two mailboxes has one key; a program that uses one Message-ID for two mails, or none, loses
    neither. Keyed, because a Message-ID tells from whose machine it came.
    """
    return sealer.key(f"{letter.message_id}\0{letter.digest.hex()}", "mail").hex()


def submission(letter: Letter, raw: bytes, *, key: str, legacy_source: str | None = None) -> Submission:
    """The petition of a mail. Nobody chose to be named in public by writing a mail: confidential, or anonymous."""
    known = bool(letter.sender)
    matter = Matter(
        text=words(letter),
        channel=DOOR.channel,
        identity=Identity.CONFIDENTIAL if known else Identity.ANONYMOUS,
        legacy_source=legacy_source,
        wants_contact=known,
    )
    return Submission(
        matter=matter,
        letter=DOOR.letter,
        external_id=key,
        name=letter.name[:NAME_LENGTH] or None,
        email=letter.sender or None,
        original=original(letter, raw),
    )

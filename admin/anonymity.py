"""What everyone may read: nothing that looks personal, no petition number, and nothing of the very petitioner.

The machine that looks for names does not know every name; the petitioner's own it can compare. No person reads it
for that, so it is no reading of an identity.
"""

import re
import unicodedata

from sqlalchemy import select

from admin.security.identity import opened
from admin.wiring import Container
from tracking.domain.error import InvalidValue
from tracking.store import schema

_P = schema.petition.c
_NUMBER = re.compile(r"[A-Z]{2}\d{8}\s?-?\s?[A-Z]\s?-?\s?\d{6}", re.ASCII | re.IGNORECASE)
# Zero-width characters hide a number from whoever looks for it, direction marks write it backwards.
_UNSEEN = re.compile(
    r"[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
_NOT_A_NAME = frozenset(
    ["市民", "居民", "群众", "业主", "住户", "用户", "先生", "女士", "老人", "家长", "匿名", "诉求人", "本人"]
)
_SHORTEST_NAME, _SHORTEST_PHONE = 2, 7


def visible(text: str) -> str:
    """Without characters that cannot be seen, trimmed."""
    return _UNSEEN.sub("", text).strip()


def tells(container: Container, text: str) -> bool:
    """Whether something in it looks personal, or is a petition's number: a report has one too."""
    return bool(_NUMBER.search(unicodedata.normalize("NFKC", text))) or container.redact(text) != text


def names(container: Container, number: str, text: str) -> bool:
    """Whether the name, telephone number or address of the petitioner of ``number`` stands in it."""
    wanted = select(_P.name, _P.phone, _P.email).where(_P.number == number)
    with container.engine.connect() as connection:
        row = connection.execute(wanted).first()
    if row is None:
        return False
    person = opened(row.name, row.phone, row.email, sealer=container.core.sealer)
    plain = _plain(text)
    name, email = _plain(person.name), _plain(person.email)
    digits = re.sub(r"\D", "", person.phone.removeprefix("+86"))
    return (
        (len(name) >= _SHORTEST_NAME and name not in _NOT_A_NAME and name in plain)
        or (len(digits) >= _SHORTEST_PHONE and digits in re.sub(r"\D", "", plain))
        or (bool(email) and email in plain)
    )


def check(container: Container, number: str, **texts: str) -> None:
    """Raises ``InvalidValue`` for the first field that must not be read by everyone; ``number``: whose matter it is."""
    for field, text in texts.items():
        if text and (tells(container, text) or names(container, number, text)):
            raise InvalidValue("something in it points at a person", field=field)


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", visible(text)).split()).lower()

"""Photos and voices that citizens send: fetched from the platform, judged by content, kept with their petition."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from io import BytesIO

import filetype
from sqlalchemy import Connection, select, update

from channels.base import Refused
from channels.picture import picture_of
from channels.wechat.api import Api, PlatformError
from channels.wechat.port import Kind
from channels.wechat.post import opened
from channels.wechat.schema import wechat_message
from tracking.service.core import Core
from tracking.store.intake import attach

MOST_VOICE, MOST_TRIES, BATCH = 2 * 1024 * 1024, 8, 20
_VOICES = {"audio/amr": "voice.amr", "audio/mpeg": "voice.mp3"}
_M = wechat_message.c


def fetch_due(core: Core, api: Api) -> int:
    """Fetch what is still to be fetched, each by itself; the platform keeps it for three days."""
    now = core.now()
    with core.engine.connect() as connection:
        due = select(_M.id, _M.number, _M.message).where(_M.media_due <= now).order_by(_M.media_due).limit(BATCH)
        rows = connection.execute(due).all()
    for row in rows:
        message = opened(core.sealer, row.message)
        try:
            _keep(core, row.number, message.kind, api.media(message.media), at=now)
        except PlatformError as error:
            with core.engine.begin() as connection:
                _later(connection, row.id, error, at=core.now())
        else:
            with core.engine.begin() as connection:
                _done(connection, row.id)
    return len(rows)


def _keep(core: Core, number: str, kind: Kind, body: bytes, *, at: datetime) -> None:
    """What is no photo and no voice is left out; the same file again is kept once."""
    found = judged(kind, body)
    if found is not None:
        name, media_type, kept = found
        digest = hashlib.sha256(kept).hexdigest()
        attach(core.engine, number, digest=digest, name=name, media_type=media_type, body=kept, at=at)


def judged(kind: Kind, body: bytes) -> tuple[str, str, bytes] | None:
    """(name, media type, content) of what may be kept: a photo made anew, a voice as it is."""
    if kind is Kind.VOICE:
        found = filetype.guess_mime(body[:8192])
        return (_VOICES[found], found, body) if found in _VOICES and len(body) <= MOST_VOICE else None
    try:
        picture = picture_of(BytesIO(body), len(body))
    except Refused:
        return None
    return picture.name, picture.media_type, picture.body


def _done(connection: Connection, identity: str, error: str | None = None) -> None:
    connection.execute(update(wechat_message).where(_M.id == identity).values(media_due=None, error=error))


def _later(connection: Connection, identity: str, error: PlatformError, *, at: datetime) -> None:
    """Again, later each time; not for ever, and not where the platform says never."""
    tries = connection.execute(select(_M.media_tries).where(_M.id == identity)).scalar_one() + 1
    if error.permanent or tries >= MOST_TRIES:
        _done(connection, identity, str(error))
        return
    values = {"media_due": at + timedelta(seconds=5 * 4**tries), "media_tries": tries}
    connection.execute(update(wechat_message).where(_M.id == identity).values(values))

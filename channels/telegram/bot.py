"""The Bot API through python-telegram-bot: sending, fetching, and telling where updates shall go."""

from __future__ import annotations

import io
import logging
import os
from collections.abc import Callable, Coroutine, Sequence
from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

import filetype

from channels.base import ChannelError
from channels.dialogue.carrier import FilesLost, NotCarried
from channels.dialogue.utterance import Enclosure, Reply, Utterance
from channels.picture import picture_of
from channels.telegram.loop import Loop
from channels.telegram.port import MOST_BYTES
from channels.telegram.renderer import keyboard, texts

if TYPE_CHECKING:
    from telegram import InlineKeyboardMarkup
    from telegram.ext import ExtBot

OFFICIAL = "https://api.telegram.org"
UPDATES = ("message", "callback_query")
SECONDS = 10.0
_A_SECOND, _ATTEMPTS = 25, 0
_VOICES = {"audio/ogg": "ogg", "audio/mpeg": "mp3", "audio/m4a": "m4a", "audio/x-wav": "wav"}
T = TypeVar("T")
_log = logging.getLogger(__name__)


class Bot:
    """One bot. Nothing is connected before the first call, and no call waits longer than a few seconds."""

    def __init__(self, token: str, *, api_url: str = "", seconds: float = SECONDS) -> None:
        self._token, self._api_url, self._seconds = token, (api_url or OFFICIAL).rstrip("/"), seconds
        self._loop = Loop()
        os.environ.setdefault("PTB_TIMEDELTA", "true")  # how the library tells durations; its old way warns
        logging.getLogger("httpx").setLevel(logging.WARNING)  # at info it writes addresses, and the token is in them

    def carry(self, peer: str, reply: Reply) -> None:
        """Send a reply with its buttons. Raises ``NotCarried``."""
        *first, last = texts(reply)
        for text in first:
            self._send(peer, text, None)
        self._send(peer, last, keyboard(reply))

    def acknowledge(self, press_id: str) -> None:
        """Let the pressed button rest; it does not matter when that fails."""
        try:
            self._call(lambda bot: bot.answer_callback_query(press_id))
        except NotCarried as error:
            _log.info("a pressed button was not acknowledged: %s", error)

    def fetch(self, said: Utterance) -> Sequence[Enclosure]:
        """The photos made anew, the voices as they were recorded. Raises ``FilesLost``."""
        got, lost = [], False
        for read, names in ((_photo, said.photos), (_voice, said.voices)):
            for name in names:
                try:
                    got.append(read(self._download(name)))
                except (NotCarried, ChannelError) as error:
                    _log.warning("a file was not fetched: %s", type(error).__name__)
                    lost = True
        if lost:
            raise FilesLost(got)
        return got

    def subscribe(self, url: str, secret: str) -> None:
        """Have updates sent to ``url``, each with the secret in its header. Raises ``NotCarried``."""
        self._call(lambda bot: bot.set_webhook(url, secret_token=secret, allowed_updates=UPDATES))

    def close(self) -> None:
        if "_bot" in self.__dict__:
            self._loop.run(self._bot.shutdown(), seconds=self._seconds)
            del self._bot
        self._loop.stop()

    def _send(self, peer: str, text: str, buttons: InlineKeyboardMarkup | None) -> None:
        self._call(lambda bot: bot.send_message(int(peer), text, reply_markup=buttons))

    def _download(self, name: str) -> bytes:
        file = self._call(lambda bot: bot.get_file(name))
        if (file.file_size or 0) > MOST_BYTES:
            raise NotCarried("the file is too large", permanent=True)
        return bytes(self._call(lambda _: file.download_as_bytearray()))

    def _call(self, work: Callable[[ExtBot[Any]], Coroutine[Any, Any, T]]) -> T:
        from telegram.error import TelegramError

        async def ready() -> T:
            await self._bot.initialize()
            return await work(self._bot)

        try:
            return self._loop.run(ready(), seconds=2 * self._seconds)
        except (TelegramError, TimeoutError) as error:
            raise _not_carried(error) from None  # its text may hold the token

    @cached_property
    def _bot(self) -> ExtBot[Any]:
        from telegram.ext import AIORateLimiter, ExtBot
        from telegram.request import HTTPXRequest

        def request() -> HTTPXRequest:
            wait = self._seconds
            return HTTPXRequest(
                connection_pool_size=8, read_timeout=wait, write_timeout=wait, connect_timeout=wait, pool_timeout=wait
            )

        return ExtBot(
            self._token,
            base_url=f"{self._api_url}/bot",
            base_file_url=f"{self._api_url}/file/bot",
            request=request(),
            get_updates_request=request(),
            rate_limiter=AIORateLimiter(overall_max_rate=_A_SECOND, max_retries=_ATTEMPTS),
        )


def _not_carried(error: Exception) -> NotCarried:
    """A refusal of what we sent is permanent; everything else may pass."""
    from telegram.error import BadRequest, Forbidden, RetryAfter

    name = type(error).__name__
    if isinstance(error, RetryAfter):
        wait = error.retry_after
        seconds = wait.total_seconds() if isinstance(wait, timedelta) else float(wait)
        return NotCarried(name, permanent=False, retry_after=seconds)
    return NotCarried(name, permanent=isinstance(error, (BadRequest, Forbidden)))


def _photo(body: bytes) -> Enclosure:
    """Raises ``Refused``."""
    made = picture_of(io.BytesIO(body), len(body))
    return Enclosure(kind="photo", name=made.name, media_type=made.media_type, body=made.body)


def _voice(body: bytes) -> Enclosure:
    """Judged by its content; what is no sound is lost. Raises ``NotCarried``."""
    kind = filetype.guess(body[:8192])
    if kind is None or kind.mime not in _VOICES:
        raise NotCarried("the file is no sound", permanent=True)
    return Enclosure(kind="voice", name=f"voice.{_VOICES[kind.mime]}", media_type=kind.mime, body=body)

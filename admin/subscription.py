"""Telling messengers where their updates shall go. Whether they can be reached decides nothing about our own start."""

from __future__ import annotations

import logging

from admin.wiring import Container
from channels.dialogue.carrier import NotCarried
from channels.telegram import receiver
from channels.telegram.bot import Bot
from channels.telegram.port import MESSENGER

_log = logging.getLogger(__name__)


def renew(container: Container) -> bool:
    """Register the webhook of our bot; False when there is none, or Telegram did not take it."""
    settings = container.settings
    bot = container.dialogue.carriers.get(MESSENGER.door.channel)
    if not isinstance(bot, Bot) or not settings.telegram_token.get_secret_value():
        return False
    try:
        bot.subscribe(settings.public_url.rstrip("/") + receiver.PATH, receiver.secret_of(container.core.sealer))
    except NotCarried as error:
        _log.warning("Telegram does not know our address yet: %s", error)
        return False
    return True

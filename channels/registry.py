"""Every door of the city: one line a channel (code, letter in the petition number, package)."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module

from fastapi import APIRouter

from channels.base import Checks, Surroundings


@dataclass(frozen=True)
class Channel:
    """One door. ``package`` has the modules port, receiver, renderer and check.

    ``served``: its receiver has routes of its own; otherwise a desk or a worker brings the items.
    """

    code: str
    letter: str
    package: str
    served: bool = True


# Routes are matched in this order: the busiest first.
CHANNELS = (
    Channel("api", "A", "channels.api"),
    Channel("web", "W", "channels.web"),
    Channel("sms", "S", "channels.sms"),
    Channel("voice", "V", "channels.voice"),
    Channel("mailbox", "M", "channels.mailbox", served=False),
    Channel("branch", "B", "channels.branch"),
    Channel("open311", "O", "channels.open311"),
    Channel("wechat", "X", "channels.wechat"),
    Channel("webchat", "C", "channels.webchat"),
    Channel("telegram", "T", "channels.telegram"),
    Channel("phone", "P", "channels.phone_desk", served=False),
    Channel("import", "L", "channels.imports", served=False),
)


def router(channel: Channel, surroundings: Surroundings) -> APIRouter:
    """The routes through which the channel's items come in."""
    made: APIRouter = import_module(f"{channel.package}.receiver").router(surroundings)
    return made


def check(channel: Channel, settings: object) -> Checks:
    """What the channel needs and whether it is there: (name, ok, what to do)."""
    found: Checks = import_module(f"{channel.package}.check").check(settings)
    return found

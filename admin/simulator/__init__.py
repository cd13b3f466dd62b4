"""Instruments for trying every door in a browser, through the very webhooks; there in demo mode only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module

from fastapi import APIRouter

from admin.security.permission import PUBLIC
from admin.wiring import Container
from channels.base import marked

PREFIX = "/simulator"


@dataclass(frozen=True, kw_only=True)
class Instrument:
    """One thing to try. ``module`` has ``router(container)`` with the page ``PREFIX/name``."""

    name: str
    title: str
    text: str
    module: str


INSTRUMENTS = (
    Instrument(
        name="phone",
        title=marked("电话"),
        text=marked("打热线：说话、按键、留言、挂机，也能接到回访电话。"),
        module="admin.simulator.phone",
    ),
    Instrument(
        name="sms",
        title=marked("短信"),
        text=marked("发短信反映事情、回答询问、退订，看发来的短信。"),
        module="admin.simulator.sms",
    ),
    Instrument(
        name="mail",
        title=marked("邮件"),
        text=marked("给市民意信箱写信，带附件也可以，看信箱怎么回。"),
        module="admin.simulator.mail",
    ),
    Instrument(
        name="messenger",
        title=marked("即时消息"),
        text=marked("像在手机上一样与平台对话：说事、发照片、按按钮。"),
        module="admin.simulator.messenger",
    ),
)


def routers(container: Container) -> Sequence[APIRouter]:
    """The index, every instrument, and what stands in for the world outside."""
    modules = ("admin.simulator.index", "admin.simulator.outside", *(each.module for each in INSTRUMENTS))
    return [import_module(module).router(container) for module in modules]


def open_to_all() -> APIRouter:
    """A router whose routes are marked public and stand in no description."""
    return APIRouter(prefix=PREFIX, include_in_schema=False, dependencies=[PUBLIC])

"""What every channel is given and what it may raise. A channel knows tracking and this page, nothing else."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as made
from typing import TYPE_CHECKING, Any, Protocol

from starlette.requests import Request
from starlette.responses import Response

from channels.telephony import Account, Hotline, Provider, Report
from tracking.service.core import Core
from tracking.store.same import Heard

if TYPE_CHECKING:
    from channels.dialogue.service import Dialogue

Checks = Sequence[tuple[str, bool, str]]


class Render(Protocol):
    """Makes a page of a template in the reader's language and look."""

    def __call__(
        self,
        request: Request,
        template: str,
        *,
        status: int = 200,
        headers: Mapping[str, str] | None = None,
        **context: object,
    ) -> Response: ...


@dataclass(frozen=True, kw_only=True)
class Surroundings:
    """What the application lends a channel when it mounts it.

    ``districts`` gives code → name, ``streets`` code → (district, name), ``place_name`` both in one; ``unit_name`` the
    short name of a unit, ``parent_unit`` the one that handles what a branch hears, else the unit itself;
    ``legacy_sources`` code → the channel into which that line, window or mailbox of old was merged,
    ``legacy_addresses`` code → the numbers and mail addresses of old that still lead here; ``topics``
    code → name of the leaves, ``topic_path`` all levels of one.
    ``public_url`` is where citizens reach us, without a slash at the end. ``say(language, message, **values)``
    translates; ``language`` is that of a page, ``spoken`` what a program asks for. ``intake_rate`` is per address
    and process. ``account`` is that at the carrier of calls and messages, ``hotline`` how calls are answered,
    ``provider`` a domestic one of messages; ``note_delivery`` takes what carriers say became of a message.
    ``noted(id, phone, text)`` says of a message that came in whether it belongs to somebody of ours.
    ``heard(text, district, street)`` gives open matters that may be the same, as far as strangers may hear of them.
    ``dialogue`` is what messengers hold. ``accounts`` gives by its code what a channel with settings of its own needs.
    """

    core: Core
    render: Render
    districts: Callable[[], Mapping[str, str]]
    streets: Callable[[], Mapping[str, tuple[str, str]]]
    unit_name: Callable[[str | None], str]
    legacy_sources: Callable[[], Mapping[str, str]]
    legacy_addresses: Callable[[], Mapping[str, str]]
    topics: Callable[[], Mapping[str, str]]
    topic_path: Callable[[str | None], str]
    place_name: Callable[[str | None, str | None], str]
    parent_unit: Callable[[str], str]
    public_url: str
    say: Callable[..., str]
    language: Callable[[Request], str]
    spoken: Callable[[Request], str]
    dialogue: Dialogue
    accounts: Mapping[str, Any] = made(default_factory=dict)
    secure_cookies: bool = False
    intake_rate: str = "30000/minute"
    account: Account = made(default_factory=Account)
    hotline: Hotline = made(default_factory=Hotline)
    provider: Provider = made(default_factory=Provider)
    note_delivery: Callable[[Report], None] = lambda _: None
    noted: Callable[[str, str, str], bool] = lambda *_: False
    heard: Callable[[str, str | None, str | None], Sequence[Heard]] = lambda *_: ()


@dataclass(frozen=True, kw_only=True)
class Flaw:
    """One thing wrong with one field. ``message`` is a message id; ``values`` fill its ``%(name)s``."""

    field: str
    code: str
    message: str
    values: Mapping[str, str | int] = made(default_factory=dict)


class ChannelError(Exception):
    """The inbound item was not taken. ``permanent``: sending the same again will not help."""

    code = "invalid_input"
    permanent = True


class Refused(ChannelError):
    """The item has flaws; nothing was stored and its key is not used up."""

    def __init__(self, *flaws: Flaw) -> None:
        super().__init__(", ".join(f"{flaw.field}: {flaw.code}" for flaw in flaws))
        self.flaws = flaws


class TooMany(ChannelError):
    """Too many tries; ``retry_after`` seconds from now it may work."""

    code = "too_many_requests"
    permanent = False

    def __init__(self, retry_after: int) -> None:
        super().__init__(f"again in {retry_after} s")
        self.retry_after = retry_after


class CarrierError(Exception):
    """Somebody outside did not do what we asked. ``permanent``: asking again does not help.

    ``ambiguous``: nobody knows whether it was done, so it must not simply be asked again.
    """

    def __init__(self, message: str, *, permanent: bool, ambiguous: bool = False) -> None:
        super().__init__(message)
        self.permanent = permanent
        self.ambiguous = ambiguous


def marked(message: str) -> str:
    """Mark a message id for the catalogues; it is translated where it is shown."""
    return message

"""The mailbox put together: where mail comes from, who takes it in, and how answers go out.

Without a mailbox of its own a demonstration reads the simulator's, which lies in ``home``; nothing leaves the machine.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from admin.settings import Settings
from channels.filing import Filing
from channels.mailbox.account import Account, Relay
from channels.mailbox.demo import SpoolGateway
from channels.mailbox.imap import ImapSource
from channels.mailbox.poller import Poller, Report
from channels.mailbox.receiver import Receiver
from channels.mailbox.sender import MailGateway, SmtpGateway
from channels.mailbox.source import Source
from channels.mailbox.spool import Spool
from channels.mailbox.thread import Threads
from channels.scanner import scanner
from notify.mail import MailNotices
from tracking.service.core import Core

DEMO_ADDRESS = "minyi@city.example"
MEGABYTE = 1024 * 1024


@dataclass(frozen=True, kw_only=True)
class Post:
    """``spool`` is the simulator's mailbox, None where real ones are read."""

    sources: Sequence[Source]
    receiver: Receiver
    filing: Filing
    notices: MailNotices
    spool: Spool | None
    address: str
    largest: int

    def pollers(self, report: Report) -> list[Poller]:
        """One for each mailbox."""
        return [
            Poller(source=each, receiver=self.receiver, largest=self.largest, report=report) for each in self.sources
        ]


def build_post(
    settings: Settings,
    core: Core,
    *,
    city_name: str,
    unit_name: Callable[[str | None], str],
    legacy_addresses: Callable[[], Mapping[str, str]],
) -> Post:
    """Make the parts; connects to nothing."""
    urls = settings.mailbox_urls.get_secret_value().split()
    address = settings.mail_address.strip().lower() or DEMO_ADDRESS
    spool = None if urls else Spool(home=settings.home / "mail")
    threads = Threads(sealer=core.sealer, domain=address.rpartition("@")[2])
    notices = MailNotices(
        core=core,
        gateway=_gateway(settings, spool, f"{city_name}民意诉求", address),
        threads=threads,
        city_name=city_name,
        public_url=settings.public_url.rstrip("/"),
        unit_name=unit_name,
    )
    filing = Filing(core=core, scanner=scanner(settings.clamd))
    receiver = Receiver(
        core=core,
        filing=filing,
        threads=threads,
        address=address,
        bounced=notices.bounced,
        legacy_addresses=legacy_addresses,
    )
    sources: list[Source] = [ImapSource(account=Account.of(url), core=core) for url in urls]
    return Post(
        sources=[spool] if spool else sources,
        receiver=receiver,
        filing=filing,
        notices=notices,
        spool=spool,
        address=address,
        largest=settings.mail_largest * MEGABYTE,
    )


def _gateway(settings: Settings, spool: Spool | None, name: str, address: str) -> MailGateway:
    if url := settings.smtp_url.get_secret_value():
        return SmtpGateway(relay=Relay.of(url), name=name, address=address)
    return SpoolGateway(spool=spool or Spool(home=settings.home / "mail"), name=name, address=address)

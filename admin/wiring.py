"""The one place where the parts are put together. Nothing connects before ``build`` is called."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from sqlalchemy import Engine, create_engine

from admin import telephone
from admin.bulletins import law as quiet
from admin.messenger import build_dialogue, official_account, sealer_of
from admin.post import Post, build_post
from admin.settings import Settings
from admin.supervision import mirror
from channels.dialogue.service import Dialogue
from channels.progress import Lookup
from channels.telephony import Account, Hotline
from channels.voice.act import Acts
from channels.voice.callback import Callbacks
from channels.voice.exchange import Exchange
from channels.voice.recording import Recordings
from channels.webhook.carrier import HttpCarrier
from channels.webhook.guard import Guard
from channels.wechat.account import Account as OfficialAccount
from channels.wechat.service import Wechat
from nlu.entity import Entities
from nlu.understanding import Understanding
from notify.citizen import CitizenNotices
from notify.sending import Sending
from notify.webhook import Webhooks
from routing.city import City
from routing.learning import TAUGHT_BY, Learning
from routing.locating import Locator
from routing.reading import Reader
from routing.router import Where
from routing.same import INDEXED, SameMatter
from routing.service import Dispatching
from tracking.domain.clock import Clock, SystemClock
from tracking.domain.verb import Verb
from tracking.service import family
from tracking.service.core import Core
from tracking.service.relay import Subscriber

CITY_NAME = "沈阳"


@dataclass(frozen=True, kw_only=True)
class Container:
    """Everything a process needs, made from its settings."""

    settings: Settings
    engine: Engine
    core: Core
    city: City
    reader: Reader
    locate: Callable[[str], Where]
    redact: Callable[[str], str]
    entities: Callable[[str], Entities]
    dispatching: Dispatching
    same: SameMatter
    learning: Learning
    notices: CitizenNotices
    post: Post
    sending: Sending
    account: Account
    hotline: Hotline
    callbacks: Callbacks
    recordings: Recordings
    webhooks: Webhooks
    guard: Guard
    wechat: tuple[OfficialAccount, Wechat]
    dialogue: Dialogue

    def understand(self, text: str) -> Understanding:
        """What a text is about; used as an operator types."""
        return self.reader.understand(text)

    def close(self) -> None:
        self.dialogue.close()
        self.engine.dispose()


def build(settings: Settings, *, database_url: str | None = None, clock: Clock | None = None) -> Container:
    """Make the parts; the database must be there, its content is read on first use."""
    engine = connect(database_url or settings.database_url or "")
    core = Core(engine, clock or SystemClock(), sealer_of(settings))
    city = City(core)
    reader = Reader(settings.home / "models" / "petition")
    locator = Locator(city)
    account, hotline = telephone.account(settings), telephone.hotline(settings, city=CITY_NAME)
    guard = Guard.of(settings.webhook_networks or "")
    official = official_account(settings, core, city)
    return Container(
        settings=settings,
        engine=engine,
        core=core,
        city=city,
        reader=reader,
        locate=locator.locate,
        redact=locator.redact,
        entities=lambda text: locator.entities(text, at=core.now()),
        dispatching=Dispatching(core=core, city=city, understand=reader.understand, locate=locator.locate),
        same=SameMatter(core=core, locate=locator.locate, redact=locator.redact),
        learning=Learning(core=core, city=city, redact=locator.redact),
        post=build_post(
            settings, core, city_name=CITY_NAME, unit_name=city.unit_name, legacy_addresses=city.legacy_addresses
        ),
        notices=CitizenNotices(core=core, city_name=CITY_NAME, unit_name=city.unit_name),
        sending=Sending(core=core, gateway=telephone.gateway(settings, core.clock), hours=quiet.hours(core)),
        account=account,
        hotline=hotline,
        callbacks=Callbacks(core=core, account=account, public_url=settings.public_url.rstrip("/")),
        recordings=Recordings(exchange=Exchange(Acts(Lookup(core), hotline)), account=account),
        webhooks=Webhooks(core=core, carrier=HttpCarrier(guard=guard)),
        guard=guard,
        wechat=official,
        dialogue=build_dialogue(settings, core, city, locator.locate, official[1].api),
    )


def connect(database_url: str) -> Engine:
    """An engine whose waits all end."""
    return create_engine(
        database_url,
        pool_use_lifo=True,  # few connections stay busy and keep their prepared statements; the others rest
        pool_size=20,
        max_overflow=20,
        pool_timeout=5,
        hide_parameters=True,  # an error may be logged; what a citizen said may not
        connect_args={"connect_timeout": 5, "application_name": "minyi"},
    )


def subscribers(container: Container) -> Mapping[Verb, Sequence[Subscriber]]:
    """Which event is handled by whom: the only way in which something happens upwards."""
    told = (container.webhooks.on_event, container.notices.on_event, container.post.notices.on_event)
    table: dict[Verb, Sequence[Subscriber]] = dict.fromkeys(Verb, told)
    table[Verb.REGISTER] = (*told, container.dispatching.on_registered)
    table[Verb.TAKE_OVER] = (container.webhooks.on_event, container.dispatching.on_registered)
    for verb in INDEXED:
        table[verb] = (*table[verb], container.same.on_event)
    for verb in TAUGHT_BY:
        table[verb] = (*table[verb], container.learning.on_event)
    for verb in family.FOLLOWED_BY_MASTER | family.FOLLOWED_BY_CHILDREN:
        table[verb] = (*table[verb], partial(family.on_event, container.core))
    for verb in mirror.NOTED:
        table[verb] = (*table[verb], partial(mirror.on_event, container.core))
    return table

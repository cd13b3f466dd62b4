"""The one place where the parts are put together. Nothing connects before ``build`` is called."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Engine, create_engine

from admin.language import say
from admin.settings import Mode, Settings, Switch
from channels.dialogue.carrier import Carrier
from channels.dialogue.engine import Engine as DialogueEngine
from channels.dialogue.service import Dialogue
from channels.dialogue.talk import Means
from channels.place import Gazetteer
from channels.sms.demo import DemoGateway
from channels.telegram import port as telegram
from channels.telegram.bot import Bot
from channels.webchat import port as webchat
from nlu.redact import redact
from nlu.understanding import Understanding
from notify.citizen import CitizenNotices
from routing.city import City
from routing.locating import Locator
from routing.reading import Reader
from routing.router import Where
from routing.service import Dispatching
from tracking.domain.clock import Clock, SystemClock
from tracking.domain.verb import Verb
from tracking.service.core import Core
from tracking.service.relay import Subscriber
from tracking.store.seal import Sealer

CITY_NAME = "沈阳"
SIMULATED_BOT = "0:simulator"


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
    dispatching: Dispatching
    notices: CitizenNotices
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
    city = City(engine)
    reader = Reader(settings.home / "models" / "petition")
    locate = Locator(city).locate
    return Container(
        settings=settings,
        engine=engine,
        core=core,
        city=city,
        reader=reader,
        locate=locate,
        redact=redact,
        dispatching=Dispatching(core=core, city=city, understand=reader.understand, locate=locate),
        notices=CitizenNotices(core=core, gateway=DemoGateway(), city_name=CITY_NAME, unit_name=city.unit_name),
        dialogue=_dialogue(settings, core, city, locate),
    )


def _dialogue(settings: Settings, core: Core, city: City, locate: Callable[[str], Where]) -> Dialogue:
    means = Means(
        core=core,
        say=say,
        gazetteer=lambda: Gazetteer(city.register.districts, city.register.streets),
        is_clear=lambda text: locate(text).district is not None,
        unit_name=city.unit_name,
        public_url=settings.public_url.rstrip("/"),
        messengers={each.door.channel: each for each in (telegram.MESSENGER, webchat.MESSENGER)},
    )
    url, secret = f"http://127.0.0.1:{settings.dialogue_port}", dialogue_secret(settings)
    engine = DialogueEngine(url, secret) if settings.dialogue is Switch.ON else None
    return Dialogue(means, engine, _carriers(settings))


def _carriers(settings: Settings) -> Mapping[str, Carrier]:
    """Telegram where there is a bot; the demonstration has a stand-in of its own, the simulator's messenger."""
    token, api_url = settings.telegram_token.get_secret_value(), settings.telegram_api_url
    if not token and settings.mode is Mode.DEMO:
        token = SIMULATED_BOT
        api_url = api_url or f"http://{settings.host}:{settings.port}/simulator/telegram"
    return {telegram.MESSENGER.door.channel: Bot(token, api_url=api_url)} if token else {}


def dialogue_secret(settings: Settings) -> str:
    """What the service and its dialogue engine know each other by."""
    return sealer_of(settings).key("engine", "dialogue").hex()


def sealer_of(settings: Settings) -> Sealer:
    """The keys of this installation at work."""
    return Sealer.of(settings.seal_keys.get_secret_value(), settings.secret_key.get_secret_value())


def connect(database_url: str) -> Engine:
    """An engine whose waits all end."""
    return create_engine(
        database_url,
        pool_size=20,
        max_overflow=20,
        pool_timeout=5,
        hide_parameters=True,  # an error may be logged; what a citizen said may not
        connect_args={"connect_timeout": 5, "application_name": "minyi"},
    )


def subscribers(container: Container) -> Mapping[Verb, Sequence[Subscriber]]:
    """Which event is handled by whom: the only way in which something happens upwards."""
    table: dict[Verb, Sequence[Subscriber]] = dict.fromkeys(Verb, (container.notices.on_event,))
    table[Verb.REGISTER] = (container.notices.on_event, container.dispatching.on_registered)
    return table

"""Messengers put together: the official account, the dialogue engine and the bots that carry what it says."""

from collections.abc import Callable, Mapping
from functools import partial

from admin.language import CHINESE, say
from admin.settings import Mode, Settings, Switch
from channels.dialogue.carrier import Carrier
from channels.dialogue.engine import Engine as DialogueEngine
from channels.dialogue.service import Dialogue
from channels.dialogue.talk import Means
from channels.place import Gazetteer
from channels.telegram import port as telegram
from channels.telegram.bot import Bot
from channels.webchat import port as webchat
from channels.wechat import talking as wechat
from channels.wechat.account import Account as OfficialAccount
from channels.wechat.api import Api
from channels.wechat.conversation import Direct
from channels.wechat.service import Wechat
from routing.city import City
from routing.router import Where
from tracking.service.core import Core
from tracking.store.seal import Sealer

SIMULATED_BOT = "0:simulator"


def official_account(settings: Settings, core: Core, city: City) -> tuple[OfficialAccount, Wechat]:
    """The official account; where no token is set its door is closed."""
    account = OfficialAccount(
        token=settings.wechat_token.get_secret_value(),
        app_id=settings.wechat_app_id,
        secret=settings.wechat_secret.get_secret_value(),
        aes_key=settings.wechat_aes_key.get_secret_value(),
        api_url=settings.wechat_api_url,
    )
    api = Api(account, core.clock) if account.can_speak else None
    speak = Direct(
        core=core,
        districts=lambda: city.register.districts,
        streets=lambda: city.register.streets,
        say=partial(say, CHINESE),
        public_url=settings.public_url.rstrip("/"),
    )
    return account, Wechat(core=core, api=api, speak=speak)


def build_dialogue(
    settings: Settings, core: Core, city: City, locate: Callable[[str], Where], api: Api | None
) -> Dialogue:
    """What the messengers hold with a citizen; without an engine every message is a petition at once."""
    means = Means(
        core=core,
        say=say,
        gazetteer=lambda: Gazetteer(city.register.districts, city.register.streets),
        is_clear=lambda text: locate(text).district is not None,
        unit_name=city.unit_name,
        public_url=settings.public_url.rstrip("/"),
        messengers={each.door.channel: each for each in (telegram.MESSENGER, webchat.MESSENGER, wechat.MESSENGER)},
    )
    url, secret = f"http://127.0.0.1:{settings.dialogue_port}", dialogue_secret(settings)
    engine = DialogueEngine(url, secret) if settings.dialogue is Switch.ON else None
    return Dialogue(means, engine, _carriers(settings, api))


def _carriers(settings: Settings, api: Api | None) -> Mapping[str, Carrier]:
    """The official account where it may speak, Telegram where there is a bot.

    The demonstration has a stand-in of Telegram, the simulator's messenger.
    """
    token, api_url = settings.telegram_token.get_secret_value(), settings.telegram_api_url
    if not token and settings.mode is Mode.DEMO:
        token = SIMULATED_BOT
        api_url = api_url or f"http://{settings.host}:{settings.port}/simulator/telegram"
    found: dict[str, Carrier] = {wechat.MESSENGER.door.channel: wechat.Courier(api)} if api else {}
    return found | ({telegram.MESSENGER.door.channel: Bot(token, api_url=api_url)} if token else {})


def dialogue_secret(settings: Settings) -> str:
    """What the service and its dialogue engine know each other by."""
    return sealer_of(settings).key("engine", "dialogue").hex()


def sealer_of(settings: Settings) -> Sealer:
    """The keys of this installation at work."""
    return Sealer.of(settings.seal_keys.get_secret_value(), settings.secret_key.get_secret_value())

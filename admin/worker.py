"""The Celery application. Celery carries the beat and the work; what must not be lost stands in the database.

Every task drains what is waiting there, so a tick that is lost, late or doubled does no harm. Ticks expire: after
an outage of the broker one tick does the work of all.
"""

import logging
import time
from functools import cache

from celery import Celery, signals

from admin import subscription, ticking
from admin.accountability import proposing
from admin.addresses import with_addresses
from admin.alone import alone
from admin.back_office import making
from admin.desks import indicators
from admin.importing import known_of
from admin.privacy import retention
from admin.settings import Settings
from admin.supervision import alarming, catching, climbing, consulting, efficiency, telling
from admin.wiring import Container, build, subscribers
from channels.dialogue import idle
from channels.imports import receiver as importing
from routing import same_index
from tracking.service import hot as hot_topics
from tracking.service import proof, rescheduling, running
from tracking.service import relay as relay_service
from tracking.service import sweep as sweep_service
from tracking.store.outbox import Event

IMPORT_FOR = 20.0
SEND_FOR = 5.0
_log = logging.getLogger(__name__)


@cache
def container() -> Container:
    """The parts of this process, made when the first task runs: never before a fork."""
    return build(with_addresses(Settings()))


def make(settings: Settings) -> Celery:
    """The application of an installation; connects to nothing."""
    app = Celery("minyi", broker=with_addresses(settings).broker_url)
    app.conf.update(
        task_ignore_result=True,
        task_acks_late=True,
        task_time_limit=600,
        worker_prefetch_multiplier=1,
        worker_hijack_root_logger=False,
        broker_connection_retry_on_startup=True,
        broker_connection_max_retries=None,
        broker_transport_options={"visibility_timeout": 3600, "socket_timeout": 10, "socket_keepalive": True},
        timezone="Asia/Shanghai",
        beat_schedule=ticking.schedule(),
        task_routes=ticking.routes(),
    )
    return app


celery = make(Settings())


@signals.worker_process_init.connect
def _warm_up(**_: object) -> None:
    """Load city and model before a petition waits for them; only after the fork, which connections do not survive."""
    parts = container()
    parts.reader.understand("准备")
    if parts.city.units():
        parts.locate("准备")


@signals.after_setup_logger.connect
def _quiet(**_: object) -> None:
    """Two lines a second about ticks would bury what matters."""
    for name in ("celery.app.trace", "celery.worker.strategy", "celery.beat", "httpx"):  # httpx logs addresses
        logging.getLogger(name).setLevel(logging.WARNING)


@celery.task(name="minyi.relay")
def relay() -> int:
    """Events to their subscribers, then queued messages to their carrier."""
    parts = container()
    handled = relay_service.drain(parts.core, subscribers(parts), report=_report)
    parts.sending.send_all(seconds=SEND_FOR)
    return handled


@celery.task(name="minyi.sweep")
def sweep() -> dict[str, int]:
    """Deadlines that have passed become reminders and cards."""
    return sweep_service.sweep(container().core, report=_not_swept)


@celery.task(name="minyi.supervise")
def supervise() -> dict[str, int]:
    """Cards from before get documents; steps after the red card, and consultations, are due; units are told."""
    core = container().core
    catching.catch_up(core)
    made = {"climbed": climbing.climb(core), "proposed": consulting.propose(core)}
    return made | {"told": telling.tell(core)}


@celery.task(name="minyi.alarms")
def alarms() -> int:
    """What passes a rule of time or of counts becomes an alarm."""
    return alarming.watch(container().core)


@celery.task(name="minyi.traces")
def traces() -> int:
    """Traces of gaming become alarms; reading the replies of some days takes its time."""
    return alarming.trace(container().core)


@celery.task(name="minyi.efficiency")
def measure_efficiency() -> None:
    """How long each node takes, for the wall."""
    efficiency.measure(container().core)


@celery.task(name="minyi.accountability")
def accountability() -> int:
    """What the rules of accountability ask for is proposed, each once."""
    return proposing.tick(container())


@celery.task(name="minyi.figures")
def figures() -> int:
    """Periods that are not closed are counted for the pages of figures."""
    parts = container()
    return running.count(parts.core, indicators.shown(parts.core.now()))


@celery.task(name="minyi.retention")
def retained() -> int:
    """Who it was, and then what was said, is forgotten when its time is over."""
    return retention.tick(container())


@celery.task(name="minyi.hot")
def hot() -> int:
    """Groups of petitions that rise are noted, each once a day."""
    return hot_topics.note(container().core)


@celery.task(name="minyi.same")
def same() -> int:
    """What is open or recent no more is taken out of the look-up of the same matter."""
    return same_index.clear(container().core)


@celery.task(name="minyi.reschedule")
def reschedule() -> int:
    """Provisional deadlines become real once the calendar of their year is loaded."""
    return rescheduling.reschedule_provisional(container().core, report=_not_swept)


@celery.task(name="minyi.messages")
def messages() -> int:
    """Messages and replies that a web process left behind."""
    dialogue = container().dialogue
    return dialogue.answer_left() + dialogue.deliver_left()


@celery.task(name="minyi.conversations")
def conversations() -> dict[str, int]:
    """Dialogues that nobody goes on with: what was told is registered, what was said is forgotten."""
    return dict(idle.tend(container().dialogue))


@celery.task(name="minyi.subscribe")
def subscribe() -> bool:
    """Have Telegram send its updates here, whenever it can be reached."""
    return subscription.renew(container())


@celery.task(name="minyi.seal_days")
def seal_days() -> int:
    """Days that are over get their signed root."""
    return proof.seal_days(container().core)


@celery.task(name="minyi.recordings")
def recordings() -> int:
    """Voice messages come home from the carrier."""
    return container().recordings.fetch_due(_not_fetched)


@celery.task(name="minyi.deliveries")
def deliveries() -> int:
    """Messages of unknown fate are looked for at the carrier."""
    return container().sending.ask_about_unknown()


@celery.task(name="minyi.calls")
def calls() -> dict[str, int]:
    """Calls that nobody ended are ended, old ones forgotten; recordings that nobody told us of are found."""
    parts = container()
    exchange = parts.recordings.exchange
    found = {"ended": exchange.end_abandoned(), "forgotten": exchange.forget()}
    return found | ({"adopted": parts.recordings.adopt_unknown()} if parts.account.ready else {})


def _not_fetched(sid: str, error: Exception) -> None:
    _log.warning("the recording %s was not brought home: %s", sid, error)


@celery.task(name="minyi.webhooks")
def webhooks() -> int:
    """A task for each subscriber that can be served."""
    lanes = container().webhooks.lanes()
    for lane in lanes:
        webhook.apply_async((lane,), expires=10)
    return len(lanes)


@celery.task(name="minyi.webhook")
def webhook(lane: int) -> int:
    """What is ready for one subscriber."""
    return container().webhooks.serve(lane)


@celery.task(name="minyi.wechat")
def wechat() -> int:
    """What citizens of the official account are still owed; one process at a time speaks to the platform."""
    parts = container()
    with alone(parts.engine, "minyi wechat") as ours:
        return parts.wechat[1].tick() if ours else 0


@celery.task(name="minyi.imports")
def imports() -> int:
    """Slices of the files being imported, for a while; the next tick goes on."""
    parts, until, slices = container(), time.monotonic() + IMPORT_FOR, 0
    with alone(parts.engine, "minyi imports") as ours:
        while ours and time.monotonic() < until and importing.advance(parts.core, known_of(parts)):
            slices += 1
        if ours and not slices:
            importing.clear_away(parts.core)
    return slices


@celery.task(name="minyi.exports")
def exports() -> int:
    """Files that two persons agreed on, one after the other; what is over goes."""
    parts, made = container(), 0
    with alone(parts.engine, "minyi exports") as ours:
        while ours and making.advance(parts):
            made += 1
        if ours and not made:
            making.clear_away(parts)
    return made


def _not_swept(number: str, error: Exception) -> None:
    _log.error("the deadlines of %s could not be acted on", number, exc_info=error)


def _report(event: Event, error: Exception) -> None:
    _log.error("event %s of %s was not handled", event.verb, event.number, exc_info=error)

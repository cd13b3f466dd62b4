"""The Celery application. Celery carries the beat and the work; what must not be lost stands in the database.

Every task drains what is waiting there, so a tick that is lost, late or doubled does no harm. Ticks expire: after
an outage of the broker one tick does the work of all.
"""

import logging
from functools import cache

from celery import Celery, signals

from admin import subscription
from admin.addresses import with_addresses
from admin.settings import Settings
from admin.wiring import Container, build, subscribers
from channels.dialogue import idle
from tracking.service import proof
from tracking.service import relay as relay_service
from tracking.service import sweep as sweep_service
from tracking.store.outbox import Event

RELAY_EVERY, SWEEP_EVERY, SEAL_EVERY = 1.0, 30.0, 600.0
MESSAGES_EVERY, TEND_EVERY, SUBSCRIBE_EVERY = 2.0, 60.0, 600.0
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
        beat_schedule={
            "relay": {"task": "minyi.relay", "schedule": RELAY_EVERY, "options": {"expires": 10}},
            "sweep": {"task": "minyi.sweep", "schedule": SWEEP_EVERY, "options": {"expires": 60}},
            "messages": {"task": "minyi.messages", "schedule": MESSAGES_EVERY, "options": {"expires": 10}},
            "conversations": {"task": "minyi.conversations", "schedule": TEND_EVERY, "options": {"expires": 60}},
            "subscribe": {"task": "minyi.subscribe", "schedule": SUBSCRIBE_EVERY, "options": {"expires": 600}},
            "seal_days": {"task": "minyi.seal_days", "schedule": SEAL_EVERY, "options": {"expires": 600}},
        },
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
    for name in ("celery.app.trace", "celery.worker.strategy", "celery.beat"):
        logging.getLogger(name).setLevel(logging.WARNING)


@celery.task(name="minyi.relay")
def relay() -> int:
    """Events to their subscribers, then queued messages to their carrier."""
    parts = container()
    handled = relay_service.drain(parts.core, subscribers(parts), report=_report)
    parts.notices.send_queued()
    return handled


@celery.task(name="minyi.sweep")
def sweep() -> dict[str, int]:
    """Deadlines that have passed become reminders and cards."""
    return sweep_service.sweep(container().core, report=_not_swept)


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


def _not_swept(number: str, error: Exception) -> None:
    _log.error("the deadlines of %s could not be acted on", number, exc_info=error)


def _report(event: Event, error: Exception) -> None:
    _log.error("event %s of %s was not handled", event.verb, event.number, exc_info=error)

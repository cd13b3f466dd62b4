"""Who acts in the tests; account names only, no persons."""

from tracking.domain.people import RIGHTS, SYSTEM, Actor, Role, citizen
from tracking.domain.verb import Verb

UNIT, OTHER_UNIT, THIRD_UNIT = "B101", "B102", "A01"
CITIZEN = citizen("web")
OPERATOR = Actor(id="operator", role=Role.OPERATOR)
DISPATCHER = Actor(id="dispatcher", role=Role.DISPATCHER)
CALLER = Actor(id="caller", role=Role.CALLER)
LEADER = Actor(id="leader", role=Role.LEADER)
INSPECTOR = Actor(id="inspector", role=Role.INSPECTOR)
ASSESSOR = Actor(id="assessor", role=Role.ASSESSOR)
ADMINISTRATOR = Actor(id="administrator", role=Role.ADMINISTRATOR)


def handler(unit: str = UNIT) -> Actor:
    return Actor(id=f"handler-{unit}", role=Role.HANDLER, unit=unit)


def everybody(unit: str = UNIT) -> tuple[Actor, ...]:
    """One actor of each role; the handler is of ``unit``."""
    return (SYSTEM, DISPATCHER, OPERATOR, CALLER, CITIZEN, LEADER, INSPECTOR, ASSESSOR, ADMINISTRATOR, handler(unit))


def entitled(verb: Verb, unit: str = UNIT) -> Actor:
    """Somebody who may use the verb."""
    return next(actor for actor in everybody(unit) if actor.role in RIGHTS[verb])

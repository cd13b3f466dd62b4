"""All tables of the application, whichever package they belong to."""

from admin.security import schema as _security
from channels.dialogue import schema as _dialogue
from notify import schema as _notify
from routing import schema as _routing
from tracking.store.schema import metadata

__all__ = ["metadata"]
_OWNERS = (_security, _dialogue, _notify, _routing)

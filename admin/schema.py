"""All tables of the application, whichever package they belong to."""

from admin.security import schema as _security
from channels.mailbox import schema as _mailbox
from channels.sms import schema as _sms
from channels.voice import schema as _voice
from notify import schema as _notify
from routing import schema as _routing
from tracking.store.schema import metadata

__all__ = ["metadata"]
_OWNERS = (_security, _mailbox, _sms, _voice, _notify, _routing)

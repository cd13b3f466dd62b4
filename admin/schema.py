"""All tables of the application, whichever package they belong to."""

from admin.accountability import schema as _accountability
from admin.back_office import schema as _back_office
from admin.bulletins import schema as _bulletins
from admin.disclosure import schema as _disclosure
from admin.draft import schema as _draft
from admin.media import schema as _media
from admin.performance import schema as _performance
from admin.privacy import schema as _privacy
from admin.register import schema as _register
from admin.security import schema as _security
from admin.supervision import alarm_schema as _alarms
from admin.supervision import schema as _supervision
from admin.worklist import schema as _worklist
from channels import schema as _channels
from channels.branch import schema as _branch
from channels.dialogue import schema as _dialogue
from channels.imports import schema as _imports
from channels.mailbox import schema as _mailbox
from channels.sms import schema as _sms
from channels.voice import schema as _voice
from channels.wechat import schema as _wechat
from notify import schema as _notify
from routing import schema as _routing
from tracking.store.schema import metadata

__all__ = ["metadata"]
_OWNERS = (
    _accountability,
    _alarms,
    _bulletins,
    _back_office,
    _disclosure,
    _draft,
    _media,
    _performance,
    _register,
    _privacy,
    _security,
    _channels,
    _branch,
    _dialogue,
    _imports,
    _wechat,
    _mailbox,
    _sms,
    _voice,
    _notify,
    _routing,
    _supervision,
    _worklist,
)

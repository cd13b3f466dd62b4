"""The verbs as forms, a module for each desk. The order is the one in which a page offers them."""

from collections.abc import Mapping

from admin.desks.forms.callback import CLOSE, RECORD_CALLBACK, REOPEN, REWORK
from admin.desks.forms.citizen import ADD_FACTS, URGE, WITHDRAW
from admin.desks.forms.dispatching import ADD_ASSIST, DISPATCH, REJECT_RETURN, UPHOLD_RETURN
from admin.desks.forms.form import Form
from admin.desks.forms.handling import CONTACT, REPORT_BACK, REQUEST_EXTENSION, RETURN, SIGN
from admin.desks.forms.intake import ANSWER, CLASSIFY, CORRECT, DECLINE, DIVERT
from admin.desks.forms.supervising import ACCEPT_REPORT, GRANT_EXTENSION, REFUSE_EXTENSION, SEND_BACK, TERMINATE

FORMS: tuple[Form, ...] = (
    *(SIGN, UPHOLD_RETURN, REJECT_RETURN, GRANT_EXTENSION, REFUSE_EXTENSION, ACCEPT_REPORT, SEND_BACK),
    *(DISPATCH, RECORD_CALLBACK, CLOSE, REWORK, CONTACT, REPORT_BACK, REQUEST_EXTENSION, RETURN),
    *(CLASSIFY, ANSWER, DECLINE, DIVERT, ADD_ASSIST, CORRECT, URGE, ADD_FACTS, REOPEN, WITHDRAW, TERMINATE),
)
BY_PATH: Mapping[str, Form] = {form.path: form for form in FORMS}

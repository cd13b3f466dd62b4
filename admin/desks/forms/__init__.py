"""The verbs as forms, a module for each desk. The order is the one in which a page offers them."""

from collections.abc import Mapping

from admin.desks.forms.callback import CLOSE, RECORD_CALLBACK, REOPEN, REWORK
from admin.desks.forms.citizen import ADD_FACTS, ASK, URGE, WITHDRAW
from admin.desks.forms.dispatching import ADD_ASSIST, ARBITRATE, DISPATCH, REJECT_RETURN, UPHOLD_RETURN
from admin.desks.forms.form import Form
from admin.desks.forms.handling import (
    ANSWER_ORDER,
    ANSWER_URGE,
    APPEAL_RATING,
    CONTACT,
    REPORT_BACK,
    REQUEST_EXTENSION,
    REQUEST_SUSPENSION,
    RESUME,
    RETURN,
    SIGN,
)
from admin.desks.forms.intake import ANSWER, CLASSIFY, CORRECT, DECLINE, DIVERT
from admin.desks.forms.relation import MERGE, SPLIT, UNMERGE
from admin.desks.forms.supervising import (
    ACCEPT_REPORT,
    ANNUL_RATING,
    CANCEL_CARD,
    GRANT_EXTENSION,
    GRANT_SUSPENSION,
    KEEP_RATING,
    REFUSE_EXTENSION,
    REFUSE_SUSPENSION,
    SEND_BACK,
    SUPERVISE,
    TERMINATE,
)

FORMS: tuple[Form, ...] = (
    *(SIGN, ANSWER_ORDER, ANSWER_URGE, RESUME, UPHOLD_RETURN, REJECT_RETURN, GRANT_EXTENSION, REFUSE_EXTENSION),
    *(GRANT_SUSPENSION, REFUSE_SUSPENSION, ANNUL_RATING, KEEP_RATING, ACCEPT_REPORT, SEND_BACK),
    *(DISPATCH, RECORD_CALLBACK, CLOSE, REWORK, CONTACT, REPORT_BACK, REQUEST_EXTENSION, REQUEST_SUSPENSION, RETURN),
    *(CLASSIFY, ANSWER, DECLINE, DIVERT, ARBITRATE, ADD_ASSIST, MERGE, UNMERGE, SPLIT, CORRECT, APPEAL_RATING),
    *(ASK, URGE, SUPERVISE, CANCEL_CARD, ADD_FACTS, REOPEN, WITHDRAW, TERMINATE),
)
BY_PATH: Mapping[str, Form] = {form.path: form for form in FORMS}

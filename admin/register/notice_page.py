"""The texts of notices, to be read: they are part of the program, for their gaps are filled by it."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from admin.desks.desk import show
from admin.register.change_page import PAGE, Reader
from channels.base import marked
from notify.letter import TO_CITIZEN_BY_MAIL
from notify.template import TO_CITIZEN, TO_FOLLOWERS

router = APIRouter(include_in_schema=False)
SECTIONS = (
    (marked("短信：诉求人"), [(each.name, "", each.body) for each in TO_CITIZEN.values()]),
    (marked("短信：我也遇到的人"), [(each.name, "", each.body) for each in TO_FOLLOWERS.values()]),
    (marked("邮件：诉求人"), [(verb.value, each.subject, each.body) for verb, each in TO_CITIZEN_BY_MAIL.items()]),
)


@router.get(PAGE + "/notices")
def notices(request: Request, officer: Reader) -> HTMLResponse:
    """All texts with their gaps."""
    return show(request, officer, "register/notices.html", texts=SECTIONS, tab="notices")

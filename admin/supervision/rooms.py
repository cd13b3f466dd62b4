"""The pages of supervision."""

from admin.supervision import alarms, consultations, handing, notices, page, rules, urges, wall

ROUTERS = (
    wall.router,
    page.router,
    handing.router,
    consultations.router,
    urges.router,
    alarms.router,
    rules.router,
    notices.router,
)

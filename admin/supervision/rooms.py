"""The pages of supervision."""

from admin.supervision import alarms, consultations, page, rules, urges, wall

ROUTERS = (wall.router, page.router, consultations.router, urges.router, alarms.router, rules.router)

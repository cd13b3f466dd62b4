"""The pages of supervision."""

from admin.supervision import consultations, page, urges, wall

ROUTERS = (wall.router, page.router, consultations.router, urges.router)

"""通报: bulletins from frozen figures, told to leaders by short message after a second person approved them."""

from admin.bulletins import contact_page, desk, file, rectify_page

ROUTERS = (contact_page.router, rectify_page.router, desk.router, file.router)

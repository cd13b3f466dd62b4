"""The gateway of a city without a carrier: keeps what would have been sent, to be read in the console."""

from datetime import datetime

from channels.sms.port import Accepted, Found


class DemoGateway:
    """Accepts everything and sends nothing."""

    name, lists = "demo", False

    def send(self, phone: str, body: str, *, key: str) -> Accepted:
        return Accepted(reference=f"demo-{key}", left=False)

    def find(self, phone: str, body: str, *, since: datetime) -> Found | None:
        return None

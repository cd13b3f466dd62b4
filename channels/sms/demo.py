"""The gateway of a city without a carrier: keeps what would have been sent, to be read in the console."""

import secrets

from channels.sms.port import Accepted


class DemoGateway:
    """Accepts everything and sends nothing."""

    name = "demo"

    def send(self, phone: str, body: str) -> Accepted:
        return Accepted(reference=f"demo-{secrets.token_hex(8)}", left=False)

"""What an installation decides for itself: environment variables named ``MINYI_…``, and nothing else."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Self

from pydantic import Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from admin import keys
from channels import telephony
from channels.mailbox.account import Account, Relay
from channels.webhook.guard import Guard
from channels.wechat.account import key_of

LOOPBACK = "127.0.0.0/8, ::1/128"

_CLOCK = r"([01]\d|2[0-3]):[0-5]\d"


class Mode(StrEnum):
    """``demo`` fills itself with accounts and keys of its own; ``production`` invents nothing."""

    DEMO = "demo"
    PRODUCTION = "production"


class SmsGateway(StrEnum):
    """Who carries short messages; ``demo`` keeps them, ``file`` writes them into ``home/outbox``."""

    DEMO = "demo"
    FILE = "file"
    TWILIO = "twilio"
    DOMESTIC = "domestic"


class LogLevel(StrEnum):
    """How much the log tells."""

    DEBUG = "debug"
    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


class SecondFactor(StrEnum):
    """Whether every desk must set up a second factor, or may."""

    REQUIRED = "required"
    OPTIONAL = "optional"


class Switch(StrEnum):
    """What can be left out."""

    ON = "on"
    OFF = "off"


class Settings(BaseSettings):
    """One installation. Made once, in the command line or a process' factory, and handed on from there.

    Raises ``pydantic.ValidationError`` (a ``ValueError``) that says what to set. In demo mode the keys are made on
    first use and kept in ``home/keys``, so every installation has its own.
    """

    model_config = SettingsConfigDict(env_prefix="MINYI_", frozen=True)

    mode: Mode = Mode.DEMO
    home: Path = Path("var")
    host: Annotated[str, Field(pattern=r"^[^\s:/]+$", description="an IPv4 address or a name")] = "127.0.0.1"
    port: Annotated[int, Field(ge=1, le=65535)] = 8000
    public_url: str = ""
    database_url: str | None = None
    broker_url: str | None = None
    secret_key: SecretStr = SecretStr("")
    seal_keys: SecretStr = SecretStr("")
    web_processes: Annotated[int, Field(ge=1, le=64)] = 2
    intake_rate: str = "30000/minute"
    mailbox_urls: Annotated[SecretStr, Field(description="imaps://user:password@host/INBOX, several with blanks")] = (
        SecretStr("")
    )
    smtp_url: SecretStr = SecretStr("")
    mail_address: str = ""
    mail_largest: Annotated[int, Field(ge=1, le=200, description="megabytes")] = 25
    clamd: str | None = None
    twilio_account_sid: str = ""
    twilio_auth_token: SecretStr = SecretStr("")
    twilio_webhook_keys: SecretStr = SecretStr("")
    twilio_number: Annotated[str, Field(pattern=r"^(\+[1-9]\d{3,14})?$", description="international form")] = ""
    twilio_url: str = telephony.CARRIER
    sms_gateway: SmsGateway = SmsGateway.DEMO
    sms_url: str = ""
    sms_app: str = ""
    sms_secret: SecretStr = SecretStr("")
    hotline_language: str = "cmn-Hans-CN"
    hotline_speaks: str = "cmn-CN"
    hotline_voice: str = "Polly.Zhiyu"
    hotline_confidence: Annotated[float, Field(ge=0, le=1)] = 0.5
    hotline_hours: Annotated[str, Field(pattern=rf"^{_CLOCK}-{_CLOCK}$")] = "00:00-00:00"
    hotline_patience: Annotated[int, Field(ge=10, le=3600)] = 180
    webhook_networks: str | None = None
    second_factor: SecondFactor | None = None
    wechat_token: SecretStr = SecretStr("")
    wechat_app_id: str = ""
    wechat_secret: SecretStr = SecretStr("")
    wechat_aes_key: SecretStr = SecretStr("")
    wechat_api_url: str = "https://api.weixin.qq.com"
    dialogue: Switch = Switch.ON
    dialogue_port: Annotated[int, Field(ge=1, le=65535)] = 5005
    telegram_token: SecretStr = SecretStr("")
    telegram_api_url: str = ""
    demo_petitions: Annotated[int, Field(ge=0, le=1_000_000)] = 21_000
    log_level: LogLevel = LogLevel.INFO

    @field_validator("home")
    @classmethod
    def _absolute(cls, home: Path) -> Path:
        return home.expanduser().resolve()

    @field_validator("database_url")
    @classmethod
    def _postgresql_through_psycopg(cls, url: str | None) -> str | None:
        """Accept what hosting providers hand out; PostgreSQL is the only dialect."""
        if not url:
            return None
        scheme, separator, rest = url.partition("://")
        if not separator or scheme not in {"postgres", "postgresql", "postgresql+psycopg"}:
            raise ValueError("MINYI_DATABASE_URL must look like postgresql://user:password@host:5432/minyi.")
        return f"postgresql+psycopg://{rest}"

    @field_validator("broker_url")
    @classmethod
    def _empty_is_unset(cls, url: str | None) -> str | None:
        return url or None

    @field_validator("webhook_networks")
    @classmethod
    def _networks(cls, written: str | None) -> str | None:
        Guard.of(written or "")
        return written

    @field_validator("wechat_aes_key")
    @classmethod
    def _sealing_key(cls, key: SecretStr) -> SecretStr:
        key_of(key.get_secret_value())
        return key

    @model_validator(mode="after")
    def _mail_is_whole(self) -> Self:
        """Who reads mail can also answer it. The messages never repeat an address: a password stands in it."""
        urls = self.mailbox_urls.get_secret_value().split()
        for url in urls:
            _checked(Account.of, url, "MINYI_MAILBOX_URLS must look like imaps://user:password@host:993/INBOX.")
        if urls and not self.smtp_url.get_secret_value():
            raise ValueError("MINYI_SMTP_URL must be set where MINYI_MAILBOX_URLS is: mail is answered by mail.")
        if urls and "@" not in self.mail_address:
            raise ValueError("MINYI_MAIL_ADDRESS must be the address that citizens write to.")
        if self.smtp_url.get_secret_value():
            _checked(
                Relay.of, self.smtp_url.get_secret_value(), "MINYI_SMTP_URL must look like smtps://user:password@host."
            )
        return self

    @model_validator(mode="after")
    def _complete(self) -> Self:
        fill = object.__setattr__  # frozen for everyone else
        if not self.public_url:
            fill(self, "public_url", f"http://{self.host}:{self.port}")
        if self.webhook_networks is None:
            fill(self, "webhook_networks", LOOPBACK if self.mode is Mode.DEMO else "")
        if self.second_factor is None:
            demo = self.mode is Mode.DEMO
            fill(self, "second_factor", SecondFactor.OPTIONAL if demo else SecondFactor.REQUIRED)
        if self.mode is Mode.DEMO:
            fill(self, "secret_key", self.secret_key or keys.kept(self.home, "secret_key", keys.new_secret))
            fill(self, "seal_keys", self.seal_keys or keys.kept(self.home, "seal_keys", keys.new_seal_key))
            self._simulate_carrier(fill)
        keys.check_secret(self.secret_key)
        keys.check_seal_keys(self.seal_keys)
        return self

    def _simulate_carrier(self, fill: Callable[[Self, str, object], None]) -> None:
        """Without an account of its own a demonstration has the simulator for a carrier, with keys nobody else has."""
        if self.twilio_account_sid:
            return
        made = hashlib.sha256(b"simulated carrier" + self.secret_key.get_secret_value().encode()).hexdigest()
        here = "127.0.0.1" if self.host == "0.0.0.0" else self.host  # noqa: S104 - compared
        fill(self, "twilio_account_sid", f"AC{made[:32]}")
        fill(self, "twilio_auth_token", SecretStr(made[32:]))
        fill(self, "twilio_number", self.twilio_number or "+862412345")
        if self.twilio_url == telephony.CARRIER:
            fill(self, "twilio_url", f"http://{here}:{self.port}/simulator/carrier")

    @property
    def takes_mail(self) -> bool:
        """Whether there is a mailbox: one on a server, or the simulator's."""
        return bool(self.mailbox_urls.get_secret_value().strip()) or self.mode is Mode.DEMO


def _checked(read: Callable[[str], object], url: str, message: str) -> None:
    try:
        read(url)
    except ValueError:
        raise ValueError(message) from None

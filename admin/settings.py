"""What an installation decides for itself: environment variables named ``MINYI_…``, and nothing else."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Self

from pydantic import Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from admin import keys


class Mode(StrEnum):
    """``demo`` fills itself with accounts and keys of its own; ``production`` invents nothing."""

    DEMO = "demo"
    PRODUCTION = "production"


class LogLevel(StrEnum):
    """How much the log tells."""

    DEBUG = "debug"
    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


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

    @model_validator(mode="after")
    def _complete(self) -> Self:
        fill = object.__setattr__  # frozen for everyone else
        if not self.public_url:
            fill(self, "public_url", f"http://{self.host}:{self.port}")
        if self.mode is Mode.DEMO:
            fill(self, "secret_key", self.secret_key or keys.kept(self.home, "secret_key", keys.new_secret))
            fill(self, "seal_keys", self.seal_keys or keys.kept(self.home, "seal_keys", keys.new_seal_key))
        keys.check_secret(self.secret_key)
        keys.check_seal_keys(self.seal_keys)
        return self

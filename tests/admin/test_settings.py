import base64
import re
import stat
from pathlib import Path

import pytest
from pydantic import SecretStr, ValidationError

from admin.addresses import with_addresses
from admin.settings import Mode, Settings

SECRET = SecretStr("s" * 32)
SEAL = SecretStr("k1:" + base64.b64encode(bytes(32)).decode())


@pytest.fixture(autouse=True)
def _no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(f"MINYI_{name.upper()}", raising=False)


def _production(home: Path, secret_key: SecretStr = SECRET, seal_keys: SecretStr = SEAL) -> Settings:
    return Settings(home=home, mode=Mode.PRODUCTION, secret_key=secret_key, seal_keys=seal_keys)


def test_every_demo_has_keys_of_its_own_and_keeps_them(tmp_path: Path) -> None:
    first, second = Settings(home=tmp_path / "1"), Settings(home=tmp_path / "2")
    assert first.secret_key != second.secret_key
    assert first.seal_keys != second.seal_keys
    assert Settings(home=tmp_path / "1") == first


def test_only_the_owner_reads_the_keys(tmp_path: Path) -> None:
    Settings(home=tmp_path / "home")
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "home" / "keys").iterdir()}
    assert modes == {"secret_key": 0o600, "seal_keys": 0o600}


def test_production_invents_no_key(tmp_path: Path) -> None:
    Settings(home=tmp_path)
    with pytest.raises(ValidationError, match="MINYI_SECRET_KEY must be set"):
        _production(tmp_path, secret_key=SecretStr(""))
    with pytest.raises(ValidationError, match="MINYI_SEAL_KEYS must be"):
        _production(tmp_path, seal_keys=SecretStr(""))


def test_production_starts_with_both_keys_and_writes_nothing(tmp_path: Path) -> None:
    assert _production(tmp_path).secret_key == SECRET
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("keys", ["k1:short", "k1", ":" + "A" * 44, "k1:" + "A" * 43 + "!", "k1:"])
def test_a_malformed_sealing_key_is_refused(keys: str, tmp_path: Path) -> None:
    with pytest.raises(ValidationError, match="MINYI_SEAL_KEYS"):
        _production(tmp_path, seal_keys=SecretStr(keys))


def test_a_key_id_stands_once(tmp_path: Path) -> None:
    twice = SecretStr(f"{SEAL.get_secret_value()},{SEAL.get_secret_value()}")
    with pytest.raises(ValidationError, match="same key id twice"):
        _production(tmp_path, seal_keys=twice)


def test_no_key_shows_when_the_settings_are_printed(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path)
    assert settings.secret_key.get_secret_value() not in repr(settings)
    assert settings.seal_keys.get_secret_value() not in repr(settings)


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_every_way_to_name_postgresql_means_psycopg(scheme: str, tmp_path: Path) -> None:
    assert Settings(home=tmp_path, database_url=f"{scheme}://db/minyi").database_url == "postgresql+psycopg://db/minyi"


@pytest.mark.parametrize("url", ["sqlite:///file", "mysql://db/minyi", "db/minyi"])
def test_another_database_is_refused(url: str, tmp_path: Path) -> None:
    with pytest.raises(ValidationError, match="MINYI_DATABASE_URL must look like"):
        Settings(home=tmp_path, database_url=url)


def test_settings_come_from_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MINYI_HOME", str(tmp_path))
    monkeypatch.setenv("MINYI_PORT", "8080")
    assert Settings().public_url == "http://127.0.0.1:8080"


def test_a_home_is_absolute_wherever_it_was_named_from(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert Settings(home=Path("var")).home == tmp_path / "var"


def test_without_addresses_the_embedded_servers_are_meant(tmp_path: Path) -> None:
    found = with_addresses(Settings(home=tmp_path))
    assert re.fullmatch(r"postgresql\+psycopg://minyi@/minyi\?host=.+&port=5432", found.database_url or "")
    assert (found.broker_url or "").startswith("redis+socket:///")


def test_addresses_that_are_set_stay(tmp_path: Path) -> None:
    found = with_addresses(Settings(home=tmp_path, database_url="postgresql://db/x", broker_url="amqp://b//"))
    assert (found.database_url, found.broker_url) == ("postgresql+psycopg://db/x", "amqp://b//")


def _mail(home: Path, urls: str, *, smtp: str = "smtps://u:secret@r.example", address: str = "a@b.example") -> Settings:
    return Settings(home=home, mailbox_urls=SecretStr(urls), smtp_url=SecretStr(smtp), mail_address=address)


def test_several_mailboxes_are_named_with_blanks_between_them(tmp_path: Path) -> None:
    settings = _mail(tmp_path, "imaps://u:secret@one.example imaps://u:secret@two.example/Old?source=M001")
    assert settings.takes_mail
    assert "secret@" not in repr(settings)


@pytest.mark.parametrize(
    ("urls", "smtp", "address", "named"),
    [
        ("https://u:secret@h.example", "smtps://r", "a@b", "MINYI_MAILBOX_URLS"),
        ("imaps://u:secret@h.example", "", "a@b", "MINYI_SMTP_URL"),
        ("imaps://u:secret@h.example", "secret", "a@b", "MINYI_SMTP_URL"),
        ("imaps://u:secret@h.example", "smtps://r", "", "MINYI_MAIL_ADDRESS"),
        ("", "secret", "", "MINYI_SMTP_URL"),
    ],
)
def test_a_mailbox_that_cannot_work_is_refused_without_its_password(
    tmp_path: Path, urls: str, smtp: str, address: str, named: str
) -> None:
    with pytest.raises(ValidationError) as refused:
        _mail(tmp_path, urls, smtp=smtp, address=address)
    message = refused.value.errors()[0]["msg"]
    assert named in message
    assert "secret" not in message


def test_a_demonstration_has_a_mailbox_and_production_only_its_own(tmp_path: Path) -> None:
    assert Settings(home=tmp_path).takes_mail
    assert not _production(tmp_path).takes_mail

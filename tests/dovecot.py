"""A real mail server of our own: Dovecot on loopback, in a folder of its own, fed by LMTP."""

from __future__ import annotations

import os
import pwd
import shutil
import smtplib
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from imap_tools import MailBoxUnencrypted

from admin.waiting import wait_until
from tests.certificate import certificate

PROGRAM, PARTS = Path("/usr/sbin/dovecot"), Path("/usr/lib/dovecot")
PASSWORD = "secret-of-a-test"
_CONFIG = """
protocols = imap lmtp
listen = 127.0.0.1
base_dir = {home}/run
state_dir = {home}/state
log_path = {home}/dovecot.log
ssl = yes
ssl_cert = <{home}/certificate.pem
ssl_key = <{home}/key.pem
disable_plaintext_auth = no
auth_mechanisms = plain login
auth_failure_delay = 0 secs
mail_location = maildir:{home}/mail/%u
first_valid_uid = 1
first_valid_gid = 1
mail_fsync = {fsync}
default_process_limit = 60
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={home}/home/%u
}}
service imap-login {{
  inet_listener imap {{
    port = {imap}
  }}
  inet_listener imaps {{
    port = {imaps}
  }}
}}
service lmtp {{
  inet_listener lmtp {{
    port = {lmtp}
  }}
}}
service anvil {{
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service stats {{
  client_limit = 200
}}
"""


@dataclass(frozen=True, kw_only=True)
class Dovecot:
    """A running server; every user exists and has the same password."""

    home: Path
    imap: int
    imaps: int
    lmtp: int

    def url(self, user: str, *, scheme: str = "imap") -> str:
        """As MINYI_MAILBOX_URLS names a mailbox."""
        port = self.imaps if scheme == "imaps" else self.imap
        return f"{scheme}://{user}:{PASSWORD}@127.0.0.1:{port}/INBOX"

    @property
    def certificate(self) -> Path:
        return self.home / "certificate.pem"

    def deliver(self, user: str, *mails: bytes, sender: str = "writer@mail.example") -> None:
        """Hand mails over by LMTP, as a relay would."""
        with smtplib.LMTP("127.0.0.1", self.lmtp) as lmtp:
            for mail in mails:
                lmtp.sendmail(sender, [user], mail)

    def opened(self, user: str, folder: str = "INBOX") -> MailBoxUnencrypted:
        box = MailBoxUnencrypted("127.0.0.1", self.imap)
        box.login(user, PASSWORD, folder)
        return box

    def hang_up(self, user: str) -> None:
        """Cut every connection of a user."""
        config = self.home / "dovecot.conf"
        subprocess.run(["doveadm", "-c", config, "kick", user], check=True, capture_output=True)

    def count(self, user: str, folder: str = "INBOX") -> int:
        """How many mails lie in a folder; none in one that does not exist."""
        with self.opened(user) as box:
            return int(box.folder.status(folder)["MESSAGES"]) if box.folder.exists(folder) else 0


def is_there() -> bool:
    """Whether it can be started here: installed, and we are root (it changes users)."""
    return PROGRAM.exists() and (PARTS / "lmtp").exists() and (PARTS / "imap").exists() and os.geteuid() == 0


@contextmanager
def dovecot(*, durable: bool = False) -> Iterator[Dovecot]:
    """A server on free ports, gone with everything in it afterwards."""
    home = Path(tempfile.mkdtemp(prefix="minyi-dovecot-"))
    imap, imaps, lmtp = _free_ports()
    owner = pwd.getpwnam("mail")
    home.chmod(0o755)
    for name in ("mail", "home", "state"):
        (home / name).mkdir()
        os.chown(home / name, owner.pw_uid, owner.pw_gid)
    certificate(home)
    values = {"home": home, "imap": imap, "imaps": imaps, "lmtp": lmtp, "uid": owner.pw_uid, "gid": owner.pw_gid}
    (home / "dovecot.conf").write_text(
        _CONFIG.format(**values, password=PASSWORD, fsync="always" if durable else "never")
    )
    process = subprocess.Popen([PROGRAM, "-F", "-c", str(home / "dovecot.conf")])
    try:
        if not wait_until(lambda: _answers(imap) and _answers(lmtp), seconds=20):
            raise RuntimeError((home / "dovecot.log").read_text(errors="replace")[-2000:])
        yield Dovecot(home=home, imap=imap, imaps=imaps, lmtp=lmtp)
    finally:
        process.terminate()
        process.wait(timeout=20)
        shutil.rmtree(home, ignore_errors=True)


def _answers(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=2) as line:
            return bool(line.recv(1))
    except OSError:
        return False


def _free_ports() -> list[int]:
    with ExitStack() as held:
        probes = [held.enter_context(socket.socket()) for _ in range(3)]
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return [probe.getsockname()[1] for probe in probes]

"""Dovecot over TLS, with a fresh user and mailbox for each test."""

from __future__ import annotations

import os
import pwd
import ssl
import subprocess
from datetime import datetime

import trustme
from imapclient import IMAPClient

from tests.servers.process import end, free_port, listens, own, own_folder, program, remove, wait_for

_CONFIG = """
base_dir = {folder}/run
state_dir = {folder}/run
instance_name = tests
log_path = {folder}/dovecot.log
protocols = imap
listen = 127.0.0.1
ssl = required
ssl_cert = <{folder}/server.pem
ssl_key = <{folder}/server.pem
disable_plaintext_auth = yes
auth_mechanisms = plain
auth_failure_delay = 0
default_internal_user = {internal}
default_internal_group = {internal_group}
default_login_user = {login}
first_valid_uid = 1
mail_location = maildir:{folder}/mail/%u
mailbox_list_index = no
passdb {{
  driver = passwd-file
  args = scheme=PLAIN username_format=%u {folder}/users
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={folder}/mail/%u
}}
service anvil {{
  chroot =
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = 0
  }}
  inet_listener imaps {{
    port = {port}
    ssl = yes
  }}
}}
service stats {{
  chroot =
}}
"""


USERS = 500
"""Made at the start: Dovecot would not see one that is added in the second in which it read the file."""


class Dovecot:
    """Debian's dovecot-imapd, from a temporary folder; as root its mail processes run as nobody."""

    def __init__(self) -> None:
        folder = own_folder("dovecot")
        self._folder, self.port = folder, free_port()
        self._process: subprocess.Popen[bytes] | None = None
        self._names = (f"claims{n}" for n in range(1, USERS + 1))
        authority = trustme.CA()
        authority.issue_cert("localhost", "127.0.0.1").private_key_and_cert_chain_pem.write_to_path(
            folder / "server.pem"
        )
        self.ca_file = folder / "ca.pem"
        authority.cert_pem.write_to_path(self.ca_file)

    def start(self) -> None:
        """Start, and wait until it listens."""
        root = os.geteuid() == 0
        me = pwd.getpwuid(os.geteuid())
        mail = pwd.getpwnam("nobody") if root else me
        folder = self._folder
        (folder / "mail").mkdir(exist_ok=True)
        names = (f"claims{n}" for n in range(1, USERS + 1))
        (folder / "users").write_text("".join(f"{name}:{{PLAIN}}secret\n" for name in names))
        values = {
            "folder": folder, "port": self.port, "uid": mail.pw_uid, "gid": mail.pw_gid,
            "internal": "dovecot" if root else me.pw_name, "login": "dovenull" if root else me.pw_name,
            "internal_group": "dovecot" if root else "",
        }  # fmt: skip
        text = _CONFIG.format(**values)
        text = text if root else text.replace("default_internal_group = \n", "")
        (folder / "dovecot.conf").write_text(text)
        if root:
            own(folder / "mail", "nobody")
            (folder / "users").chmod(0o644)
        with (folder / "start.log").open("ab") as out:
            command = [program("dovecot", "dovecot-imapd"), "-F", "-c", str(folder / "dovecot.conf")]
            self._process = subprocess.Popen(command, stdout=out, stderr=out)
        wait_for("Dovecot", lambda: listens(self.port), self._process, folder / "start.log")

    def stop(self) -> None:
        """Stop for good."""
        end(self._process)
        remove(self._folder)

    def new_user(self) -> str:
        """A user with an empty mailbox; the password is "secret"."""
        return next(self._names)

    def url(self, user: str, *, port: int | None = None, folder: str = "INBOX") -> str:
        """As CLAIMS_MAILBOX_URL wants it."""
        return f"imaps://{user}:secret@localhost:{port or self.port}/{folder}"

    def client(self, user: str) -> IMAPClient:
        """A mail client that is logged in."""
        context = ssl.create_default_context(cafile=str(self.ca_file))
        client = IMAPClient("localhost", port=self.port, ssl_context=context)
        client.normalise_times = False
        client.login(user, "secret")
        return client

    def append(self, user: str, raw: bytes, *, at: datetime, folder: str = "INBOX") -> None:
        """Put a mail into a mailbox, received at a moment."""
        with self.client(user) as client:
            client.append(folder, raw, msg_time=at)

    def contents(self, user: str, folder: str = "INBOX") -> list[tuple[bytes, frozenset[bytes]]]:
        """Every mail of a folder with its flags, in order; empty where there is no such folder."""
        with self.client(user) as client:
            if not client.folder_exists(folder):
                return []
            client.select_folder(folder, readonly=True)
            uids = client.search("ALL")
            told = client.fetch(uids, ["BODY.PEEK[]", "FLAGS"]) if uids else {}
            return [(told[u][b"BODY[]"], frozenset(told[u][b"FLAGS"]) - {b"\\Recent"}) for u in sorted(told)]

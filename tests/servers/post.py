"""An SMTP server that takes letters over TLS with a login, and answers as a test tells it to."""

from __future__ import annotations

import logging
import ssl
import warnings
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

from tests.servers.process import free_port, own_folder, remove

logging.getLogger("mail.log").setLevel(logging.ERROR)
warnings.filterwarnings("ignore", message="Requiring AUTH while not requiring TLS")  # the whole connection is TLS
DROP = "drop"
"""As an answer to DATA: the connection is cut before any."""


@dataclass(frozen=True, slots=True)
class Received:
    """A letter that the server accepted."""

    sender: str
    recipient: str
    content: bytes
    options: tuple[str, ...] = ()
    """Those of MAIL FROM, but its SIZE."""


class SmtpPeer:
    """aiosmtpd. `answers[address]` is a list of answers to DATA, used up one by one; then it accepts."""

    def __init__(self) -> None:
        self._folder = own_folder("smtp")
        self.port = free_port()
        self.received: list[Received] = []
        self.answers: dict[str, list[str]] = defaultdict(list)
        self.refused: set[str] = set()
        """Addresses that are refused at RCPT."""
        self.extensions = ["250-PIPELINING"]
        """Told at EHLO beside aiosmtpd's own: it reads commands one by one, so that a group of them is no trouble."""
        self.seven_bit = False
        """Whether it has no 8BITMIME."""
        authority = trustme.CA()
        certificate = authority.issue_cert("localhost", "127.0.0.1")
        self.ca_file = self._folder / "ca.pem"
        authority.cert_pem.write_to_path(self.ca_file)
        self._context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        certificate.configure_cert(self._context)
        self._controller = self._made()

    def _made(self) -> Controller:
        return Controller(
            self,
            hostname="127.0.0.1",
            port=self.port,
            ssl_context=self._context,
            auth_require_tls=False,  # the whole connection is TLS
            authenticator=_authenticated,
            auth_required=True,
            server_hostname="localhost",
        )

    @property
    def url(self) -> str:
        """As CLAIMS_POST_URL wants it."""
        return f"smtps://claims:secret@localhost:{self.port}"

    def start(self) -> None:
        """Start, and wait until it answers."""
        self._controller.start()

    def stop(self) -> None:
        """Stop."""
        self._controller.stop()
        remove(self._folder)

    def go_away(self) -> None:
        """Refuse every connection until `come_back`."""
        self._controller.stop()

    def come_back(self) -> None:
        """Answer again."""
        self._controller = self._made()
        self._controller.start()

    def forget(self) -> None:
        """As if nothing had ever been sent."""
        self.received.clear()
        self.answers.clear()

    async def handle_EHLO(
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        """Tell the extensions."""
        session.host_name = hostname
        own = [r for r in responses[:-1] if not (self.seven_bit and r == "250-8BITMIME")]
        return [*own, *self.extensions, responses[-1]]

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Take every addressee but those to be refused."""
        if address in self.refused:
            return "550 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Answer as told for the recipient, else accept."""
        recipient = envelope.rcpt_tos[0]
        answer = self.answers[recipient].pop(0) if self.answers[recipient] else "250 accepted"
        if answer == DROP:
            server.transport.abort()
            return "421 gone"
        if answer.startswith("2"):
            options = tuple(o for o in envelope.mail_options if not o.startswith("SIZE="))
            self.received.append(Received(str(envelope.mail_from), recipient, bytes(envelope.content or b""), options))
        return answer


def _authenticated(server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any) -> AuthResult:
    return AuthResult(success=(data.login, data.password) == (b"claims", b"secret"))

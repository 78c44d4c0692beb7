"""The post over SMTP (RFC 5321), with smtplib: over TLS, one connection for many letters.

Sending is split where it matters: a connection lost before the letter was handed over may be tried again, one lost
between the end of the letter and the server's answer leaves it in doubt.
"""

from __future__ import annotations

import base64
import re
import smtplib
import socket
import ssl
from collections.abc import Sequence
from types import TracebackType
from typing import Self

from worker.outbox.post import InDoubt, PostAway, Refused, TryLater
from worker.settings import Server

TIMEOUT = 60
_OK = (250, 251)
LETTERS_A_CONNECTION = 100


class SmtpPost:
    """A mail server that takes our letters. `sender` is the envelope's sender: bounces come back to it."""

    def __init__(self, server: Server, context: ssl.SSLContext, *, sender: str, token: str | None) -> None:
        self.name = f"smtp://{server.user or ''}@{server.host}:{server.port}"
        self._server, self._context, self._sender, self._token = server, context, sender, token
        self._smtp: smtplib.SMTP | None = None
        self._sent = 0

    def __enter__(self) -> Self:
        self._open()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._close()

    def _open(self) -> smtplib.SMTP:
        if self._smtp is not None and self._sent < LETTERS_A_CONNECTION:
            return self._smtp
        self._close()
        try:
            self._smtp = self._login()
        except (smtplib.SMTPException, OSError) as error:
            raise PostAway(f"The mail server {self.name} cannot be used: {_reason(error)}") from error
        self._sent = 0
        return self._smtp

    def _login(self) -> smtplib.SMTP:
        server = self._server
        if server.security == "tls":
            smtp: smtplib.SMTP = smtplib.SMTP_SSL(server.host, server.port, timeout=TIMEOUT, context=self._context)
        else:
            smtp = smtplib.SMTP(server.host, server.port, timeout=TIMEOUT)
        if smtp.sock is not None:
            smtp.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if server.security == "starttls":
            smtp.starttls(context=self._context)
        smtp.ehlo_or_helo_if_needed()
        if self._token and server.user:
            login = f"user={server.user}\1auth=Bearer {self._token}\1\1"
            code, text = smtp.docmd("AUTH", "XOAUTH2 " + base64.b64encode(login.encode()).decode())
            if code != 235:
                raise smtplib.SMTPAuthenticationError(code, text)
        elif server.user:
            smtp.login(server.user, server.password or "")
        return smtp

    def _close(self) -> None:
        smtp, self._smtp = self._smtp, None
        if smtp is not None:
            try:
                smtp.quit()
            except (smtplib.SMTPException, OSError):
                smtp.close()

    @property
    def eight_bit(self) -> bool:
        """Whether the server, as it last told, has 8BITMIME (RFC 6152)."""
        return self._smtp is not None and self._smtp.has_extn("8bitmime")

    def send(self, message: bytes, *, to: str) -> None:
        """One letter to one address. Raises PostAway, TryLater, Refused or InDoubt."""
        if not to.isascii():
            raise Refused(f"the address {to} holds letters that mail servers do not take (RFC 5321)")
        smtp = self._open()
        options = () if message.isascii() else ("BODY=8BITMIME",)
        if options and not self.eight_bit:
            raise TryLater("another server answered, which takes ASCII only")
        try:
            self._envelope(smtp, to, options)
            smtp.send(_dotted(message))
        except (smtplib.SMTPServerDisconnected, OSError) as error:
            self._close()
            raise TryLater(f"the connection broke: {_reason(error)}") from error
        try:
            code, text = smtp.getreply()
        except (smtplib.SMTPServerDisconnected, OSError) as error:
            self._close()
            raise InDoubt(f"the connection broke before the server's answer: {_reason(error)}") from error
        self._sent += 1
        self._judge(smtp, code, text, accepted=(250,))

    def _envelope(self, smtp: smtplib.SMTP, to: str, options: Sequence[str]) -> None:
        if smtp.has_extn("pipelining"):
            self._envelope_at_once(smtp, to, options)
            return
        self._judge(smtp, *smtp.mail(self._sender, options), accepted=_OK)
        self._judge(smtp, *smtp.rcpt(to), accepted=_OK)
        self._judge(smtp, *smtp.docmd("DATA"), accepted=(354,))

    def _envelope_at_once(self, smtp: smtplib.SMTP, to: str, options: Sequence[str]) -> None:
        """All three commands in one group, then their answers (RFC 2920): one round trip instead of three.

        A server may ask for the letter although it refused its addressee: it then gets an empty one, and refuses it.
        """
        mail, rcpt = " ".join([smtplib.quoteaddr(self._sender), *options]), smtplib.quoteaddr(to)
        smtp.send(f"MAIL FROM:{mail}\r\nRCPT TO:{rcpt}\r\nDATA\r\n")
        told = [smtp.getreply() for _ in range(3)]
        refused = next((reply for reply in told[:2] if reply[0] not in _OK), None)
        if refused is not None and told[2][0] == 354:
            smtp.send(b".\r\n")
            smtp.getreply()
        self._judge(smtp, *(refused or told[2]), accepted=(354,))

    def _judge(self, smtp: smtplib.SMTP, code: int, text: bytes, *, accepted: tuple[int, ...]) -> None:
        if code in accepted:
            return
        said = f"{code} {text.decode('utf-8', 'replace')}"
        if code == 421:
            self._close()
        else:
            smtp.rset()
        raise Refused(said) if 500 <= code < 600 else TryLater(said)


def _dotted(message: bytes) -> bytes:
    lines = re.sub(rb"\r\n|\r|\n", b"\r\n", message)
    return re.sub(rb"(?m)^\.", b"..", lines).removesuffix(b"\r\n") + b"\r\n.\r\n"


def _reason(error: BaseException) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        told = error.smtp_error
        return f"{error.smtp_code} {told.decode('utf-8', 'replace') if isinstance(told, bytes) else told}"
    return str(error).strip() or type(error).__name__

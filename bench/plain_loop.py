"""The plain loop: fetch, parse with the standard library, one transaction and one reply a mail. It decides nothing.

Written as the standard library's documentation shows: `policy.default`, `get_body`, `send_message`.
"""

from __future__ import annotations

import email
import email.policy
import smtplib
import socket
import ssl
from email.message import EmailMessage

import psycopg
from imapclient import IMAPClient


def run(*, imap_port: int, smtp_port: int, ca_file: str, user: str, database: str) -> int:
    """Answer every mail of a mailbox; gives how many. `ca_file` holds the authorities of both servers."""
    done = 0
    context = ssl.create_default_context(cafile=ca_file)
    with (
        IMAPClient("localhost", port=imap_port, ssl_context=context) as box,
        psycopg.connect(database) as connection,
        smtplib.SMTP_SSL("localhost", smtp_port, context=context) as smtp,
    ):
        for connected in (box.socket(), smtp.sock):
            connected.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        connection.execute(
            "CREATE TABLE plain (id bigserial PRIMARY KEY, message_id text UNIQUE, raw bytea, text text)"
        )
        connection.commit()
        smtp.login("claims", "secret")
        box.login(user, "secret")
        box.select_folder("INBOX")
        uids = box.search("ALL")
        for first in range(0, len(uids), 100):
            for told in box.fetch(uids[first : first + 100], ["BODY.PEEK[]"]).values():
                _answer(told[b"BODY[]"], connection, smtp)
                done += 1
        box.add_flags(uids, [b"\\Seen"], silent=True)
    return done


def _answer(raw: bytes, connection: psycopg.Connection[tuple[object, ...]], smtp: smtplib.SMTP) -> None:
    mail = email.message_from_bytes(raw, policy=email.policy.default)
    body = mail.get_body(("plain", "html"))
    text = body.get_content() if body is not None else ""
    row = (mail["Message-ID"], raw, text)
    connection.execute("INSERT INTO plain (message_id, raw, text) VALUES (%s, %s, %s)", row)
    connection.commit()
    reply = EmailMessage()
    reply["From"], reply["To"], reply["Subject"] = "sla-claims@lookuq.example", mail["From"], "Re: your claim"
    reply["In-Reply-To"] = mail["Message-ID"]
    reply.set_content("We have received your claim.\n")
    smtp.send_message(reply)

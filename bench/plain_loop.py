"""The plain loop: fetch, parse with the standard library, one transaction and one reply a mail. It decides nothing."""

from __future__ import annotations

import email
import smtplib
import socket
import ssl
from email.message import EmailMessage

import psycopg
from imapclient import IMAPClient


def run(*, imap_port: int, ca_file: str, user: str, smtp_port: int, database: str) -> int:
    """Answer every mail of a mailbox; gives how many."""
    done = 0
    context = ssl.create_default_context(cafile=ca_file)
    with (
        IMAPClient("localhost", port=imap_port, ssl_context=context) as box,
        psycopg.connect(database) as connection,
        smtplib.SMTP("127.0.0.1", smtp_port) as smtp,
    ):
        box.socket().setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        connection.execute("CREATE TABLE plain (id bigserial PRIMARY KEY, message_id text UNIQUE, raw bytea)")
        connection.commit()
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
    mail = email.message_from_bytes(raw)
    for part in mail.walk():
        part.get_payload(decode=True)
    connection.execute("INSERT INTO plain (message_id, raw) VALUES (%s, %s)", (mail["Message-ID"], raw))
    connection.commit()
    reply = EmailMessage()
    reply["From"], reply["To"], reply["Subject"] = "sla-claims@lookuq.example", mail["From"], "Re: your claim"
    reply["In-Reply-To"] = mail["Message-ID"]
    reply.set_content("We have received your claim.\n")
    smtp.send_message(reply)

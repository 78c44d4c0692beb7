"""A claim's mails as the team sees them: read anew, secrets masked, each fact that was read marked where it stands."""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Iterable
from dataclasses import dataclass
from email.message import EmailMessage
from typing import cast

from worker import adapters
from worker.claims.desk import Desk
from worker.intake.models import MailBytes, StoredMail
from worker.intake.settle import ours
from worker.reading import Attachment, Mail, Unreadable
from worker.sla import Facts

_PICTURES = {
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"GIF8": "image/gif",
    b"RIFF": "image/webp",
}
_ERROR = re.compile(
    r"refused|time[d ]*out|reset|unreachable|\b50[0-4]\b|\b4\d\d\b|error|fatal|exception|failed", re.IGNORECASE
)
MOST_LINES = 400


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of text; `kind` is `time`, `account`, `error` or empty."""

    text: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """One attachment: its lines where it is text, where a picture can be had, or only its name."""

    place: int
    name: str
    content_type: str
    size: int
    lines: tuple[Piece, ...]
    picture: bool
    seen: str


@dataclass(frozen=True, slots=True)
class MailShown:
    """One mail of a claim."""

    row: StoredMail
    mail: Mail | None
    problem: str
    said: tuple[Piece, ...] = ()
    machine: tuple[Piece, ...] = ()
    attachments: tuple[Shown, ...] = ()


def shown(rows: Iterable[StoredMail], facts: Facts | None, desk: Desk) -> list[MailShown]:
    """The mails, read anew from their bytes, which were selected with them; `facts` of the claim are marked in them."""
    told = []
    for row in rows:
        raw = bytes(row.bytes.raw) if hasattr(row, "bytes") else None
        if raw is None:
            told.append(MailShown(row, None, "Its bytes were deleted when their time was over."))
            continue
        try:
            told.append(_shown(row, raw, facts, desk))
        except Unreadable as why:
            told.append(MailShown(row, None, str(why)))
    return told


def _shown(row: StoredMail, raw: bytes, facts: Facts | None, desk: Desk) -> MailShown:
    mail = adapters.read(raw, ours=ours(desk), received=row.received_at)
    needles: dict[str, str] = {}
    if facts is not None:
        needles = {i.words: "time" for i in facts.incidents} | {m.text: "account" for m in facts.mentions}
    leaves = _leaves(raw)
    pictures = {place for place, (_, content) in enumerate(leaves) if _sniffed(content).startswith("image/")}
    attachments = []
    for attachment in mail.attachments:
        place = _place(attachment, leaves)
        lines = attachment.text.splitlines()[:MOST_LINES] if attachment.text is not None else []
        attachments.append(
            Shown(
                place,
                attachment.name,
                attachment.content_type,
                attachment.size,
                tuple(Piece(line, "error" if _ERROR.search(line) else "") for line in lines),
                place in pictures,
                attachment.seen,
            )
        )
    machine = tuple(Piece(line, "error" if _ERROR.search(line) else "") for line in mail.machine.splitlines())
    return MailShown(row, mail, "", marked(mail.said, needles), machine, tuple(attachments))


def marked(text: str, needles: dict[str, str]) -> tuple[Piece, ...]:
    """Text in pieces, with what was read marked. Whitespace may differ: the reading joins wrapped lines."""
    wanted = {k: v for k, v in needles.items() if len(k) > 2}
    if not wanted:
        return (Piece(text),)
    spelled = {_spelled(k): v for k, v in sorted(wanted.items(), key=lambda kv: -len(kv[0]))}
    pattern = re.compile("|".join(f"({s})" for s in spelled), re.IGNORECASE)
    kinds = list(spelled.values())
    pieces, at = [], 0
    for match in pattern.finditer(text):
        pieces.append(Piece(text[at : match.start()]))
        pieces.append(Piece(match[0], kinds[(match.lastindex or 1) - 1]))
        at = match.end()
    return tuple(p for p in (*pieces, Piece(text[at:])) if p.text)


def _spelled(needle: str) -> str:
    return r"\s+".join(re.escape(word) for word in needle.split())


def _place(attachment: Attachment, leaves: list[tuple[str, bytes]]) -> int:
    """Where an attachment stands among the mail's parts; -1 where it is none of its own (a zip's member, a body)."""
    named = [n for n, (name, _) in enumerate(leaves) if name == attachment.name]
    sized = [n for n, (_, content) in enumerate(leaves) if len(content) == attachment.size]
    return next(iter(named or sized), -1)


def _leaves(raw: bytes) -> list[tuple[str, bytes]]:
    """Attachments with their names, and pictures that have none, in the mail's order."""
    message = cast(EmailMessage, email.message_from_bytes(raw, policy=email.policy.compat32))
    leaves = []
    for part in message.walk():
        name = part.get_filename()
        if (name or part.get_content_maintype() == "image") and not part.is_multipart():
            payload = part.get_payload(decode=True)
            leaves.append((str(name or ""), payload if isinstance(payload, bytes) else b""))
    return leaves


def _sniffed(content: bytes) -> str:
    return next((kind for magic, kind in _PICTURES.items() if content.startswith(magic)), "application/octet-stream")


def picture(row: StoredMail, place: int) -> tuple[bytes, str] | None:
    """A picture's bytes and sniffed type; None where that attachment is none."""
    kept = MailBytes.objects.filter(pk=row.pk).first()
    leaves = _leaves(bytes(kept.raw)) if kept else []
    if not 0 <= place < len(leaves):
        return None
    content = leaves[place][1]
    kind = _sniffed(content)
    return (content, kind) if kind.startswith("image/") else None

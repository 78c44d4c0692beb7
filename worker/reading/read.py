"""From raw bytes to a `Mail`, and from a `Mail` to the facts that deciding needs."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime

from mailparser.dates import parse_mail_date

from worker.reading.authentication import authenticity, only_sender
from worker.reading.evidence import evidence_in
from worker.reading.html import PICTURE
from worker.reading.kinds import (
    automatic_because,
    bounce_of,
    holds_claim_words,
    is_bounce,
    kind_of,
    letters_answered,
    only_thanks,
    reads_like_claim,
)
from worker.reading.language import language_of
from worker.reading.mail import Kind, Mail, Ours, Unreadable
from worker.reading.mentions import mentions
from worker.reading.parts import Parts, take_apart
from worker.reading.secrets import masked
from worker.reading.text import Body, machine_in, tell_apart
from worker.reading.times import LogText, named_day, stated_incidents
from worker.sla.facts import Facts, StatedIncident

_FORWARDS = re.compile(r"^\W{0,3}(?:re:\s*)?(?:fwd?|fw|chuyển tiếp|tr|wg)\s?:", re.IGNORECASE)
_IN_WORDS = re.compile(
    r"\b(?:(?:half|quarter|five|ten|twenty|twenty-five) (?:past|to|after) \w+|\w+ o'?clock|"
    r"20\d\d[01]\d[0-3]\d[ T_-]?[0-2]\d[0-5]\d(?:[0-5]\d)?|"
    r"(?:một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười|mười một|mười hai) giờ(?: rưỡi| kém \w+)?)\b",
    re.IGNORECASE,
)
_DATE_LABELS = ("date", "sent", "ngày", "ngày gửi", "đã gửi", "gửi", "gesendet", "datum", "envoyé", "fecha")
_PICTURE = re.compile(f"{PICTURE}([^{PICTURE}\n]{{0,500}}){PICTURE}")


def read(
    raw: bytes, *, ours: Ours, received: datetime | None = None, see: Callable[[bytes], str] = lambda picture: ""
) -> Mail:
    """Read a mail once. `received` is the mailbox's word; without it the topmost Received header counts.

    `see` gives the text in a picture, where a caller can. Raises Unreadable, and nothing else, whatever the bytes.
    """
    parts = take_apart(raw)
    moment = received or _received(parts)
    if moment is None:
        raise Unreadable("The mail has no Received header that says when our server took it in.")
    subject, in_subject = masked(parts.first("subject"))
    sender = only_sender(parts.all("from"))
    text, in_text = masked("\n".join((parts.text, *parts.enclosed)))
    body = tell_apart(text, subject_forwards=bool(_FORWARDS.search(subject)))
    signature_pictures = frozenset(_PICTURE.findall(body.signature) + _PICTURE.findall(body.quoted))
    said = _PICTURE.sub("", body.said)
    thread = re.findall(r"<[^<>\s]{3,998}>", f"{parts.first('in-reply-to')} {parts.first('references')}")
    answers = letters_answered(subject, thread, ours)
    machine = body.machine or ("" if answers else machine_in(body.quoted))
    shown = evidence_in(parts.files, machine=machine, said=said, signature_pictures=signature_pictures, see=see)
    automatic = automatic_because(parts, sender=sender, subject=subject, text=said, ours=ours)
    words = holds_claim_words(subject)
    kind, alone, because = kind_of(answers, automatic=automatic, calendar=parts.calendar, words=words)
    bounced = is_bounce(parts, sender, subject)
    believed, believed_because = authenticity(parts.headers, sender, ours.authserv_id)
    return Mail(
        kind=kind,
        kind_because=because,
        kind_without_thread=alone,
        answers=answers,
        message_id=parts.first("message-id")[:998],
        in_reply_to=parts.first("in-reply-to")[:998],
        references=tuple(thread[-20:]),
        subject=subject,
        sender=sender,
        sender_name=_name(parts.first("from")),
        authenticity=believed,
        authenticity_because=believed_because,
        received=moment,
        sent=_forwarded_on(body.forwarded_headers) or _date(parts.first("date")) or moment,
        language=language_of(f"{subject}\n{said}"),
        said=said,
        machine=body.machine,
        signature=_PICTURE.sub("", body.signature),
        quoted=_PICTURE.sub("", body.quoted),
        attachments=tuple(shown.attachments),
        evidence=tuple(shown.evidence),
        unjudged=tuple(shown.unjudged),
        mentions=mentions(_places(subject, said, body), ours.account_id),
        doubts=(),
        secrets_masked=in_subject + in_text + shown.secrets,
        bounce=bounce_of(parts, text) if bounced else None,
        looks_like_claim=_to_be_shown(kind, automatic, words, bounced, subject, said),
        thanks_only=bool(answers) and only_thanks(said) and not shown.evidence,
    )


def facts(mail: Mail, *, zone: str, provider_zone: str) -> Facts:
    """What the mail states, with clock times that name no zone read in `zone`, the account's (an IANA name)."""
    logs = [LogText("body", mail.machine)] if mail.machine else []
    logs += [LogText(a.name, a.text) for a in mail.attachments if a.text]
    times = stated_incidents(
        subject=mail.subject,
        prose=mail.said,
        logs=logs,
        sent=mail.sent,
        received=mail.received,
        zone=zone,
        provider_zone=provider_zone,
    )
    doubts = (*mail.doubts, *times.doubts, *([] if times.incidents else _times_in_words(mail.said)))
    return _facts(mail, times.incidents, doubts)


def _times_in_words(said: str) -> list[str]:
    """A time that was perhaps stated in words or as one number must not be called missing."""
    found = _IN_WORDS.search(said[:60_000])
    return [f"The mail may state a time in words or as a number (“{found[0]}”)."] if found else []


def facts_without_times(mail: Mail) -> Facts:
    """What the mail states but for its times, which can only be read when the account's zone is known."""
    return _facts(mail, (), mail.doubts)


def _facts(mail: Mail, incidents: tuple[StatedIncident, ...], doubts: tuple[str, ...]) -> Facts:
    return Facts(
        sender=mail.sender,
        authenticity=mail.authenticity,
        authenticity_because=mail.authenticity_because,
        received=mail.received,
        mentions=mail.mentions,
        text="\n".join((mail.subject, mail.said, mail.signature)),
        evidence=mail.evidence,
        unjudged=mail.unjudged,
        incidents=incidents,
        doubts=doubts,
        language=mail.language,
        secrets_masked=mail.secrets_masked,
    )


def _places(subject: str, said: str, body: Body) -> list[tuple[str, str]]:
    return [
        ("subject", subject),
        ("body", said),
        ("signature", body.signature),
        ("forwarded", body.forwarded_headers),
    ]


def _to_be_shown(kind: Kind, automatic: str, words: bool, bounced: bool, subject: str, said: str) -> bool:
    if kind is Kind.AUTOMATIC:
        by_list = automatic.startswith(("It is list mail", "Its header says Precedence"))
        return words and by_list and not bounced
    return kind is Kind.OTHER and (words or reads_like_claim(subject, said))


def _received(parts: Parts) -> datetime | None:
    values = parts.all("received")
    return _date(values[0].rpartition(";")[2]) if values else None


def _date(value: str) -> datetime | None:
    moment: datetime | None = parse_mail_date(value).value
    return moment


def _forwarded_on(headers: str) -> datetime | None:
    """When a forwarded mail was written: "today" in it is that day. At an hour that is the same day in most zones."""
    for line in headers.split("\n"):
        label, _, value = line.partition(":")
        if label.strip(" *>").lower() in _DATE_LABELS and (day := named_day(value)) is not None:
            return datetime(day.year, day.month, day.day, 10, tzinfo=UTC)
    return None


def _name(value: str) -> str:
    """The display name of From; none where there is only the address, which is no way to greet anybody."""
    name = re.sub(r"\s*<[^<>]*>\s*$", "", value).strip(" \"'")[:200]
    return "" if "@" in name else name

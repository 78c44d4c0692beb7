"""What a mail states, as values: the account it names, the times it gives, the evidence it brings.

`worker.reading` fills these in, `decide` judges them. They hold candidates where a reading is open (two orders of a
numeric date, several names); picking among candidates takes the records and is deciding, not reading.
Nothing here knows Django, the network, files or the clock. All moments are aware datetimes in UTC.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Authenticity(StrEnum):
    """Whether our own server vouches for the one address in `From` (rules.md §3)."""

    PASS = "pass"
    """dmarc=pass, or no DMARC policy and an aligned dkim or spf pass."""
    FAIL = "fail"
    """Our server says otherwise, or says nothing, or there is not exactly one From address."""
    NOT_CHECKED = "not_checked"
    """The setting says that our server adds no such header; nothing of this is asked."""


class DateOrder(StrEnum):
    """How a numeric date whose order is open was read."""

    DAY_FIRST = "day_first"
    MONTH_FIRST = "month_first"


class ErrorClass(StrEnum):
    """What an error in a log says about our server (§1.1: unavailable is "when our server cannot be connected")."""

    UNREACHABLE = "unreachable"
    """Refused, timed out, reset, no route, DNS, TLS, HTTP 502, 503, 504."""
    SERVER_ERROR = "server_error"
    """Answered with HTTP 500 or another 5xx."""
    CLIENT_ERROR = "client_error"
    """Answered with HTTP 4xx: the server could be reached."""


@dataclass(frozen=True, slots=True)
class TimeReading:
    """One way to understand a stated time. `end` is None for a moment or an open range ("since 14:05")."""

    start: datetime
    end: datetime | None
    zone: str
    """The IANA name or offset ("+07:00") in which the clock times were read."""
    zone_stated: bool
    """False where the mail names no zone and the account's (or the provider's) was used."""
    order: DateOrder | None = None
    """Set only where the order of a numeric date is open."""


@dataclass(frozen=True, slots=True)
class StatedIncident:
    """One incident as the mail states it, with every reading of its time that the mail leaves open.

    `readings` is never empty; the customary order stands first. Readings after receipt are already dropped.
    `elsewhere` holds the same clock times read in UTC and in the provider's zone, where no zone was stated.
    `doubts` are sentences; any one sends the claim to review (rules.md §2).
    """

    words: str
    place: str
    """`subject`, `body`, or an attachment's name."""
    readings: tuple[TimeReading, ...]
    elsewhere: tuple[TimeReading, ...] = ()
    doubts: tuple[str, ...] = ()
    aside: bool = False
    """It stands beside incidents told plainly and may be another matter's ("we missed the 5:30 truck")."""


@dataclass(frozen=True, slots=True)
class AccountMention:
    """An account id, contact address or possible registered name that stands in the mail."""

    text: str
    """As it stands, cleaned: an id in its canonical writing, an address in lower case, a name as written."""
    kind: str
    """`id`, `address` or `name`."""
    place: str
    """`subject`, `body`, `signature` or `forwarded`."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A log, an excerpt of machine output, or a screenshot (rules.md §2, 4)."""

    what: str
    """`log`, `error text` or `screenshot`."""
    where: str
    """`body` or the attachment's name."""
    errors: frozenset[ErrorClass] = frozenset()
    """The classes of error it shows; empty where none is recognised (a screenshot)."""


@dataclass(frozen=True, slots=True)
class Unjudged:
    """Something sent that we cannot open or judge: `cannot_tell`, never "missing"."""

    where: str
    why: str


@dataclass(frozen=True, slots=True)
class Facts:
    """All that deciding needs to know of a mail. Texts are masked: no secret stands in them."""

    sender: str | None
    """The one address of the one From header in lower case; None where there is not exactly one."""
    authenticity: Authenticity
    authenticity_because: str
    received: datetime
    mentions: tuple[AccountMention, ...] = ()
    text: str = ""
    """Subject, what the sender says now, signature and forwarded content: where registered names are looked for."""
    incidents: tuple[StatedIncident, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    unjudged: tuple[Unjudged, ...] = ()
    doubts: tuple[str, ...] = ()
    """Doubts about the reading of the whole mail; any one sends the claim to review."""
    language: str = "en"
    """`en` or `vi`: the language the mail is written in."""
    secrets_masked: int = 0

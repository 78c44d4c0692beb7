"""A generated mailbox of claims, the same on every run, with the records that they are decided on."""

from __future__ import annotations

import csv
import random
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path

START = datetime(2026, 5, 1, tzinfo=UTC)
RECEIVED = datetime(2026, 7, 20, 9, tzinfo=UTC)
ACCOUNTS = 400
_ENGLISH = (
    "Hello,\n\non {day} our requests failed from {start} to {end} UTC. Account {account}.\n\n{log}\n\nRegards\nAnn\n"
)
_VIETNAMESE = (
    "Kính gửi,\n\nTài khoản {account} mất kết nối từ {start} đến {end} ngày {vday} (UTC).\n\n{log}\n\nTrân trọng\nHoa\n"
)


def outages() -> list[tuple[datetime, datetime]]:
    """Forty outages in June 2026."""
    chance = random.Random(1)
    starts = [START + timedelta(days=31 + chance.randrange(29), minutes=chance.randrange(1_300)) for _ in range(40)]
    return [(start, start + timedelta(minutes=chance.randrange(20, 90))) for start in sorted(starts)]


def write_records(folder: Path) -> None:
    """The five record files."""

    def write(name: str, header: str, rows: list[list[object]]) -> None:
        with (folder / f"{name}.csv").open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows([header.split(","), *rows])

    write(
        "accounts",
        "account,name,contacts,billing_day,time_zone,currency,language",
        [
            [f"LQ-{n + 1000}", f"Client {n} Ltd", f"@client{n}.example", 1 + n % 15, "UTC", "USD", "en"]
            for n in range(ACCOUNTS)
        ],
    )
    payments = [
        [f"LQ-{n + 1000}", f"2026-{m:02d}-{1 + n % 15:02d}", "120.00"] for n in range(ACCOUNTS) for m in range(4, 9)
    ]
    write("payments", "account,period_start,amount", payments)
    rows = [
        [f"OUT-{n}", s.isoformat(), e.isoformat(), "unavailable", "", "*", ""] for n, (s, e) in enumerate(outages())
    ]
    write("outages", "outage,started_at,ended_at,state,exclusion,affects,note", rows)
    header = "maintenance,kind,started_at,ended_at,announced_end,notified_at,channel,impact,affects"
    write("maintenance", header, [])
    write("credits", "account,period_start,amount", [])


def mails(count: int) -> list[bytes]:
    """Claims: text and HTML, English and Vietnamese, with log lines, some attached."""
    chance, known = random.Random(2), outages()
    return [_mail(n, chance, known) for n in range(count)]


def _mail(n: int, chance: random.Random, known: list[tuple[datetime, datetime]]) -> bytes:
    start, end = chance.choice(known)
    account = chance.randrange(ACCOUNTS)
    lines = "\n".join(
        f"{start + timedelta(minutes=m):%Y-%m-%dT%H:%M:%SZ} ERROR connection refused" for m in range(1, 15, 2)
    )
    said = {
        "day": f"{start.day} {start:%B %Y}", "vday": f"{start.day} tháng {start.month} năm {start.year}",
        "start": f"{start:%H:%M}", "end": f"{end:%H:%M}", "account": f"LQ-{account + 1000}", "log": lines,
    }  # fmt: skip
    text = (_VIETNAMESE if n % 3 == 0 else _ENGLISH).format(**said)
    mail = EmailMessage()
    mail["From"], mail["To"] = f"Ann {n} <ann{n}@client{account}.example>", "sla-claims@lookuq.example"
    mail["Subject"], mail["Message-ID"] = f"SLA claim {n}", f"<{n}@client{account}.example>"
    domain = f"client{account}.example"
    mail["Authentication-Results"] = f"mx.lookuq.example; dmarc=pass header.from={domain}"
    mail["Date"] = RECEIVED
    mail.set_content(text)
    if n % 4 == 1:
        mail.add_alternative("".join(f"<p>{line}</p>" for line in text.split("\n")), subtype="html")
    if n % 5 == 2:
        mail.add_attachment(lines.encode(), maintype="text", subtype="plain", filename="app.log")
    return mail.as_bytes()

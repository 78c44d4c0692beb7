"""Sample records and claims, with days counted back from today, so that they are always fresh."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path

from worker.sla.calendar import cycle_start

HOUR = timedelta(hours=1)
CLOSED = 3
"""Days ago that the clients' last cycle closed."""


@dataclass(frozen=True, slots=True)
class Sample:
    """A mail of the demo: who writes, what about, and a word on what is to be seen."""

    sender: str
    subject: str
    body: str
    what: str
    header: tuple[str, str] | None = None
    pdf: bytes | None = None

    def message(self, to: str) -> EmailMessage:
        """The mail as a client's program would send it."""
        mail = EmailMessage()
        mail["From"], mail["To"], mail["Subject"] = self.sender, to, self.subject
        if self.header:
            mail[self.header[0]] = self.header[1]
        mail.set_content(self.body)
        if self.pdf:
            mail.add_attachment(self.pdf, maintype="application", subtype="pdf", filename="incident-report.pdf")
        return mail


def write_records(folder: Path, now: datetime) -> None:
    """The five record files."""
    today = now.date()
    closed, holding = today - timedelta(days=CLOSED), today - timedelta(days=22)
    accounts = [
        ("LQ-1001", "Harbour Bookings", "@harbour.example", closed.day, "Europe/London", "USD", "en"),
        ("LQ-1002", "Sông Hương Travel", "it@songhuong.example", closed.day, "Asia/Ho_Chi_Minh", "VND", "vi"),
        ("LQ-1003", "Juniper Maps", "ops@juniper.example", holding.day, "Europe/Berlin", "EUR", "en"),
        ("LQ-1004", "Grand Payments", "@grand.example", closed.day, "America/New_York", "USD", "en"),
    ]
    _write(folder, "accounts", "account,name,contacts,billing_day,time_zone,currency,language", accounts)
    fees = {"LQ-1001": "420.00", "LQ-1002": "5200000", "LQ-1003": "310.00", "LQ-1004": "9800.00"}
    payments = [
        (account[0], start, fees[account[0]])
        for account in accounts
        for start in sorted({cycle_start(today - timedelta(days=back), account[3]) for back in range(95)})
    ]
    _write(folder, "payments", "account,period_start,amount", payments)
    down, flood = _outage(now), _flood(now)
    outages = [
        ("OUT-1", _iso(down), _iso(down + 2 * HOUR), "unavailable", "", "*", "core switch failure"),
        ("OUT-2", _iso(flood), _iso(flood + 3 * HOUR), "unavailable", "force_majeure", "*", "flood at the exchange"),
    ]
    _write(folder, "outages", "outage,started_at,ended_at,state,exclusion,affects,note", outages)
    columns = "maintenance,kind,started_at,ended_at,announced_end,notified_at,channel,impact,affects"
    _write(folder, "maintenance", columns, [])
    _write(folder, "credits", "account,period_start,amount", [])


def _outage(now: datetime) -> datetime:
    return (now - timedelta(days=10)).replace(hour=9, minute=0, second=0, microsecond=0)


def _flood(now: datetime) -> datetime:
    return (now - timedelta(days=14)).replace(hour=4, minute=30, second=0, microsecond=0)


def _iso(moment: datetime) -> str:
    return moment.isoformat()


def _write(folder: Path, kind: str, header: str, rows: Sequence[tuple[object, ...]]) -> None:
    with (folder / f"{kind}.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(header.split(","))
        writer.writerows(rows)


def _long(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def samples(now: datetime) -> list[Sample]:
    """The sample mails, in the order they arrive."""
    down, flood = _outage(now), _flood(now)
    log = f"{down:%Y/%m/%d} 09:04:10 [error] 7#7: *12 connect() failed (111: Connection refused)"
    return [
        Sample(
            "Maeve Doyle <maeve@harbour.example>",
            f"SLA claim: API unreachable on {_long(down.date())}",
            f"Hello,\n\non {_long(down.date())} from 09:03 to 10:58 UTC none of our requests got through.\n"
            f"Account LQ-1001. From our log:\n\n{log}\n\nRegards\nMaeve\n",
            "complete, an outage on record: compensated at once",
        ),
        Sample(
            "Phòng CNTT <it@songhuong.example>",
            "SLA claim: yêu cầu bồi thường",
            "Kính gửi Quý công ty,\n\n"
            "Tài khoản LQ-1002 không kết nối được API từ 16h05 đến 17h50 "
            f"ngày {down.day} tháng {down.month} năm {down.year} (giờ Việt Nam).\n\n"
            f'{{"time":"{down:%Y-%m-%d}T16:07:31+07:00","level":"error","err":"connection timed out",'
            '"api_key":"lq_live_9Xk2mQw7RtB4kZs81LhVn0Pc"}\n\nTrân trọng,\nHoa\n',
            "in Vietnamese, with a key in the log: masked, compensated",
        ),
        Sample(
            "Maeve Doyle <maeve@harbour.example>",
            "sla-claim LQ-1001",
            f"You were down again on {_long(flood.date())} at 05:10 UTC, please credit us.\n\nMaeve\n",
            "brings no evidence: incomplete, says what to send",
        ),
        Sample(
            "Juniper operations <ops@juniper.example>",
            "SLA claim",
            f"Outage on {_long(down.date())}, 09:05 to 10:50 UTC, account LQ-1003.\n\ncurl: (7) Failed to connect to "
            "api.lookuq.example port 443: Connection refused\n",
            "its payment cycle is still open: acknowledged and held",
        ),
        Sample(
            "Maeve Doyle <maeve@harbour.example>",
            "SLA claim for the other night",
            f"On {_long(flood.date())} from 04:35 until 07:20 UTC all calls failed. LQ-1001.\n\n"
            f"{flood:%Y-%m-%d} 04:36:02 ERROR gateway connect: no route to host\n",
            "a flood: excluded by Article 3",
        ),
        Sample(
            "A. Stranger <someone@elsewhere.example>",
            "SLA claim LQ-1001",
            f"Down on {_long(down.date())} at 09:30 UTC.\n\ncurl: (28) Connection timed out\n",
            "not a contact of that account: a person looks at it",
        ),
        *_for_people(now, log),
        Sample(
            "Maeve Doyle <maeve@harbour.example>",
            "Automatic reply: SLA claim",
            "I am out of the office until Monday.\n",
            "an automatic reply: never answered",
            ("Auto-Submitted", "auto-replied"),
        ),
    ]


def _for_people(now: datetime, log: str) -> list[Sample]:
    """What a person looks at, each for a reason of its own."""
    down, quiet = _outage(now), now - timedelta(days=6)
    log_of_quiet = f"{quiet:%Y-%m-%d} 11:02:44 ERROR checkout: connection timed out"
    claimed = f"on {_long(down.date())} from 09:03 to 10:58 UTC"
    return [
        Sample(
            "Ed Marsh <ed@grand.example>",
            "SLA claim - Grand Payments",
            f"Your API was down {claimed}. Please credit LQ-1004.\n\n{log}\n\nEd Marsh\n",
            "a credit above the limit: a person decides, and a second one",
        ),
        *(
            Sample(
                f"{name} <{name.split()[0].lower()}@harbour.example>",
                "SLA claim",
                f"On {_long(quiet.date())} from 11:00 to 11:20 UTC nothing worked here. LQ-1001.\n\n{log_of_quiet}\n",
                "nothing is on record: a person looks",
            )
            for name in ("Rory Quinn", "Ines Brandt")
        ),
        Sample(
            "Priya Nair <priya@grand.example>",
            "SLA claim LQ-1004, report attached",
            f"We lost you {claimed}; our report is attached.\n\nPriya\n",
            "its only evidence is a PDF, which no machine judges",
            pdf=b"%PDF-1.4\n% a report\n",
        ),
        Sample(
            "Sam Ortiz <sam@harbour.example>",
            "API down again, what about compensation?",
            f"The service was unavailable {claimed}. Log:\n\n{log}\n",
            "reads like a claim, but its subject lacks the words: shown to the team, never answered",
        ),
        Sample(
            "Maeve Doyle <maeve@harbour.example>",
            f"Re: [SLA-{now.year}-000005] SLA claim: our resolution",
            "I do not accept this. The flood was across town, and our other provider stayed up.\n\nMaeve\n",
            "feedback on an answer: a new claim, for a person",
        ),
    ]

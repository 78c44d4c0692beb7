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
_ENGLISH = """\
Hello support team,

I am writing for {name}, account {account}. On {day} our integration could not reach your API: every request
failed from {start} to {end} UTC.

Our order intake stood still meanwhile, and the people in the warehouse worked from paper lists. The lines of our
gateway's log:

{log}

Please check the uptime of the month and tell us what we are owed under the agreement. Our last invoice is INV-{n},
paid in full.

Best regards,
Ann Miller
Operations | {name}
+44 20 7946 {n:04d}
"""
_VIETNAMESE = """\
Kính gửi bộ phận hỗ trợ,

Tôi viết thay mặt {name}, tài khoản {account}. Hệ thống của chúng tôi mất kết nối với API từ {start} đến {end}
ngày {vday} (UTC), mọi yêu cầu đều lỗi.

Trong thời gian đó bộ phận bán hàng phải ghi đơn bằng tay. Trích nhật ký của máy chủ:

{log}

Đề nghị quý công ty kiểm tra và bồi thường theo cam kết dịch vụ. Hóa đơn gần nhất của chúng tôi là INV-{n}, đã
thanh toán đủ.

Trân trọng,
Nguyễn Hoa
Phòng kỹ thuật | {name}
"""
_HOPS = (
    ("Return-Path", "<ann@{domain}>"),
    ("Authentication-Results", "mx.lookuq.example; spf=pass smtp.mailfrom={domain}; dkim=pass header.d={domain};"
     " dmarc=pass header.from={domain}"),
    ("Received", "from out.{domain} (out.{domain} [192.0.2.9]) by mx.lookuq.example with ESMTPS id {n};"
     " Mon, 20 Jul 2026 09:00:00 +0000"),
    ("DKIM-Signature", "v=1; a=rsa-sha256; c=relaxed/relaxed; d={domain}; s=mail; h=from:to:subject:date:message-id;"
     " bh=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=; b=" + "dzdVyOfAKCdLXdJOc9G2q8LoXSlEniSb" * 8),
    ("Received", "by relay.{domain} (Postfix, from userid 1000) id {n}; Mon, 20 Jul 2026 08:59:58 +0000"),
    ("X-Mailer", "Microsoft Outlook 16.0"),
    ("Thread-Index", "AdxQ" + "Zq8LoXSlEniSb" * 3),
    ("Accept-Language", "en-GB, vi-VN"),
    ("X-Originating-IP", "[198.51.100.7]"),
)  # fmt: skip


def outages() -> list[tuple[datetime, datetime]]:
    """Six outages in June 2026."""
    chance = random.Random(1)
    starts = [START + timedelta(days=31 + chance.randrange(29), minutes=chance.randrange(1_300)) for _ in range(6)]
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
    domain = f"client{account}.example"
    lines = "\n".join(
        f"{start + timedelta(minutes=m):%Y-%m-%dT%H:%M:%SZ} ERROR connect to 203.0.113.18:443: connection refused"
        for m in range(1, 15, 2)
    )
    said = {
        "day": f"{start.day} {start:%B %Y}", "vday": f"{start.day} tháng {start.month} năm {start.year}",
        "start": f"{start:%H:%M}", "end": f"{end:%H:%M}", "account": f"LQ-{account + 1000}", "log": lines,
        "name": f"Client {account} Ltd", "n": n,
    }  # fmt: skip
    text = (_VIETNAMESE if n % 3 == 0 else _ENGLISH).format(**said)
    mail = EmailMessage()
    for header, value in _HOPS:
        mail.add_header(header, value.format(domain=domain, n=n))
    mail["From"], mail["To"] = f"Ann Miller <ann{n}@{domain}>", "sla-claims@lookuq.example"
    mail["Subject"], mail["Message-ID"] = f"SLA claim for LQ-{account + 1000}, invoice {n}", f"<{n}.AM8PR@{domain}>"
    mail["Date"] = RECEIVED
    mail.set_content(text)
    if n % 2:
        paragraphs = "".join(f'<p class="MsoNormal" style="margin:0cm">{line}</p>\n' for line in text.split("\n"))
        mail.add_alternative(
            f"<html><head><style>p{{color:#222}}</style></head><body>{paragraphs}</body></html>", "html"
        )
    if n % 5 == 2:
        mail.add_attachment(lines.encode(), maintype="text", subtype="plain", filename="app.log")
    return mail.as_bytes()

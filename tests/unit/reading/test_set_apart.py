"""Errors that stand apart from the prose, are quoted, or stand in a mail below; what people say of them is none."""

from __future__ import annotations

import pytest

from tests.unit.reading.test_read import mail, parsed
from worker.reading.secrets import masked
from worker.reading.text import tell_apart

SAID = "Down on 4 Nov 2026 at 05:10 UTC.\n\n"


@pytest.mark.parametrize(
    "words",
    [
        "Screen shows:\nPublish failed (lookuq 502 bad gateway, ray 8d1f-SIN)",
        "  !! 19:05  Report engine: lookuq connection refused",
        '  Your site "lookuq-api" went down | Status: 0 (Connection refused) | Tested from: London 2',
        "  [E-0503] サーバーに接続できません (api.lookuq.example: Connection refused)",
        "FALHA: lookuq.telemetry -> 503 Service Unavailable (tentativa 3/3)",
        "Nội dung lỗi:\n    Loi 10061 - khong ket noi duoc may chu api.lookuq.example (05:33:10)",
        "pqr-book lookuq: dial tcp 203.0.113.18:443: connect: connection timed out",
        "pos_sync | LỖI | api.lookuq.example | SocketTimeoutException: connect timed out",
        "monitor> check lookuq/track: CRITICAL - Socket timeout after 10 seconds",
        'quotes-batch: upstream=lookuq status=000 err="Connection timed out after 30000 milliseconds" attempts=6',
        "$ for i in 1 2; do curl -s https://api.lookuq.example/v1; done\n000 Could not connect to server",
        'Each try died with "curl: (28) Failed to connect to api.lookuq.example port 443 after 130 s" and no more.',
        "geo-sync | 05:12:47 | api.lookuq.example | SSL_ERROR_SYSCALL\ngeo-sync | 05:20:02 | api.lookuq.example | x",
        "ledger[42]: 05:12:22 lookuq: server closed connection\nledger[42]: 05:31:15 lookuq: server closed connection",
        "tariff-svc FATAL lookuq: no healthy hosts\ntariff-svc FATAL lookuq: no healthy hosts",
        "queue-a> job 12 stuck: lookuq: EOF (05:18:55)\nqueue-a> job 13 stuck: lookuq: EOF (05:40:12)",
        'probe_up{job="api"} 0 @ 2026-11-04T05:11:30Z  err="dial tcp 203.0.113.18:443: i/o timeout"',
        "; <<>> DiG 9.18.1 <<>> api.lookuq.example\n\n;; ->>HEADER<<- opcode: QUERY, status: SERVFAIL, id: 9",
        "CONNECTED(00000003)\n\nwrite:errno=104\n\nno peer certificate available",
        "alertname = LookuqGone\nsummary = probe failed: context deadline exceeded",
        "Trạng thái: DOWN -> UP\nChi tiết  : connect timeout 10s",
        "goroutine 88 [router] 2026-11-04T05:11:31 dial tcp 203.0.113.71:443: i/o timeout",
        "[DOOR-B] 05:11:55 POST /v1/m -> closed (EPIPE)\n[DOOR-B] 05:12:12 POST /v1/m -> closed (EPIPE)",
        "FIRING  LookuqGone  startsAt=2026-11-04T05:10:00Z",
        '44m   Warning   Unhealthy   pod/proxy   Readiness probe failed: Get "https://api.lookuq.example/v1": timeout',
    ],
)
def test_an_error_as_a_program_shows_it_is_evidence(words: str) -> None:
    """Indented, led to by a colon, alone in its paragraph, or quoted at length."""
    found = parsed(mail(SAID + words + "\n\nThanks, Ann"))
    assert [e.what for e in found.evidence] == ["error text"]


@pytest.mark.parametrize(
    "words",
    [
        "ledger-7 (pid 42) gateway=off retries=9\nThat was on the board.",
        "docs X_LOOKUP code=GONE url=https://api.lookuq.example/v1 attempt=5/5",
        "gw07 05:12:22 gave nothing at all",
        "[gw07] /v1/geo => -1",
    ],
)
def test_what_may_be_a_programs_is_for_a_person(words: str) -> None:
    """Nobody is told that evidence is missing where two signs of a program stand, though no error that is known."""
    found = parsed(mail(SAID + words))
    assert not found.evidence
    assert [u.where for u in found.unjudged] == ["body"]


@pytest.mark.parametrize(
    "words",
    [
        "LQ-1234 was down on 4 May at 10:00\nLQ-1234 was down on 5 May at 11:00",
        "Details:\n- Incident: the API returned errors to all our users\n- Effect: nothing was available",
        "What happened:\nOur shop could not be reached, all lookups failed.",
        "Several players wrote that they had error messages or similar.",
        "When: down from 14:05 to 15:10\nEffect: fare lookups unavailable to agents",
    ],
)
def test_what_people_say_of_errors_is_no_evidence(words: str) -> None:
    """Points of a list and labelled statements are the writer's own words."""
    assert parsed(mail(SAID + words)).evidence == ()


def test_the_times_of_an_alert_stay_in_the_text() -> None:
    """Its other fields are a program's."""
    told = tell_apart(
        "alertname  = Gone\n  startsAt   = 2026-11-04T05:10:00Z\n  summary = failed", subject_forwards=False
    )
    assert told.said == "startsAt   = 2026-11-04T05:10:00Z"


def test_a_range_of_time_is_the_writers_own() -> None:
    """ "9h10 -> 9h40" is no program's arrow."""
    assert parsed(mail("hôm 4/11 api chết 10h41 -> 12h40 giờ VN, booking fail sạch")).unjudged == ()


def test_a_colleagues_log_below_is_evidence_and_our_own_thread_is_not() -> None:
    """In an answer to our letter the quoted text is an earlier mail."""
    head = "On Fri, Nov 13, 2026 at 9:41 AM Deb <deb@client.example> wrote:"
    below = f"\n\n{head}\n> it said\n> 2026-11-04 05:11:02 ERROR connection refused\n"
    assert [e.what for e in parsed(mail(SAID + below)).evidence] == ["error text"]
    assert parsed(mail(SAID + below, Subject="Re: [SLA-2026-000123] SLA claim")).evidence == ()


def test_a_line_that_ends_in_wrote_begins_no_quote_by_itself() -> None:
    """ "Varnish on the website wrote:" leads to a log, "Deb <deb@…> wrote:" to a quoted mail."""
    told = tell_apart("Down today.\nVarnish on the website wrote:\n\nno healthy backend", subject_forwards=False)
    assert told.quoted == ""


def test_a_uuencoded_file_in_the_text_is_an_attachment() -> None:
    """Old mail programs send logs so."""
    block = "begin 644 app.log\n#0V%T\n`\nend\n"
    found = parsed(mail(SAID + block))
    assert [(a.name, a.text) for a in found.attachments] == [("app.log", "Cat")]
    assert "begin 644" not in found.said


def test_a_link_after_the_word_password_is_no_secret() -> None:
    """ "No password needed: https://…" keeps its link; a password is masked."""
    link = "không cần mật khẩu: https://grafana.client.example/d/lookuq"
    assert masked(link) == (link, 0)
    assert masked("password: hunter2-hunter2")[1] == 1


def test_a_postscript_below_the_signature_is_said() -> None:
    """It may correct what stands above."""
    told = tell_apart("Down at 14:12.\n\ncheers\ntobi\n\nps. I mean 15:12", subject_forwards=False)
    assert "I mean 15:12" in told.said

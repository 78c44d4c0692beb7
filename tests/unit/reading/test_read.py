"""Mails: kinds, authenticity, texts told apart, evidence, secrets; and that nothing makes reading fail."""

from __future__ import annotations

import gzip
import io
import struct
import zipfile
import zlib
from datetime import UTC, datetime
from email.message import EmailMessage

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from worker.reading import Kind, Mail, Ours, Unreadable, facts, read
from worker.reading.authentication import authenticity, only_sender
from worker.reading.kinds import holds_claim_words
from worker.reading.secrets import masked
from worker.reading.text import tell_apart
from worker.sla.facts import Authenticity, Evidence

OURS = Ours("sla-claims@lookuq.example", "mx.lookuq.example", r"LQ-\d{4,}")
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


def mail(body: str = "down on 4 Nov 2026 at 05:10 UTC", **headers: str) -> EmailMessage:
    message = EmailMessage()
    plain = {
        "From": "Ann <ann@client.example>",
        "To": OURS.address,
        "Subject": "SLA claim",
        "Message-ID": "<1@client.example>",
    }
    for name, value in (plain | {k.replace("_", "-"): v for k, v in headers.items()}).items():
        message[name] = value
    message.set_content(body)
    return message


def parsed(message: EmailMessage) -> Mail:
    return read(message.as_bytes(), ours=OURS, received=NOW)


@pytest.mark.parametrize(
    "subject",
    [
        "SLA claim",
        "Re: sla-claims LQ-1",
        "SLA_Claim",
        "[SLA  CLAIM]",
        "ＳＬＡ　ｃｌａｉｍ",
        "Khiếu nại SLA claim tháng này",
        "SLA–claim",
        "SLA\u200b claim",
    ],
)
def test_the_claim_words_are_found_in_any_writing(subject: str) -> None:
    """Case, plural, dash, underscore, fullwidth, invisible letters."""
    assert holds_claim_words(subject)


@pytest.mark.parametrize(
    "subject", ["slaclaim", "translation claims", "SLA complaint", "claim SLA", "SLA: a claim", "TSLA claims"]
)
def test_near_misses_are_no_claims(subject: str) -> None:
    """Whole words, in this order, with nothing but separators between."""
    assert not holds_claim_words(subject)


@pytest.mark.parametrize(
    ("headers", "kind"),
    [
        ({}, Kind.CLAIM),
        ({"Subject": "Our API question"}, Kind.OTHER),
        ({"Auto-Submitted": "auto-generated"}, Kind.AUTOMATIC),
        ({"Auto-Submitted": "no"}, Kind.CLAIM),
        ({"Precedence": "bulk"}, Kind.AUTOMATIC),
        ({"List-Id": "<users.example>"}, Kind.AUTOMATIC),
        ({"Return-Path": "<>"}, Kind.AUTOMATIC),
        ({"From": "sla-claims@lookuq.example"}, Kind.AUTOMATIC),
        ({"Subject": "Trả lời tự động: SLA claim"}, Kind.AUTOMATIC),
        ({"Subject": "Automatic reply: SLA claim"}, Kind.AUTOMATIC),
        ({"Subject": "Re: [SLA-2026-000123] SLA claim: our resolution"}, Kind.FEEDBACK),
        ({"In-Reply-To": "<sla-2026-000123.resolution@lookuq.example>"}, Kind.FEEDBACK),
        ({"References": "<x@y.example> <sla-2026-000123.acknowledgement@lookuq.example>"}, Kind.FOLLOW_UP),
        ({"In-Reply-To": "<sla-2026-000123.resolution@evil.example>"}, Kind.CLAIM),
    ],
)
def test_each_kind_of_mail_is_told(headers: dict[str, str], kind: Kind) -> None:
    """By its headers, its subject and its thread."""
    assert parsed(mail(**{k.replace("-", "_"): v for k, v in headers.items()})).kind is kind


def test_a_list_mail_with_the_claim_words_is_shown_to_the_team() -> None:
    """A group address adds such headers to real claims."""
    listed = parsed(mail(List_Id="<x.example>"))
    assert (listed.kind, listed.looks_like_claim) == (Kind.AUTOMATIC, True)


OUR = "mx.lookuq.example"


@pytest.mark.parametrize(
    ("results", "expected"),
    [
        ([f"{OUR}; dmarc=pass header.from=client.example"], Authenticity.PASS),
        ([f"{OUR}; dmarc=pass header.from=other.example"], Authenticity.FAIL),
        ([f"{OUR}; dmarc=fail header.from=client.example; spf=pass smtp.mailfrom=client.example"], Authenticity.FAIL),
        ([f"{OUR}; dmarc=none; dkim=pass header.d=client.example"], Authenticity.PASS),
        ([f"{OUR} 1; spf=pass (ok) smtp.mailfrom=bounce@mail.client.example"], Authenticity.PASS),
        ([f"{OUR}; spf=pass smtp.mailfrom=evil-client.example"], Authenticity.FAIL),
        ([f"{OUR}; dmarc=temperror"], Authenticity.FAIL),
        ([f"{OUR}; none"], Authenticity.FAIL),
        ([], Authenticity.FAIL),
        (["evil.example; dmarc=pass header.from=client.example"], Authenticity.FAIL),
        ([f"{OUR}; dmarc=pass (broken header.from=client.example"], Authenticity.FAIL),
        ([f"{OUR}; dmarc=fail", f"{OUR}; dmarc=pass header.from=client.example"], Authenticity.FAIL),
    ],
)
def test_only_our_servers_results_for_this_sender_are_believed(results: list[str], expected: Authenticity) -> None:
    """RFC 8601, strictly; contradicting results are no pass."""
    headers = [("authentication-results", r) for r in results]
    assert authenticity(headers, "ann@client.example", OUR)[0] is expected


def test_a_forged_header_below_others_is_not_believed() -> None:
    """Only the topmost run counts: what came with the mail stands below what our server added."""
    forged = ("authentication-results", f"{OUR}; dmarc=pass header.from=client.example")
    ours = ("authentication-results", f"{OUR}; dmarc=fail header.from=client.example")
    assert authenticity([ours, ("received", "x"), forged], "ann@client.example", OUR)[0] is Authenticity.FAIL


@pytest.mark.parametrize(
    ("values", "sender"),
    [
        (['"Ann, B." <Ann@Client.example>'], "ann@client.example"),
        (["ann@client.example"], "ann@client.example"),
        (["a@x.example, b@y.example"], None),
        (["a@x.example <b@y.example>"], None),
        (["a@x.example"] * 2, None),
        (["<ann@clіent.example>"], None),
        (["Nguyễn Hoa <hoa@client.example>"], "hoa@client.example"),
        (["Ng\udce1\udcbb\udc85n Hoa <hoa@client.example>"], "hoa@client.example"),
        (["[Ops] Ann; Acme <ann@client.example>"], "ann@client.example"),
        (["Ann [Ops] <ann@client.example>"], "ann@client.example"),
        (['"Ann (ops) at a@x.example" <ann@client.example>'], "ann@client.example"),
        (["ann@client.example (Ann Miller)"], "ann@client.example"),
        (["<ann@client.example> <bob@client.example>"], None),
        (["<ann@client.example>>"], None),
        (["Ann"], None),
        ([], None),
    ],
)
def test_there_must_be_exactly_one_plain_sender(values: list[str], sender: str | None) -> None:
    """Two addresses, two headers, or a homograph (the Cyrillic і) are none."""
    assert only_sender(values) == sender


def test_quotes_and_signature_are_told_from_what_is_said() -> None:
    """An old mail's dates do not count; a pasted log is machine output."""
    body = tell_apart(
        "It failed again.\n\n2026-11-04 05:10:09 ERROR connection refused\n\nBest regards\nAnn\nTel +44 20 1234\n\n"
        "On Mon, 2 Nov 2026 at 09:12, Bob <b@x.example> wrote:\n> down at 08:00\n",
        subject_forwards=False,
    )
    assert body.said.startswith("It failed again.")
    assert "ERROR connection refused" in body.machine
    assert "08:00" in body.quoted
    assert "Tel" in body.signature


def test_a_forwards_content_is_said() -> None:
    """Its own header lines are not."""
    body = tell_apart(
        "fyi\n\n---------- Forwarded message ---------\nFrom: Bob <b@x.example>\nDate: Mon, 2 Nov 2026\n"
        "Subject: x\n\ndown at 08:00",
        subject_forwards=True,
    )
    assert body.forwarded
    assert "down at 08:00" in body.said
    assert "2 Nov" not in body.said


def _png(width: int, height: int) -> bytes:
    head = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + head + struct.pack(">I", zlib.crc32(head))


def _zip(content: bytes, *, encrypted: bool = False) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("app.log", content)
    raw = out.getvalue()
    if encrypted:
        raw = raw.replace(b"PK\x03\x04\x14\x00\x00\x00", b"PK\x03\x04\x14\x00\x01\x00").replace(
            b"PK\x01\x02\x14\x03\x14\x00\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01\x00"
        )
    return raw


LOG = b"2026-11-04 05:10:09 ERROR connection refused\n"


@pytest.mark.parametrize(
    ("name", "content", "evidence", "unjudged"),
    [
        ("app.log", LOG, ["log"], 0),
        ("app.log.gz", gzip.compress(LOG), ["log"], 0),
        ("logs.zip", _zip(LOG), ["log"], 0),
        ("logs.zip", _zip(LOG, encrypted=True), [], 1),
        ("screen.png", _png(1280, 720), ["screenshot"], 0),
        ("logo.png", _png(120, 40), [], 0),
        ("report.pdf", b"%PDF-1.7 ...", [], 1),
        ("report.docx", b"PK\x03\x04 [Content_Types].xml", [], 1),
        ("mail.eml", b"Subject: down at 10:00", [], 1),
        ("meeting.ics", b"BEGIN:VCALENDAR", [], 0),
        ("blob.bin", bytes(range(256)) * 8, [], 1),
    ],
)
def test_attachments_are_evidence_or_none_or_cannot_be_judged(
    name: str, content: bytes, evidence: list[str], unjudged: int
) -> None:
    """Logs also packed, screenshots but no logos; what cannot be opened is not missing."""
    message = mail()
    message.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    found = parsed(message)
    assert ([e.what for e in found.evidence], len(found.unjudged)) == (evidence, unjudged)


@pytest.mark.parametrize(
    ("words", "unjudged"),
    [
        ("We got 503s all morning, no connection at all.", 0),
        ('Our client said "connect: connection refused" each time.', 1),
        ("The browser shows net::ERR_CONNECTION_TIMED_OUT and nothing else.", 1),
        ("It answers with status: 504 and an empty body.", 1),
    ],
)
def test_words_that_may_be_a_verbatim_error_are_for_a_person(words: str, unjudged: int) -> None:
    """Prose about errors is no evidence; what may be copied from a machine cannot be told."""
    found = parsed(mail(f"On 4 Nov 2026 at 05:10 UTC. {words}"))
    assert (found.evidence, len(found.unjudged)) == ((), unjudged)


def test_a_time_in_words_is_doubted_and_not_called_missing() -> None:
    """A person reads what the grammar does not."""
    said = "lỗi lúc hai giờ hôm qua"
    found = facts(parsed(mail(said)), zone="Asia/Ho_Chi_Minh", provider_zone="UTC")
    assert found.incidents == ()
    assert "in words" in found.doubts[0]


def test_a_delivery_report_with_an_unknown_charset_is_read() -> None:
    """The standard library fails on printing such a part; its fields are read all the same."""
    raw = (
        b'From: MAILER-DAEMON@mx.example\nContent-Type: multipart/report; boundary="B"\n\n--B\n'
        b"Content-Type: message/disposition-notification\n\n"
        b'Final-Recipient: rfc822; a@b.example\nContent-Type: text/plain; charset="no such"\n\nx \xc3\xa9\n\n--B--\n'
    )
    found = read(raw, ours=OURS, received=NOW)
    assert (found.kind, found.bounce and found.bounce.recipients) == (Kind.AUTOMATIC, ("a@b.example",))


def test_a_bomb_is_unpacked_within_bounds() -> None:
    """A gigabyte of zeros in a megabyte costs two megabytes."""
    message = mail()
    message.add_attachment(gzip.compress(b"\0" * 10**8), maintype="application", subtype="gzip", filename="x.gz")
    assert parsed(message).evidence == ()


@pytest.mark.parametrize(
    "secret",
    [
        "api_key=lq_live_7Qd2mXw9RtB4kZs81LhVn0Pc",
        "Authorization: Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJiaC1hcHAifQ.k3Vn8tYxQ0sLr5mZ",
        "password: hunter2hunter",
        "postgres://app:s3cr3tpw@db.internal/x",
        "AKIAIOSFODNN7EXAMPLE",
        "4111 1111 1111 1111",
        "-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBg\n-----END PRIVATE KEY-----",
    ],
)
def test_secrets_are_masked(secret: str) -> None:
    """Keys, tokens, passwords also in URLs, private keys, card numbers."""
    text, count = masked(f"see {secret} there")
    assert count == 1
    assert "********" in text
    assert not any(
        part in text for part in ("7Qd2mXw9", "eyJhbGci", "hunter2", "s3cr3tpw", "IOSFODNN", "1111 1111", "MIIEv")
    )


@pytest.mark.parametrize(
    "line",
    [
        "2026-07-09 03:39:14 PDT  DOWN  lookup-api  connection reset by peer",
        "request 550e8400-e29b-41d4-a716-446655440000 failed after 30000 ms",
        '10.4.2.17 - - [09/Nov/2026:14:38:09 -0500] "GET /v1/x HTTP/1.1" 504 173',
        "commit 9fceb02d0ae598e95dc970b74767f19372d61af8",
        "the password reset mail failed",
        "token expired",
    ],
)
def test_normal_log_lines_stay_untouched(line: str) -> None:
    """Times, ids, hashes and prose about secrets are none."""
    assert masked(line) == (line, 0)


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=2_000), st.binary(max_size=300))
def test_no_bytes_make_reading_fail(raw: bytes, body: bytes) -> None:
    """A Mail with its facts, or Unreadable; nothing else."""
    for attempt in (
        raw,
        b"Subject: SLA claim\r\nContent-Type: text/html\r\n\r\n" + body,
        b"Content-Type: multipart/mixed; boundary=x\n\n--x\n" + raw,
    ):
        try:
            found = read(attempt, ours=OURS, received=NOW)
        except Unreadable:
            continue
        assert facts(found, zone="UTC", provider_zone="Asia/Ho_Chi_Minh").received == NOW


def test_a_charset_that_is_no_name_is_no_reason_to_fail() -> None:
    """A NUL in it, once made the standard library fail."""
    raw = b'From: a@b.example\nSubject: SLA claim\nContent-Type: text/plain; charset="x\0y"\n\nh\xc3\xa9llo\n'
    assert "llo" in read(raw, ours=OURS, received=NOW).said


@pytest.mark.parametrize(
    "raw",
    [
        b"Subject: " + b"=?utf-8?q?a?= " * 40_000 + b"\n\nx",
        b"X: y\n" * 100_000 + b"\n\nx",
        b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(1_000)),
    ],
)
def test_what_would_cost_too_much_is_refused(raw: bytes) -> None:
    """Header bytes, encoded words, nesting: one sentence, at once."""
    with pytest.raises(Unreadable):
        read(raw, ours=OURS, received=NOW)


def test_a_log_set_off_with_marks_is_said_not_quoted() -> None:
    """Nobody is named above it, so the sender says it now."""
    said = parsed(mail("Down today at 05:10 UTC.\n\n> 2026-11-04T05:10:01Z ERROR connect: connection refused\n"))
    assert [(e.what, e.where) for e in said_evidence(said)] == [("error text", "body")]


def test_a_sentence_with_clocks_and_an_error_in_it_is_prose() -> None:
    """The times of a sentence are read, those of a log only confirm."""
    told = parsed(mail("From 02:11:30 to 03:32:50 UTC on 4 Nov 2026 every call failed with 'connection refused'."))
    spans = [(i.readings[0].start, i.readings[0].end) for i in facts(told, zone="UTC", provider_zone="UTC").incidents]
    assert spans == [(datetime(2026, 11, 4, 2, 11, 30, tzinfo=UTC), datetime(2026, 11, 4, 3, 32, 50, tzinfo=UTC))]


def said_evidence(told: Mail) -> tuple[Evidence, ...]:
    return facts(told, zone="UTC", provider_zone="UTC").evidence


@pytest.mark.parametrize(
    ("sender", "name"),
    [
        ("Ann <ann@x.example>", "Ann"),
        ("ann@x.example", ""),
        ('"ann@x.example" <ann@x.example>', ""),
        ("<a@x.example>", ""),
    ],
)
def test_an_address_is_no_name_to_greet_by(sender: str, name: str) -> None:
    """Only a display name is."""
    assert parsed(mail(From=sender)).sender_name == name

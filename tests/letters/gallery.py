"""Every letter in both languages, written from the templates and from decided sample mails."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from functools import cache, partial
from pathlib import Path

from worker import adapters, letters
from worker.claims.judging import Judgement, judge, understand
from worker.letters import LetterText
from worker.reading import Ours
from worker.records import files
from worker.sla import AccountBook, History, Outcome, Records, load_policies

SAMPLES = (Path(__file__).parents[1] / "examples", Path(__file__).parents[1] / "mail")
FOLDER = Path(__file__).parents[2] / "docs" / "letters"
LANGUAGES = {"en": "English", "vi": "Vietnamese"}
REFERENCE, NAME = "SLA-2026-000123", {"en": "Ann Miller", "vi": "Nguyễn Thị Hoa"}


@cache
def _judged() -> dict[Outcome, Judgement]:
    """One sample mail for each outcome, decided against the sample records."""
    policies = load_policies()
    ours = Ours("sla-claims@lookuq.example", "mx.lookuq.example", policies.account_id, policies.reference_prefix)
    found: dict[Outcome, Judgement] = {}
    for folder in SAMPLES:
        accounts, records = files.read_folder(folder / "records")
        load = partial(_all_of, records)
        for line in (folder / "labels.jsonl").read_text(encoding="utf-8").splitlines():
            label = json.loads(line)
            if label["outcome"] is None or Outcome(label["outcome"]) in found:
                continue
            mail = adapters.read((folder / "mails" / f"{label['id']}.eml").read_bytes(), ours=ours)
            judgement = judge(
                understand(mail, book=AccountBook(accounts), policies=policies),
                load=load,
                at=mail.received,
                policies=policies,
                history=History(True, mail.received) if label["kind"] == "feedback" else None,
            )
            found.setdefault(judgement.decision.outcome, judgement)
    return found


def _all_of(records: Records, account: object, facts: object) -> Records:
    return records


def letters_of(language: str) -> dict[str, LetterText]:
    """All letters of one language, by what they are."""
    judged = _judged()
    common = {"reference": REFERENCE, "language": language, "client_name": NAME[language]}
    zone = {"en": "Europe/London", "vi": "Asia/Ho_Chi_Minh"}[language]
    provider = load_policies().zone.key
    credited = judged[Outcome.COMPENSATED].decision
    due = credited.due
    told = {
        "acknowledgement": letters.acknowledgement(due=due, hold_until=None, provider_zone=provider, **common),
        "acknowledgement, held": letters.acknowledgement(
            due=due, hold_until=due - timedelta(days=5), provider_zone=provider, secrets_masked=1, **common
        ),
        "question": letters.question(
            {"en": "Which of your servers made these calls?", "vi": "Các yêu cầu này được gửi từ máy chủ nào?"}[
                language
            ],
            due=due,
            provider_zone=provider,
            **common,
        ),
    }
    for outcome in Outcome:
        if outcome is not Outcome.HOLD:
            told[outcome.value.replace("_", " ")] = letters.resolution(
                judged[outcome].decision, zone=zone, provider_zone=provider, **common
            )
    told["compensated, figures so far"] = letters.resolution(
        replace(credited, provisional=True), zone=zone, provider_zone=provider, previous="SLA-2026-000100", **common
    )
    remark = {
        "en": "We have looked at your logs together with our engineers; thank you for sending them.",
        "vi": "Chúng tôi đã cùng các kỹ sư xem nhật ký Quý khách gửi; xin cảm ơn Quý khách.",
    }[language]
    told["compensated, with a word of the team"] = letters.resolution(
        credited, zone=zone, provider_zone=provider, remark=remark, **common
    )
    for name, write in (
        ("difference", letters.difference),
        ("part granted", letters.granted_part),
        ("repair", letters.repair),
    ):
        told[name] = write(credited, zone=zone, **common)
    return told


def team_letters() -> dict[str, LetterText]:
    """The words to the team."""
    claim = {
        "reference": REFERENCE,
        "account": "LQ-1001",
        "due": "2026-12-01 00:00 +07",
        "outcome": "no_outage",
        "reasons": "The policy leaves the outcome no_outage to a person.",
        "link": f"https://claims.lookuq.example/claims/{REFERENCE}",
    }
    letter = {
        "message_id": f"<{REFERENCE.lower()}.resolution@lookuq.example>",
        "kind_of_letter": "resolution",
        "recipient": "ann@client.example",
        "why": "550 no such user",
        "number": 41,
        "attempts": 8,
    }
    mail = {
        "sender": "ann@client.example",
        "subject": "SLA claim",
        "received": "2026-11-16T09:12:00+00:00",
        "mail": 17,
        "why": "It names no claim words.",
    }
    row = {k: claim[k] for k in ("due", "reference", "outcome", "account")} | {"state": "queued", "assignee": "minh"}
    facts: dict[str, dict[str, object]] = {
        "queued": claim,
        "reminder": claim,
        "escalation": claim,
        "sent_without_person": claim,
        "second_person": claim | {"by": "minh", "outcome": "compensated"},
        "reopened": claim | {"why": "Its letter came back: 552 mailbox full"},
        "failing": claim | {"why": "KeyError: 'zone'"},
        "follow_up": claim | mail,
        "outage_corrected": claim
        | {"cause": "outages OUT-0012", "before": "no_outage", "now": "compensated (2026-10-01 99.5 % → 10 %)"},
        "looks_like_claim": mail,
        "mail_set_aside": mail,
        "mailbox_away": {"since": "2026-11-16T09:12:00+00:00", "why": "mail.lookuq.example refused the login"},
        **dict.fromkeys(("letter_refused", "letter_stuck", "letter_in_doubt", "letter_came_back"), letter),
        "digest": {
            "day": "2026-11-16",
            "total": 1,
            "queued": 1,
            "held": 0,
            "overdue": 0,
            "rows": [row],
            "letters": 1,
            "corrections": 0,
            "link": "https://claims.lookuq.example",
        },
    }
    told = {kind.replace("_", " "): letters.to_team(kind, **values) for kind, values in facts.items()}
    words = [("queued", facts["queued"]), ("reminder", facts["reminder"])]
    told["several at once"] = letters.many_to_team(
        words, {"queued": 1, "reminder": 1}, console="https://claims.lookuq.example"
    )
    return told


def pages() -> dict[str, str]:
    """The gallery: a page for each language, one for the team, and each letter's HTML."""
    made: dict[str, str] = {}
    index = ["# Letters", "", "Written from the templates by `make letters`.", ""]
    for language, name in LANGUAGES.items():
        told = letters_of(language)
        index.append(f"- [{name}]({language}.md): {len(told)} letters")
        made[f"{language}.md"] = _page(f"Letters in {name}", told, html=language)
        for title, text in told.items():
            made[f"{language}/{_file(title)}.html"] = text.html
    team = team_letters()
    index.append(f"- [to the team](team.md): {len(team)} words")
    made["team.md"] = _page("Words to the team", team)
    return made | {"README.md": "\n".join(index) + "\n"}


def _page(heading: str, told: dict[str, LetterText], *, html: str = "") -> str:
    parts = [f"# {heading}", ""]
    for title, text in told.items():
        shown = f" ([as HTML]({html}/{_file(title)}.html))" if html else ""
        parts += [f"## {title[0].upper()}{title[1:]}{shown}", "", f"**{text.subject}**", "", "```", text.text.rstrip()]
        parts += ["```", ""]
    return "\n".join(parts)


def _file(title: str) -> str:
    return title.replace(",", "").replace(" ", "-")


if __name__ == "__main__":
    for name, content in pages().items():
        path = FOLDER / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")

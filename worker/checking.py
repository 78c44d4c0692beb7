"""`claims check`: the dry run. Mails from files against records from CSV files; nothing is stored, sent or changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from worker import adapters, letters
from worker.claims.judging import Judgement, judge, understand
from worker.reading import Kind, Mail, Ours, Unreadable
from worker.records import files
from worker.sla import AccountBook, History, Policies, decision_json
from worker.sla.decision import Outcome, Route
from worker.sla.facts import Authenticity
from worker.sla.stored import moment

SHOWN_REFERENCE = "SLA-0000-000000"


class Desk:
    """Records and policy read once, for many mails."""

    def __init__(self, folder: Path, policies: Policies, ours: Ours) -> None:
        """Raises records.files.FaultyFile or OSError where the records cannot be used."""
        accounts, self._records = files.read_folder(folder)
        self._book = AccountBook(accounts)
        self._policies, self._ours = policies, ours

    def check(self, paths: Iterable[Path], *, at: datetime | None) -> Iterator[dict[str, Any]]:
        """One row for each mail, in order. A mail that fails gives a row with an error."""
        for path in paths:
            try:
                row = self._checked(path, at)
            except (Unreadable, OSError) as error:
                row = {"kind": None, "error": str(error)}
            except Exception as error:  # noqa: BLE001 - our own fault, told in the mail's own line
                row = {"kind": None, "error": f"{type(error).__name__}: {error}"}
            yield {"file": str(path)} | row

    def _checked(self, path: Path, at: datetime | None) -> dict[str, Any]:
        raw = path.read_bytes()
        received = None if at is None else _received_or(raw, at, self._ours)
        return self._row(adapters.read(raw, ours=self._ours, received=received), at)

    def _row(self, mail: Mail, at: datetime | None) -> dict[str, Any]:
        row = {"kind": mail.kind.value, "received": moment(mail.received)}
        if mail.kind not in (Kind.CLAIM, Kind.FEEDBACK):
            return row | _nothing(mail)
        history = History(True, mail.received) if mail.kind is Kind.FEEDBACK else None
        judgement = judge(
            understand(mail, book=self._book, policies=self._policies),
            load=lambda account, facts: self._records,
            at=at or mail.received,
            policies=self._policies,
            history=history,
        )
        evidence = [{"what": e.what, "where": e.where} for e in judgement.facts.evidence]
        return row | decision_json(judgement.decision) | {"evidence": evidence, "letter": self._letter(mail, judgement)}

    def _letter(self, mail: Mail, judgement: Judgement) -> dict[str, str] | None:
        decision = judgement.decision
        if mail.authenticity is Authenticity.FAIL or decision.route is Route.HOLD or decision.outcome is Outcome.HOLD:
            return None
        account = judgement.identified.account
        text = letters.resolution(
            decision,
            reference=SHOWN_REFERENCE,
            language=judgement.facts.language,
            zone=account.time_zone if account else self._policies.zone.key,
            provider_zone=self._policies.zone.key,
            client_name=mail.sender_name or None,
            secrets_masked=judgement.facts.secrets_masked,
        )
        return {"subject": text.subject, "text": text.text}


def _received_or(raw: bytes, at: datetime, ours: Ours) -> datetime | None:
    """`--at` serves files without a Received header; those that have one keep it."""
    try:
        adapters.read(raw, ours=ours)
    except Unreadable:
        return at
    return None


def _nothing(mail: Mail) -> dict[str, Any]:
    return {
        "account": None,
        "sender_ok": None,
        "incidents": [],
        "evidence": [],
        "missing": [],
        "outcome": None,
        "route": "none",
        "review_reasons": [],
        "credits": [],
        "cycles": [],
        "findings": [],
        "due": None,
        "letter": None,
        "because": mail.kind_because,
    }

"""What the `claims` command does with the database: imports, figures, status, checks, and a person's few acts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, TextIO

from worker.errors import CommandError
from worker.records import files
from worker.settings import current, unknown
from worker.sla import AccountBook, PolicyError, Records, cycle_json, cycle_of, figures, load_policies
from worker.sla.calendar import cycle_start
from worker.sla.figures import billing_day


def _now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)


@contextmanager
def faults_told() -> Iterator[None]:
    """Faults of files and of the policy as sentences of the command."""
    try:
        yield
    except (files.FaultyFile, PolicyError) as faulty:
        raise CommandError(str(faulty)) from None
    except OSError as error:
        raise CommandError(f"{error.filename}: {error.strerror}") from None


def import_file(kind: str, path: Path, *, progress: Callable[[str], None]) -> str:
    """Import a file of records and say what was done, and which answers would change."""
    from worker.records import importer

    with faults_told():
        done = importer.take_in(kind, path, at=_now(), progress=progress)
    said = f"{path.name}: {done.rows} rows of {kind} imported"
    if done.skipped:
        said += f", {done.skipped} skipped (entered by our own ledger)"
    if done.changed:
        said += f"\n{len(done.changed)} outages changed: {', '.join(done.changed[:10])}"
        affected = answers_that_change(done.changed, progress=progress)
        said += f"\n{len(affected)} claims would be answered otherwise"
        said += "".join(f"\n  {row['reference']}: {row['before']} → {row['now']}" for row in affected)
    return said


def export_credits(out: TextIO, *, since: datetime | None) -> None:
    """Write the ledger as CSV."""
    from worker.records import ledger

    ledger.export(out, since=since or datetime.min.replace(tzinfo=UTC, year=1970))


def uptime(account: str, *, cycle: date | None, folder: Path | None, at: datetime | None) -> dict[str, Any]:
    """All figures of one account and cycle, from CSV files or from the database."""
    policies, moment = load_policies(current().policy), at or _now()
    with faults_told():
        book, records = _folder(folder) if folder else (_book(), None)
    known = book.by_id.get(account)
    if known is None:
        raise CommandError(f"There is no account {account}.")
    start = cycle_start(cycle, billing_day(known, cycle, policies)) if cycle else cycle_of(known, moment, policies)
    if records is None:
        from worker.records import store
        from worker.sla.figures import cycle_span
        from worker.sla.reach import to_be_known

        span = to_be_known(known, [cycle_span(known, start, policies)], policies)
        records = store.records_between(account, span.start, span.end) if span else Records()
    told = figures(known, records, period_start=start, at=moment, policies=policies)
    return {"account": account, "name": known.name, "as_of": moment.isoformat()} | cycle_json(told)


def _folder(folder: Path) -> tuple[AccountBook, Records]:
    accounts, records = files.read_folder(folder)
    return AccountBook(accounts), records


def _book() -> AccountBook:
    from worker.records import store

    return store.account_book()


def uptime_table(told: Mapping[str, Any]) -> str:
    """Figures as people read them."""
    names = ("total", "excused", "measured", "counted", "uptime", "other_uptime", "percent", "paid", "owed", "credited")
    lines = [f"{told['account']} {told['name']}, payment cycle from {told['period_start']} to {told['closes']}"]
    lines += [f"  {name.replace('_', ' '):<14} {told[name]}" for name in names]
    lines += ["", f"  {'from':<20} {'to':<20} {'record':<10} why"]
    for s in told["stretches"]:
        lines.append(f"  {s['start']:<20} {s['end']:<20} {s['record']:<10} {s['why']}: {s['because']}")
    return "\n".join(lines)


def status() -> dict[str, Any]:
    """Counts by state, the nearest deadlines, what is stuck."""
    from django.db.models import Count

    from worker.claims.models import Claim
    from worker.claims.models import State as ClaimState
    from worker.intake.models import Poll, StoredMail
    from worker.outbox.models import Letter
    from worker.outbox.models import State as LetterState

    def counted(model: Any) -> dict[str, int]:
        return dict(model.objects.values_list("state").annotate(n=Count("id")).order_by("state"))

    waiting = Claim.objects.exclude(state=ClaimState.RESOLVED).order_by("due_at")[:10]
    stuck = Letter.objects.filter(state__in=[LetterState.IN_DOUBT, LetterState.SET_ASIDE, LetterState.UNDELIVERED])
    late = Letter.objects.filter(state=LetterState.QUEUED, attempts__gt=3)
    return {
        "mails": counted(StoredMail),
        "claims": counted(Claim),
        "letters": counted(Letter),
        "nearest": [{"reference": c.reference, "state": c.state, "due": c.due_at.isoformat()} for c in waiting],
        "stuck": [_letter_row(letter) for letter in (*stuck.order_by("id")[:20], *late.order_by("id")[:20])],
        "mailboxes": [
            {"mailbox": p.mailbox, "succeeded": p.succeeded_at, "failing_since": p.failed_at, "problem": p.problem}
            for p in Poll.objects.order_by("mailbox")
        ],
    }


def _letter_row(letter: Any) -> dict[str, Any]:
    return {"number": letter.pk, "message_id": letter.message_id, "state": letter.state, "problem": letter.problem}


def status_table(told: Mapping[str, Any]) -> str:
    """The status as people read it."""
    lines = []
    for name in ("mails", "claims", "letters"):
        counts = ", ".join(f"{count} {state}" for state, count in told[name].items()) or "none"
        lines.append(f"{name:<8} {counts}")
    lines += [f"due      {row['due']}  {row['reference']} ({row['state']})" for row in told["nearest"]]
    lines += [f"stuck    {row['number']} {row['message_id']} {row['state']}: {row['problem']}" for row in told["stuck"]]
    for row in told["mailboxes"]:
        lines.append(f"mailbox  {row['mailbox']} last read {row['succeeded'] or 'never'}{_failing(row)}")
    return "\n".join(lines)


def _failing(row: Mapping[str, Any]) -> str:
    return f", failing since {row['failing_since']}: {row['problem']}" if row["failing_since"] else ""


def doctor(variables: Mapping[str, object]) -> list[dict[str, Any]]:
    """Try everything that the desk needs; each check says what it found."""
    return [_tried(name, act) for name, act in _CHECKS] + [
        {"check": name, "ok": False, "found": "is no setting of ours"}
        for name in unknown(dict(variables))  # type: ignore[arg-type]
    ]


def _tried(name: str, act: Callable[[], str]) -> dict[str, Any]:
    try:
        return {"check": name, "ok": True, "found": act()}
    except Exception as error:  # noqa: BLE001 - whatever fails is what the doctor is asked for
        return {"check": name, "ok": False, "found": str(error).strip() or type(error).__name__}


def _agreement() -> str:
    from worker.sla.clauses import unproven_quotes

    policies = load_policies(current().policy)
    if strange := unproven_quotes(policies.agreements[-1].text):
        return f"{policies.name}; {len(strange)} rules quote another agreement than this one"
    return f"{policies.name}, agreement of {policies.agreements[-1].in_force}, whole"


def _templates() -> str:
    from worker.letters.render import environment as templates

    names = templates().list_templates()
    for name in names:
        templates().get_template(name)
    return f"{len(names)} templates"


def _database() -> str:
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", check_unapplied=True, verbosity=0)
    return f"{connection.vendor}, up to this release"


def _broker() -> str:
    import redis

    redis.Redis.from_url(current().broker_url, socket_connect_timeout=5).ping()
    return "answers"


def _mailbox() -> str:
    from worker import adapters

    with adapters.mailbox(current()) as box:
        return f"{box.name}, {len(box.sizes(above=0))} mails"


def _post() -> str:
    from worker import adapters

    with adapters.post(current()) as post:
        return post.name


_CHECKS: tuple[tuple[str, Callable[[], str]], ...] = (
    ("address", lambda: str(current().required("address"))),
    ("agreement", _agreement),
    ("templates", _templates),
    ("database", _database),
    ("broker", _broker),
    ("mailbox", _mailbox),
    ("post", _post),
)


def doctor_table(checks: Iterable[Mapping[str, Any]]) -> str:
    """The checks as people read them."""
    return "\n".join(f"{'ok  ' if c['ok'] else 'FAIL'} {c['check']:<10} {c['found']}" for c in checks)


def set_aside() -> list[dict[str, Any]]:
    """Mails that our own code could not deal with."""
    from worker.intake.models import State, StoredMail

    rows = StoredMail.objects.filter(state=State.SET_ASIDE).order_by("id")[:200]
    return [
        {"mail": m.pk, "received": m.received_at, "sender": m.sender, "subject": m.subject, "problem": m.problem}
        for m in rows
    ]


def set_aside_table(rows: Iterable[Mapping[str, Any]]) -> str:
    """The same for people; of a traceback the last line."""
    lines = [f"{r['mail']:>6}  {r['received']}  {r['sender']}\n        {r['problem'].splitlines()[-1]}" for r in rows]
    return "\n".join(lines) or "Nothing is set aside."


def approve(reference: str, *, by: str) -> str:
    """Send the proposal of a queued claim."""
    from worker.claims import lifecycle
    from worker.claims.desk import Desk
    from worker.claims.models import Claim

    claim = Claim.objects.referenced(reference)
    if claim is None:
        raise CommandError(f"There is no claim {reference}.")
    try:
        lifecycle.approve(claim.pk, Desk(_now()), by=by)
    except lifecycle.NotNow as why:
        raise CommandError(str(why)) from None
    return f"{reference} is resolved; its letter is owed."


def retry_mail(number: int) -> str:
    """Try a mail that was set aside again."""
    from worker.intake.settle import retry

    if not retry(number):
        raise CommandError(f"Mail {number} is not set aside, or was never taken whole.")
    return f"Mail {number} will be read again by the next sweep."


def settle_letter(number: int, verdict: str) -> str:
    """A person's word on a letter in doubt or set aside."""
    from worker.outbox.delivery import settle_by_hand

    if not settle_by_hand(number, verdict, now=_now()):
        raise CommandError(f"Letter {number} is neither in doubt nor set aside.")
    return f"Letter {number} is settled: {verdict}."


def replay(references: Iterable[str], *, as_of_now: bool, progress: Callable[[str], None]) -> list[dict[str, Any]]:
    """Decide stored claims again; gives those whose answer differs."""
    from worker.claims import replaying

    chosen = list(references)
    unknown_ones = replaying.unknown(chosen)
    if unknown_ones:
        raise CommandError(f"There is no claim {', '.join(unknown_ones)}.")
    return list(replaying.differences(chosen, now=_now() if as_of_now else None, progress=progress))


def answers_that_change(outages: Iterable[str], *, progress: Callable[[str], None]) -> list[dict[str, Any]]:
    """Claims whose answer would be another since these outages were corrected."""
    from worker.claims import replaying

    return list(replaying.touched_by(outages, now=_now(), progress=progress))


def replay_table(rows: Iterable[Mapping[str, Any]]) -> str:
    """The differences as people read them."""
    lines = [f"{r['reference']}: {r['before']} → {r['now']}" for r in rows]
    return "\n".join(lines) or "Every claim is decided as before."

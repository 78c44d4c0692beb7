"""What the `claims` command does with the database: imports, figures, status, checks, and a person's few acts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, TextIO

from worker.clock import now
from worker.errors import CommandError
from worker.records import files
from worker.settings import current, unknown
from worker.sla import AccountBook, PolicyError, Records, cycle_json, cycle_of, figures, load_policies
from worker.sla.calendar import cycle_start
from worker.sla.figures import billing_day


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
    from worker.claims import corrections
    from worker.claims.desk import Desk
    from worker.records import importer

    with faults_told():
        done = importer.take_in(kind, path, at=now(), progress=progress)
    said = f"{path.name}: {done.rows} rows of {kind} imported"
    if done.skipped:
        said += f", {done.skipped} skipped (entered by our own ledger)"
    affected = corrections.handle_all_changes(Desk(now()), progress=progress)
    if affected:
        said += f"\n{len(affected)} claims are decided otherwise by the changed records:"
        said += "".join(f"\n  {row.reference} ({row.state}): {row.before} → {row.now}" for row in affected)
    return said


def export_credits(out: TextIO, *, since: datetime | None, after: int, waiting: bool) -> int:
    """Write the ledger as CSV; gives the cursor for the next export."""
    from worker.records import ledger

    return ledger.export(out, ledger.entries(since=since, after=after, waiting=waiting))


def uptime(account: str, *, cycle: date | None, folder: Path | None, at: datetime | None) -> dict[str, Any]:
    """All figures of one account and cycle, from CSV files or from the database."""
    policies, moment = load_policies(current().policy), at or now()
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


def act(name: str, reference: str, **words: Any) -> str:
    """A person's act on a claim: a verb of `claims.acts` or `claims.corrections`; says how the claim stands then."""
    from worker.claims import acts, corrections
    from worker.claims.desk import Desk
    from worker.claims.models import Claim
    from worker.claims.steps import NotNow

    verbs: dict[str, Callable[..., object]] = {
        "approve": acts.approve,
        "change": acts.change,
        "take-back": acts.take_back,
        "ask": acts.ask,
        "hold": acts.hold,
        "queue": acts.take_out,
        "assign": acts.assign,
        "note": acts.add_note,
        "repair": corrections.repair,
        "dismiss": corrections.dismiss,
    }
    claim = Claim.objects.referenced(reference)
    if claim is None:
        raise CommandError(f"There is no claim {reference}.")
    try:
        verbs[name](claim.pk, Desk(now()), **words)
    except NotNow as why:
        raise CommandError(str(why)) from None
    claim.refresh_from_db()
    if claim.approval:
        return f"{reference} is approved by {claim.approval['by']}; above the limit a second person must approve too."
    return f"{reference} is {claim.state}."


def choice(outcome: str, reason: str, amounts: Iterable[str], missing: Iterable[str]) -> Any:
    """What a person decides otherwise; `amounts` are written `2026-07-01=12.30`."""
    from worker.claims.choices import MISSING, Choice
    from worker.sla import Outcome

    try:
        pairs = [raw.split("=", 1) for raw in amounts]
        by_cycle = {date.fromisoformat(start): Decimal(amount) for start, amount in pairs}
    except (ValueError, InvalidOperation):
        raise CommandError("An amount is written as 2026-07-01=12.30: the cycle's first day, then the sum.") from None
    if strange := set(missing) - set(MISSING):
        raise CommandError(f"{', '.join(strange)} cannot be missing; what can is {', '.join(MISSING)}.")
    return Choice(Outcome(outcome), reason, by_cycle, tuple(missing))


def corrections() -> list[dict[str, Any]]:
    """Resolved claims whose answer corrected records would change."""
    from worker.claims.models import Correction

    rows = Correction.objects.filter(state="open").select_related("claim").order_by("id")
    return [
        {
            "reference": c.claim.reference,
            "cause": c.cause,
            "before": c.before,
            "now": c.now,
            "due": [f"{d['amount']} {d['currency']}" for d in c.due],
        }
        for c in rows
    ]


def corrections_table(rows: Iterable[Mapping[str, Any]]) -> str:
    """The same for people."""
    lines = [
        f"{r['reference']}  {r['cause']}: {r['before']} → {r['now']}; due {', '.join(r['due']) or 'nothing'}"
        for r in rows
    ]
    return "\n".join(lines) or "No corrected record changes an answer."


def apply_credits(up_to: int, *, by: str) -> str:
    """Billing has applied the ledger's entries up to a number."""
    from worker.records import ledger

    return f"{ledger.apply(up_to, by=by, at=now())} entries are marked as applied by {by}."


def reverse_credit(number: int, *, reason: str, by: str) -> str:
    """Take a ledger entry back by a second one."""
    from worker.records import ledger

    try:
        made = ledger.reverse(number, reason=f"{reason} ({by})" if reason.strip() else "", at=now())
    except ledger.NoSuchEntry as why:
        raise CommandError(str(why)) from None
    return (
        f"Entry {number} is reversed by entry {made.pk}: {made.amount.normalize():f} {made.currency} for {made.claim}."
    )


def forget(contact: str, *, by: str) -> str:
    """Erase a person."""
    from worker.intake import forgetting

    try:
        done = forgetting.forget(contact, by=by, now=now())
    except forgetting.StillOpen as why:
        raise CommandError(str(why)) from None
    return (
        f"{contact} is erased from {done.claims} claims, {done.letters} letters and {done.mails} mails; "
        "outcomes, figures and credits stay. Contacts of accounts come from your own records: remove it there too."
    )


def add_user(name: str, *, role: str, password: str) -> str:
    """Make a person of the console, or give one another role and password."""
    from worker.console import audit, people

    try:
        people.add(name, role=role, password=password)
    except people.NoSuchPerson as why:
        raise CommandError(str(why)) from None
    audit.write("the command line", "person added", f"{name}, {role}")
    return f"{name} may log in as {role}."


def change_user(act: str, name: str) -> str:
    """Let a person in no more, or let one who lost the phone set up another."""
    from worker.console import audit, people

    try:
        {"block": people.block, "new-phone": people.forget_phone}[act](name)
    except people.NoSuchPerson as why:
        raise CommandError(str(why)) from None
    audit.write("the command line", f"person: {act}", name)
    return f"{name} may log in no more." if act == "block" else f"{name} sets up another phone at the next login."


def retry_mail(number: int) -> str:
    """Try a mail that was set aside again."""
    from worker.intake.settle import retry

    if not retry(number):
        raise CommandError(f"Mail {number} is not set aside, or was never taken whole.")
    return f"Mail {number} will be read again by the next sweep."


def settle_letter(number: int, verdict: str) -> str:
    """A person's word on a letter in doubt or set aside."""
    from worker.outbox.delivery import settle_by_hand

    if not settle_by_hand(number, verdict, now=now()):
        raise CommandError(f"Letter {number} is neither in doubt nor set aside.")
    return f"Letter {number} is settled: {verdict}."


def replay(references: Iterable[str], *, as_of_now: bool, progress: Callable[[str], None]) -> list[dict[str, Any]]:
    """Decide stored claims again; gives those whose answer differs."""
    from worker.claims import replaying

    chosen = list(references)
    unknown_ones = replaying.unknown(chosen)
    if unknown_ones:
        raise CommandError(f"There is no claim {', '.join(unknown_ones)}.")
    return list(replaying.differences(chosen, now=now() if as_of_now else None, progress=progress))


def replay_table(rows: Iterable[Mapping[str, Any]]) -> str:
    """The differences as people read them."""
    lines = [f"{r['reference']}: {r['before']} → {r['now']}" for r in rows]
    return "\n".join(lines) or "Every claim is decided as before."

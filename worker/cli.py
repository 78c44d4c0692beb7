"""The `claims` command: checking, importing, exporting, and looking after the desk."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from getpass import getpass
from pathlib import Path
from typing import Any

from worker.errors import CommandError
from worker.settings import SettingError, current, environment, listing, unknown

KINDS = ("accounts", "payments", "outages", "maintenance", "credits")


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; gives the exit status: 0 done, 1 not done, 2 asked wrongly."""
    options = _parser().parse_args(argv)
    try:
        return int(options.run(options) or 0)
    except (CommandError, SettingError) as error:
        print(f"claims: {error}", file=sys.stderr)
    except KeyboardInterrupt:
        print("claims: stopped", file=sys.stderr)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="claims", description=__doc__)
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)

    def command(name: str, run: Callable[[argparse.Namespace], int | None], about: str) -> argparse.ArgumentParser:
        sub = commands.add_parser(name, help=about, description=about)
        sub.set_defaults(run=run)
        return sub

    demo = command("demo", _demo, "try the whole desk on sample claims, with embedded parts, until Ctrl-C")
    demo.add_argument("--once", action="store_true", help="stop when every sample claim is dealt with")

    check = command("check", _check, "decide mails from files against records from CSV files; changes nothing")
    check.add_argument("--records", type=Path, required=True, metavar="FOLDER", help="folder of the five CSV files")
    check.add_argument("--at", type=_moment, help="decide as of this moment (ISO 8601 with an offset)")
    check.add_argument("--authserv-id", help="whose Authentication-Results are believed; default: the setting")
    check.add_argument("mails", type=Path, nargs="+", metavar="MAIL.eml")

    imported = command("import", _import, "import records from a CSV file: all of it or, with a fault, nothing")
    imported.add_argument("kind", choices=KINDS)
    imported.add_argument("file", type=Path)

    export = command("export", _export, "write the credits we entered as CSV, for billing")
    export.add_argument("kind", choices=["credits"])
    export.add_argument("--since", type=_day_or_moment, help="only credits entered from this day or moment on")
    export.add_argument("--after", type=int, default=0, metavar="ENTRY", help="only entries with a higher number")
    export.add_argument("--waiting", action="store_true", help="only what billing has not applied yet")

    credit = command("credits", _credits, "what billing has applied; taking an entry back")
    credit.add_argument("act", choices=["applied", "reverse"], help="mark all up to ENTRY, or reverse ENTRY")
    credit.add_argument("entry", type=int)
    credit.add_argument("--by", required=True, help="who says so")
    credit.add_argument("--reason", default="", help="why it is reversed")

    uptime = command("uptime", _uptime, "the figures of one account and cycle, with every span and why it counts")
    uptime.add_argument("account")
    uptime.add_argument("--cycle", type=_day, metavar="DATE", help="a day of the cycle; default: today")
    uptime.add_argument("--records", type=Path, metavar="FOLDER", help="from CSV files instead of the database")
    uptime.add_argument("--at", type=_moment, help="as of this moment; default: now")
    uptime.add_argument("--json", action="store_true")

    for name, run, about in (
        ("status", _status, "counts by state, nearest deadlines, letters stuck, mails set aside"),
        ("doctor", _doctor, "can we reach and log in to mailbox, post, database and broker? is the agreement whole?"),
        ("settings", _settings, "every setting with its value, source and meaning; secrets hidden"),
        ("corrections", _corrections, "resolved claims whose answer corrected records would change"),
        ("set-aside", _set_aside, "mails that our own code could not deal with, and why"),
    ):
        command(name, run, about).add_argument("--json", action="store_true", help="for machines")

    user = command("user", _user, "people of the console: add or give another role, block, let set up another phone")
    user.add_argument("act", choices=["add", "block", "new-phone"])
    user.add_argument("name")
    user.add_argument("--role", choices=["reader", "decider", "administrator"], default="decider")
    user.add_argument("--password-file", type=Path, help="read the password from a file instead of asking for it")

    command("migrate", _migrate, "bring the database up to this release")
    command("watch", _watch, "wait at the mailbox with IDLE and have new mails taken at once")

    _acts(command)

    forget = command("forget", _forget, "erase a person: their mails, words and addresses; figures and credits stay")
    forget.add_argument("contact", metavar="CONTACT", help="the person's mail address")
    forget.add_argument("--by", required=True, help="who says so")

    retry = command("retry", _retry, "try a mail that was set aside again")
    retry.add_argument("kind", choices=["mail"])
    retry.add_argument("number", type=int)

    letter = command("letter", _letter, "settle a letter that is in doubt or set aside")
    letter.add_argument("verdict", choices=["sent", "again", "withdrawn"])
    letter.add_argument("number", type=int)

    replay = command("replay", _replay, "decide stored claims again and show any difference")
    replay.add_argument("references", nargs="*", metavar="REFERENCE", help="default: all")
    replay.add_argument("--records-now", action="store_true", help="as of now instead of as of each decision")
    replay.add_argument("--json", action="store_true")
    return parser


def _acts(command: Callable[..., argparse.ArgumentParser]) -> None:
    """What a person does with one claim; the console does the same."""

    def act(name: str, about: str, *words: str) -> argparse.ArgumentParser:
        sub = command(name, _act, about)
        sub.add_argument("reference")
        sub.add_argument("--by", required=True, help="who acts")
        for word in words:
            sub.add_argument(f"--{word}", required=True)
        sub.set_defaults(act=name, asked=words)
        return sub

    remark = "what the letter adds for the client, in the letter's language"
    act("approve", "send the proposal of a queued claim").add_argument("--remark", default="", help=remark)
    change = act("change", "decide a queued claim otherwise than proposed", "outcome", "reason")
    change.add_argument("--amount", action="append", default=[], metavar="CYCLE=SUM", help="such as 2026-07-01=12.30")
    change.add_argument("--missing", action="append", default=[], help="for an incomplete claim: what it lacks")
    change.add_argument("--remark", default="", help=remark)
    act("take-back", "take a resolution back in the minutes before it is sent")
    act("ask", "ask the client for something; the clock runs on", "words")
    act("hold", "let a queued claim wait until its payment cycle has closed")
    act("queue", "let a held claim be decided by a person now")
    act("assign", "give a claim to a person of the team", "to")
    act("note", "write a note for the team", "words")
    act("repair", "credit what corrected records give the client, and write to them")
    act("dismiss", "let an answer stand although corrected records would give another", "reason")


def _moment(raw: str) -> datetime:
    moment = datetime.fromisoformat(raw)
    if moment.tzinfo is None:
        raise argparse.ArgumentTypeError(f"{raw} has no offset; write Z for UTC or an offset such as +07:00")
    return moment.astimezone(UTC)


def _day(raw: str) -> Any:
    return datetime.strptime(raw, "%Y-%m-%d").replace(tzinfo=UTC).date()


def _day_or_moment(raw: str) -> datetime:
    from worker.sla import load_policies
    from worker.sla.calendar import midnight

    return midnight(_day(raw), load_policies(current().policy).zone) if len(raw) == 10 else _moment(raw)


def _django() -> None:
    """Set Django up; only commands that need the database do."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "worker.django_settings")
    django.setup()


def _progress(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def _print(rows: Any, *, as_json: bool, table: Callable[[Any], str]) -> None:
    print(json.dumps(rows, ensure_ascii=False, indent=2, default=str) if as_json else table(rows))


def _check(options: argparse.Namespace) -> int:
    from worker import checking, commands
    from worker.reading import Ours
    from worker.sla import load_policies

    settings = current()
    policies = load_policies(settings.policy)
    authserv_id = (options.authserv_id or "").lower() or settings.authserv_id
    address = settings.address or "sla-claims@lookuq.example"
    ours = Ours(address, authserv_id, policies.account_id, policies.reference_prefix)
    with commands.faults_told():
        desk = checking.Desk(options.records, policies, ours)
    for count, row in enumerate(desk.check(options.mails, at=options.at), 1):
        print(json.dumps(row, ensure_ascii=False), flush=True)
        if count % 500 == 0:
            _progress(f"{count} of {len(options.mails)} mails")
    return 0


def _import(options: argparse.Namespace) -> int:
    _django()
    from worker import commands

    print(commands.import_file(options.kind, options.file, progress=_progress))
    return 0


def _export(options: argparse.Namespace) -> int:
    _django()
    from worker import commands

    cursor = commands.export_credits(sys.stdout, since=options.since, after=options.after, waiting=options.waiting)
    if cursor:
        _progress(f"The last entry is {cursor}: the next export goes on with --after {cursor}.")
    return 0


def _credits(options: argparse.Namespace) -> int:
    _django()
    from worker import commands

    if options.act == "applied":
        print(commands.apply_credits(options.entry, by=options.by))
    else:
        print(commands.reverse_credit(options.entry, reason=options.reason, by=options.by))
    return 0


def _corrections(options: argparse.Namespace) -> int:
    _django()
    from worker import commands

    _print(commands.corrections(), as_json=options.json, table=commands.corrections_table)
    return 0


def _uptime(options: argparse.Namespace) -> int:
    if options.records is None:
        _django()
    from worker import commands

    figures = commands.uptime(options.account, cycle=options.cycle, folder=options.records, at=options.at)
    _print(figures, as_json=options.json, table=commands.uptime_table)
    return 0


def _status(options: argparse.Namespace) -> int:
    _django()
    from worker import commands

    _print(commands.status(), as_json=options.json, table=commands.status_table)
    return 0


def _doctor(options: argparse.Namespace) -> int:
    _django()
    from worker import commands

    checks = commands.doctor(environment())
    _print(checks, as_json=options.json, table=commands.doctor_table)
    return 0 if all(check["ok"] for check in checks) else 1


def _settings(options: argparse.Namespace) -> int:
    variables = environment()
    rows = [{"name": s.name, "value": s.value, "source": s.source, "meaning": s.meaning} for s in listing(variables)]
    lines = [f"{r['name']:<28} {r['value']:<30} {r['source']:<12} {r['meaning']}" for r in rows]
    _print(rows, as_json=options.json, table=lambda _: "\n".join(lines))
    for name in unknown(variables):
        _progress(f"{name} is no setting of ours; see the names above.")
    return 0


def _set_aside(options: argparse.Namespace) -> int:
    _django()
    from worker import commands

    _print(commands.set_aside(), as_json=options.json, table=commands.set_aside_table)
    return 0


def _user(options: argparse.Namespace) -> int:
    _django()
    from worker import commands

    if options.act != "add":
        print(commands.change_user(options.act, options.name))
        return 0
    password = options.password_file.read_text().strip() if options.password_file else getpass("Password: ")
    print(commands.add_user(options.name, role=options.role, password=password))
    return 0


def _migrate(options: argparse.Namespace) -> int:
    _django()
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=1)
    return 0


def _watch(options: argparse.Namespace) -> int:
    from worker import watching

    watching.watch(current(), progress=_progress)
    return 0


def _act(options: argparse.Namespace) -> int:
    _django()
    from worker import commands

    words = {name: getattr(options, name) for name in options.asked}
    if hasattr(options, "remark"):
        words["remark"] = options.remark
    if options.act == "change":
        outcome, reason = words.pop("outcome"), words.pop("reason")
        words["choice"] = commands.choice(outcome, reason, options.amount, options.missing)
    print(commands.act(options.act, options.reference, by=options.by, **words))
    return 0


def _forget(options: argparse.Namespace) -> int:
    _django()
    from worker import commands

    print(commands.forget(options.contact, by=options.by))
    return 0


def _retry(options: argparse.Namespace) -> int:
    _django()
    from worker import commands

    print(commands.retry_mail(options.number))
    return 0


def _letter(options: argparse.Namespace) -> int:
    _django()
    from worker import commands

    print(commands.settle_letter(options.number, options.verdict))
    return 0


def _replay(options: argparse.Namespace) -> int:
    _django()
    from worker import commands

    rows = commands.replay(options.references, as_of_now=options.records_now, progress=_progress)
    _print(rows, as_json=options.json, table=commands.replay_table)
    return 1 if rows else 0


def _demo(options: argparse.Namespace) -> int:
    from worker.demo import run

    return int(run(once=options.once))


if __name__ == "__main__":
    sys.exit(main())

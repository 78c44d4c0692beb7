"""A quarter of the desk's life in one process: `make simulate`, or a smaller one in the tests.

Claims come in by the hundred, outages are recorded late, moved and excluded, mail servers go away for hours and days,
the desk dies in the middle of its work, and the team answers late or never. At the end nothing may be lost, doubled or
overdue. Everything follows from one seed.
"""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path

from tests.life.rehearsal import TEAM, Rehearsal
from tests.life.world import moment, write
from worker.claims import acts, corrections
from worker.claims.choices import Choice
from worker.claims.models import Claim, Correction, State
from worker.claims.steps import NotNow
from worker.intake.models import StoredMail
from worker.outbox.models import Letter, Notice
from worker.records.models import Balance, Entry
from worker.sla import Outcome

START = moment("2026-07-01 00:00")


class Killed(BaseException):
    """The process dies here."""


@dataclass
class Quarter:
    """What happens, drawn from a seed."""

    accounts: int
    claims: int
    days: int
    folder: Path
    seed: int = 1
    step: timedelta = timedelta(minutes=30)
    world: Rehearsal = field(init=False)
    away: list[tuple[datetime, datetime]] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.random = random.Random(self.seed)
        self.world = Dying(START, self.random)
        self.end = START + timedelta(days=self.days)
        self.outages = sorted(self._outages())

    def _outages(self) -> Iterator[tuple[datetime, datetime]]:
        for _ in range(self.days // 2):
            start = START + timedelta(minutes=self.random.randrange(self.days * 24 * 60))
            yield start, start + timedelta(minutes=self.random.choice((3, 8, 20, 45, 90, 240, 900)))

    def run(self) -> None:
        """Live through it."""
        self._records()
        mails = sorted(self._mails(), key=lambda m: m[0])
        changes = sorted(self._changes(), key=lambda c: c[0])
        for length in (2, 7, 30, 70):
            start = START + timedelta(hours=self.random.randrange(24, self.days * 24))
            self.away.append((start, start + timedelta(hours=length)))
        while self.world.now < self.end + timedelta(days=50) and not self._done(mails):
            self.world.now += self.step
            now = self.world.now
            while mails and mails[0][0] <= now:
                self._arrive(*mails.pop(0))
            while changes and changes[0][0] <= now:
                self.world.records(self.folder, "outages", changes.pop(0)[1])
            self.world.post_away = any(start <= now < end for start, end in self.away)
            self.world.box.away = any(start <= now < end for start, end in self.away[::2])
            self._work()
            self._team()

    def _done(self, mails: list[tuple[datetime, str, str, str]]) -> bool:
        if mails or self.world.now < self.end:
            return False
        return not Claim.objects.exclude(state=State.RESOLVED, decide_at=None).exists()

    def _records(self) -> None:
        zones = ("Asia/Ho_Chi_Minh", "Europe/London", "America/New_York", "UTC")
        money = (("USD", "120.00"), ("EUR", "80.00"), ("VND", "3000000"), ("USD", "19000.00"))
        accounts, payments = [], []
        for number in range(self.accounts):
            currency, fee = money[number % 4]
            name, day = f"LQ-{2000 + number}", 1 + number % 28
            accounts.append(f"{name},Client {number},@client{number}.example,{day},{zones[number % 4]},{currency},en")
            payments += [f"{name},2026-{m:02}-{day:02},{fee}" for m in range(5, 13) if number % 17 or m % 2]
        self.world.records(self.folder, "accounts", *accounts)
        self.world.records(self.folder, "payments", *payments)

    def _changes(self) -> Iterator[tuple[datetime, str]]:
        """When each outage is recorded: without its end, with it, and for some corrected weeks later."""
        for number, (start, end) in enumerate(self.outages):
            row = f"OUT-{number},{start.isoformat()},{{}},unavailable,{{}},*,"
            yield start + timedelta(minutes=self.random.randrange(10, 600)), row.format("", "")
            known = end + timedelta(minutes=self.random.randrange(600, 2000))
            yield known, row.format(end.isoformat(), "")
            if number % 7 == 0:
                yield known + timedelta(days=9), row.format((end + timedelta(hours=3)).isoformat(), "")
            if number % 9 == 0:
                yield known + timedelta(days=12), row.format(end.isoformat(), "force_majeure")

    def _mails(self) -> Iterator[tuple[datetime, str, str, str]]:
        for number in range(self.claims):
            start, end = self.random.choice(self.outages)
            if number % 11 == 0:
                start += timedelta(hours=31)
                end += timedelta(hours=31)
            sender = f"ops@client{self.random.randrange(self.accounts)}.example"
            words = f"Down on {start:%-d %B %Y} from {start:%H:%M} to {end:%H:%M} UTC"
            words += f" ({end:%-d %B})." if end.date() != start.date() else "."
            log = f"\n\n{(start + timedelta(minutes=1)):%Y-%m-%dT%H:%M:%S}Z ERROR connect: connection refused\n"
            body = words + ("" if number % 13 == 0 else log) + f"Case {number}."
            at = end + timedelta(minutes=self.random.randrange(60, 60 * 24 * 40))
            yield at, sender, body, "SLA claim" if number % 10 else "Re: invoice"

    def _arrive(self, at: datetime, sender: str, body: str, subject: str) -> None:
        vouched = self.random.random() > 0.03
        self.world.arrive(
            write(body, sender=sender, subject=subject, number=f"c{len(self.world.box.mails)}", vouched=vouched)
        )

    def _work(self) -> None:
        """Let the desk look round; it may die on the way, and is started again at the next step."""
        seen = len(self.world.sent)
        try:
            self.world.run("poll", "sweep")
        except Killed:
            return
        for letter in self.world.sent[seen:]:
            if letter.to != TEAM and ".resolution@" in letter.message["Message-ID"] and self.random.random() < 0.08:
                self._reply(letter.to, letter.message["Message-ID"])

    def _reply(self, sender: str, answered: str) -> None:
        body = self.random.choice(
            (
                "Thank you!",
                "We do not agree at all, please look again.",
                "Here is the log you wanted.\n\n2026-08-12T01:11:10Z ERROR connect: connection refused\n",
            )
        )
        raw = write(
            body, sender=sender, subject="Re: your letter", number=f"r{len(self.world.box.mails)}", In_Reply_To=answered
        )
        self.world.arrive(raw)

    def _team(self) -> None:
        """People come at nine and decide some; on call, they answer escalations within hours; most they let be."""
        now, desk = self.world.now, self.world.desk
        called = Notice.objects.filter(kind__in=["escalation", "reopened"], at__gt=now - timedelta(hours=4)).values(
            "claim"
        )
        waiting = Claim.objects.filter(state=State.QUEUED, unverified=False)
        numbers = list(waiting.filter(pk__in=called).values_list("pk", flat=True))
        if now.hour == 2 and not now.minute and now.weekday() < 5:
            spoofed = Claim.objects.filter(state=State.QUEUED, unverified=True, due_at__lt=now)
            numbers += list(spoofed.values_list("pk", flat=True))
            numbers += list(waiting.order_by("pk").values_list("pk", flat=True)[:: self.random.choice((2, 3, 7))])
            for correction in Correction.objects.filter(state="open").select_related("claim")[:5]:
                self._try(
                    corrections.repair if correction.due else corrections.dismiss,
                    correction.claim_id,
                    not correction.due,
                )
        for number in numbers:
            who = self.random.choice(("lan", "minh"))
            try:
                acts.approve(number, desk, by=who)
                if self.random.random() < 0.1:
                    acts.take_back(number, desk, by=who)
            except NotNow:
                self._otherwise(number, who)

    def _try(self, verb: object, number: int, dismissed: bool) -> None:
        words = {"reason": "it stands"} if dismissed else {}
        try:
            verb(number, self.world.desk, by="lan", **words)  # type: ignore[operator]
        except NotNow:
            return

    def _otherwise(self, number: int, who: str) -> None:
        claim = Claim.objects.get(pk=number)
        if claim.outcome == "hold" or claim.state != State.QUEUED or claim.approval:
            return
        acts.change(number, self.world.desk, by=who, choice=Choice(Outcome.NO_OUTAGE, "nothing found"))

    def check(self) -> list[str]:
        """What went wrong: nothing."""
        problems = list(self._unanswered()) + list(self._money()) + list(self._repeated()) + list(self._histories())
        states = Counter(StoredMail.objects.values_list("state", flat=True))
        if set(states) != {"settled"}:
            problems.append(f"mails: {dict(states)}")
        return problems

    def _unanswered(self) -> Iterator[str]:
        for claim in Claim.objects.filter(unverified=False):
            if claim.state != State.RESOLVED:
                yield f"{claim.reference} is still {claim.state}, due {claim.due_at}"
                continue
            first = (
                Letter.objects.filter(claim=claim, kind__in=["resolution", "part"], sent_at__isnull=False)
                .order_by("sent_at")
                .first()
            )
            if first is None or first.sent_at is None:
                yield f"{claim.reference} has no answer"
            elif first.sent_at > claim.due_at and not self._excused(claim.due_at, first.sent_at):
                yield f"{claim.reference} was due {claim.due_at} and answered {first.sent_at}"

    def _excused(self, due: datetime, sent: datetime) -> bool:
        """The mail server took nothing in the last twelve hours; then the answer comes when it is back."""
        return any(s <= due - timedelta(hours=12) and due <= e and sent <= e + 3 * self.step for s, e in self.away)

    def _money(self) -> Iterator[str]:
        sums: dict[tuple[str, object], Decimal] = defaultdict(Decimal)
        for entry in Entry.objects.all():
            sums[entry.account_id, entry.period_start] += entry.amount
        for balance in Balance.objects.all():
            total = sums.pop((balance.account_id, balance.period_start), Decimal(0))
            if not total == balance.entered <= balance.owed:
                yield f"{balance.account_id} {balance.period_start}: {total} entered, {balance.owed} owed"
        yield from (f"{key} has no balance" for key in sums)

    def _repeated(self) -> Iterator[str]:
        ids = Counter(s.message["Message-ID"] for s in self.world.sent)
        doubted = self.world.in_doubt if isinstance(self.world, Dying) else set()
        yield from (f"{i} was sent {n} times" for i, n in ids.items() if n > 1 and i not in doubted)
        stops = Counter(Notice.objects.filter(kind="reminder").values_list("key", flat=True))
        yield from (f"{key} was owed {n} times" for key, n in stops.items() if n > 1)
        if Notice.objects.filter(letter=None, at__lt=self.world.now - timedelta(hours=1)).exists():
            yield "words to the team were never written"

    def _histories(self) -> Iterator[str]:
        turning = {"resolved": State.RESOLVED, "queued": State.QUEUED, "held": State.HELD}
        for claim in Claim.objects.prefetch_related("events"):
            events = sorted(claim.events.all(), key=lambda e: e.pk)
            if events[0].what != "opened" or [e.at for e in events] != sorted(e.at for e in events):
                yield f"{claim.reference}: its events are not in order"
            last = [turning[e.what] for e in events if e.what in turning][-1]
            if last != claim.state:
                yield f"{claim.reference} is {claim.state}, its last event says {last}"


class Dying(Rehearsal):
    """A desk whose process dies now and then: before a letter is handed over, and right after."""

    def __init__(self, now: datetime, chance: random.Random) -> None:
        super().__init__(now)
        self.chance = chance
        self.in_doubt: set[str] = set()

    def send(self, message: bytes, *, to: str) -> None:
        """Now and then the last act of a process."""
        if self.chance.random() < 0.002:
            raise Killed
        super().send(message, to=to)
        if self.chance.random() < 0.002:
            self.in_doubt.add(self.sent[-1].message["Message-ID"])
            raise Killed


def figures(quarter: Quarter) -> str:
    """What happened, in a few lines."""
    claims = Claim.objects.all()
    kinds = Counter(claims.values_list("outcome", flat=True))
    by = Counter(
        "a person" if w in ("lan", "minh") else w
        for w in (c.events.filter(what="resolved").latest("id").by for c in claims.filter(state=State.RESOLVED))
    )
    letters = Counter(Letter.objects.values_list("kind", "state"))
    return "\n".join(
        (
            f"{claims.count()} claims of {StoredMail.objects.count()} mails, until {quarter.world.now:%Y-%m-%d}",
            f"  outcomes: {dict(kinds)}",
            f"  resolved by: {dict(by)}",
            f"  letters: { {f'{k} {s}': n for (k, s), n in sorted(letters.items())} }",
            f"  words to the team: {Notice.objects.count()} in {len(quarter.world.to(TEAM))} mails",
            f"  ledger: {dict(Counter(Entry.objects.values_list('cause', flat=True)))}",
            f"  corrections: {dict(Counter(Correction.objects.values_list('state', flat=True)))}",
        )
    )

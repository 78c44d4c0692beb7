"""Claims, what was decided of them and what happened to them."""

from __future__ import annotations

import re

from django.db import models

REFERENCE = re.compile(r"SLA-(\d{4})-(\d{6,})", re.ASCII | re.IGNORECASE)


class State(models.TextChoices):
    """Where a claim stands."""

    HELD = "held", "waits for its cycle to close"
    QUEUED = "queued", "waits for a person to judge"
    RESOLVED = "resolved", "answered"


class ClaimQuerySet(models.QuerySet["Claim"]):
    """Claims, found by their reference."""

    def referenced(self, reference: str) -> Claim | None:
        """The claim of a reference such as SLA-2026-000123, or None where there is none."""
        match = REFERENCE.fullmatch(reference)
        claim = self.filter(pk=int(match[2])).first() if match and int(match[2]) < 2**62 else None
        return claim if claim and claim.reference == reference.upper() else None


class Claim(models.Model):
    """One complaint and its life. Its reference is made of the year it was received and its number."""

    kind = models.CharField(max_length=10)
    """`claim`, `feedback` or `completion`."""
    account = models.CharField(max_length=64, blank=True)
    sender = models.CharField(max_length=320, blank=True)
    client_name = models.CharField(max_length=200, blank=True)
    subject = models.TextField(blank=True)
    message_id = models.CharField(max_length=998, blank=True)
    thread = models.TextField(blank=True)
    """The References of the mail that opened it."""
    language = models.CharField(max_length=2)
    received_at = models.DateTimeField()
    year = models.PositiveIntegerField()
    history = models.JSONField(null=True)
    """For feedback and completions: what came before, see `claims.opening`."""
    unverified = models.BooleanField(default=False)
    """The sender is not authentic: no letter at all goes to it."""
    due_at = models.DateTimeField()
    first = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="later")
    state = models.CharField(max_length=10, choices=State.choices)
    outcome = models.CharField(max_length=20)
    decide_at = models.DateTimeField(null=True)
    """When a held claim is decided, or a resolved one looked at again because its cycle was open."""
    remind_at = models.DateTimeField(null=True)
    """When the deadline next asks for something: a reminder, an escalation, sending without a person."""
    resolved_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    """When the mail server accepted the resolution: only then the claim counts as answered."""
    part_granted = models.BooleanField(default=False)
    matched = models.TextField(blank=True)
    """The records that its newest decision rests on, each between spaces."""
    alike = models.CharField(max_length=64, blank=True)
    """The same for claims with the same proposal, the same records and the same answers to all questions."""
    green = models.BooleanField(default=False)
    """Nothing in its newest decision is uncertain: it may be approved together with others alike."""
    proposed = models.CharField(max_length=200, blank=True)
    """What its newest decision credits, such as 12.30 USD."""
    why = models.TextField(blank=True)
    """Why a person decides."""
    assignee = models.CharField(max_length=150, blank=True)
    approval = models.JSONField(null=True)
    """What a first person approved where a second must, see `claims.choices`."""
    erased_at = models.DateTimeField(null=True)
    """When the person who wrote it was erased; figures and findings stay."""
    version = models.PositiveIntegerField(default=0)
    """Grows with each step, so that a second person who decides on an old picture is told."""
    attempts = models.PositiveIntegerField(default=0)
    retry_at = models.DateTimeField(null=True)
    problem = models.TextField(blank=True)

    objects = ClaimQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["decide_at"], condition=models.Q(decide_at__isnull=False), name="claim_to_decide"),
            models.Index(fields=["remind_at"], condition=models.Q(remind_at__isnull=False), name="claim_to_remind"),
            models.Index(fields=["state", "due_at"], name="claim_state_due"),
            models.Index(fields=["account", "received_at"], name="claim_account_received"),
            models.Index(fields=["received_at"], name="claim_received"),
            models.Index(fields=["sender"], name="claim_sender"),
            models.Index(
                fields=["due_at"], condition=models.Q(state="resolved", answered_at=None), name="claim_unanswered"
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def reference(self) -> str:
        """SLA-2026-000123, as letters and the console name it."""
        return f"SLA-{self.year}-{self.pk:06d}"

    @property
    def newest(self) -> Decision:
        """The decision that holds now."""
        return self.decisions.latest("id")


class Decision(models.Model):
    """What was decided of a claim, with all that it rests on, so that it can be decided again and compared."""

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="decisions")
    at = models.DateTimeField()
    by = models.CharField(max_length=150)
    outcome = models.CharField(max_length=20)
    route = models.CharField(max_length=10)
    decision = models.JSONField()
    """As `worker.sla.decision_json` gives it."""
    facts = models.JSONField()
    agreement_sha256 = models.CharField(max_length=64)
    policy_sha256 = models.CharField(max_length=64)
    records_sha256 = models.CharField(max_length=64)
    release = models.CharField(max_length=40)


class Correction(models.Model):
    """A resolved claim whose answer would be another since records were corrected; a person repairs or dismisses it."""

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="corrections")
    found_at = models.DateTimeField()
    cause = models.CharField(max_length=100)
    before = models.TextField()
    now = models.TextField()
    due = models.JSONField()
    """The credits that would be due now, as in a decision; empty where the change is not in the client's favour."""
    state = models.CharField(
        max_length=10,
        choices=[("open", "waits for a person"), ("repaired", "repaired"), ("dismissed", "dismissed")],
        default="open",
    )
    settled_at = models.DateTimeField(null=True)
    settled_by = models.CharField(max_length=150, blank=True)
    reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["claim"], condition=models.Q(state="open"), name="one_open_correction")
        ]


class Pulse(models.Model):
    """When a part of the desk last did its work, so that one that died is seen."""

    part = models.CharField(max_length=40, primary_key=True)
    at = models.DateTimeField()


class Event(models.Model):
    """One thing that happened to a claim: when, by whom, what. Written once; the database refuses to change it."""

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="events")
    at = models.DateTimeField()
    by = models.CharField(max_length=150)
    what = models.CharField(max_length=40)
    detail = models.TextField(blank=True)

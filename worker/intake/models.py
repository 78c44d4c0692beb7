"""Mails as they came in: their bytes, where they were seen, and how far they got."""

from __future__ import annotations

from django.db import models


class State(models.TextChoices):
    """How far a mail got."""

    TAKEN = "taken", "taken, to be read"
    SETTLED = "settled", "read and dealt with"
    SET_ASIDE = "set_aside", "set aside: our own code could not deal with it"


class StoredMail(models.Model):
    """One mail, however often and wherever it was seen. `content` tells two mails apart: see `intake.take`."""

    content = models.CharField(max_length=64, unique=True)
    message_id = models.CharField(max_length=998, blank=True)
    received_at = models.DateTimeField()
    taken_at = models.DateTimeField()
    size = models.PositiveBigIntegerField()
    header_only = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=State.choices, default=State.TAKEN)
    kind = models.CharField(max_length=10, blank=True)
    kind_because = models.TextField(blank=True)
    sender = models.CharField(max_length=320, blank=True)
    subject = models.TextField(blank=True)
    looks_like_claim = models.BooleanField(default=False)
    claim = models.ForeignKey("claims.Claim", null=True, on_delete=models.PROTECT, related_name="mails")
    attempts = models.PositiveIntegerField(default=0)
    retry_at = models.DateTimeField(null=True)
    problem = models.TextField(blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["retry_at", "id"], condition=models.Q(state="taken"), name="mail_to_be_read"),
            models.Index(fields=["id"], condition=models.Q(state="set_aside"), name="mail_set_aside"),
            models.Index(fields=["message_id"], name="mail_message_id"),
        ]


class MailBytes(models.Model):
    """A mail byte for byte, apart from all that is shown; every look at it is logged."""

    mail = models.OneToOneField(StoredMail, primary_key=True, on_delete=models.CASCADE, related_name="bytes")
    raw = models.BinaryField()


class Sighting(models.Model):
    """A mail as it lies in a mailbox: by folder, UIDVALIDITY and UID (RFC 3501, 2.3.1.1) or a Maildir's file name.

    `filed` says that it was marked or moved there after it was taken.
    """

    mail = models.ForeignKey(StoredMail, on_delete=models.CASCADE, related_name="sightings")
    mailbox = models.CharField(max_length=255)
    validity = models.CharField(max_length=20)
    uid = models.CharField(max_length=255)
    filed = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["mailbox", "validity", "uid"], name="each_sighting_once")]
        indexes = [models.Index(fields=["mailbox", "validity"], condition=models.Q(filed=False), name="unfiled")]


class Poll(models.Model):
    """How the last looks into a mailbox went, so that a fetching that died is seen."""

    mailbox = models.CharField(max_length=255, primary_key=True)
    validity = models.CharField(max_length=20, blank=True)
    cursor = models.PositiveBigIntegerField(default=0)
    """Every UID up to here was taken; listing goes on above it."""
    listed_whole_at = models.DateTimeField(null=True)
    succeeded_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    problem = models.TextField(blank=True)
    alarmed_at = models.DateTimeField(null=True)


class Stumble(models.Model):
    """A mail that could not be fetched, so that it is tried again and never blocks those behind it."""

    mailbox = models.CharField(max_length=255)
    validity = models.CharField(max_length=20)
    uid = models.CharField(max_length=255)
    count = models.PositiveIntegerField(default=0)
    problem = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["mailbox", "validity", "uid"], name="each_stumble_once")]

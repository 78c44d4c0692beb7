"""The letters we owe, each with the state of its delivery."""

from __future__ import annotations

from django.db import models


class State(models.TextChoices):
    """How far a letter got."""

    WAITING = "waiting", "waits: its addressee got enough letters today"
    QUEUED = "queued", "to be sent"
    SENDING = "sending", "handed to the mail server just now"
    SENT = "sent", "accepted by the mail server"
    IN_DOUBT = "in_doubt", "cut off while sending: perhaps sent, perhaps not"
    SET_ASIDE = "set_aside", "refused for good by the mail server, or failed too often"
    UNDELIVERED = "undelivered", "came back"
    WITHDRAWN = "withdrawn", "no longer to be sent, a person said so"


class Kind(models.TextChoices):
    """What a letter is; it stands in the letter's Message-ID."""

    ACKNOWLEDGEMENT = "acknowledgement"
    RESOLUTION = "resolution"
    DIFFERENCE = "difference"
    PART = "part"
    REPAIR = "repair"
    QUESTION = "question"
    TEAM = "team"


class Letter(models.Model):
    """One letter. Its Message-ID is fixed when it is written and stays the same on every try."""

    claim = models.ForeignKey("claims.Claim", null=True, on_delete=models.PROTECT, related_name="letters")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    recipient = models.CharField(max_length=320)
    subject = models.TextField()
    text = models.TextField()
    html = models.TextField(blank=True)
    message_id = models.CharField(max_length=100, unique=True)
    in_reply_to = models.CharField(max_length=998, blank=True)
    references = models.TextField(blank=True)
    written_at = models.DateTimeField()
    deadline = models.DateTimeField(null=True)
    state = models.CharField(max_length=12, choices=State.choices, default=State.QUEUED)
    attempts = models.PositiveIntegerField(default=0)
    retry_at = models.DateTimeField(null=True)
    sending_since = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    copied = models.BooleanField(default=False)
    problem = models.TextField(blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["retry_at", "id"], condition=models.Q(state__in=["queued", "waiting"]), name="letter_to_send"
            ),
            models.Index(fields=["sending_since"], condition=models.Q(state="sending"), name="letter_sending"),
            models.Index(fields=["id"], condition=models.Q(state="sent", copied=False), name="letter_to_copy"),
            models.Index(fields=["recipient", "written_at"], name="letter_recipient"),
            models.Index(
                fields=["id"],
                condition=models.Q(state__in=["in_doubt", "set_aside", "undelivered"]),
                name="letter_astray",
            ),
        ]


class Notice(models.Model):
    """One word owed to the team. Many of them go in one letter; `key` holds that each is owed once."""

    key = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=40)
    """The name of its template in `templates/letters/team`."""
    claim = models.ForeignKey("claims.Claim", null=True, on_delete=models.PROTECT, related_name="notices")
    facts = models.JSONField()
    recipient = models.CharField(max_length=320)
    urgent = models.BooleanField(default=False)
    """Goes at once; others wait until the last letter to the team is some minutes old."""
    at = models.DateTimeField()
    letter = models.ForeignKey(Letter, null=True, on_delete=models.PROTECT, related_name="notices")

    class Meta:
        indexes = [models.Index(fields=["id"], condition=models.Q(letter=None), name="notice_owed")]

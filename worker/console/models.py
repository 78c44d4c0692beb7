"""Who looks at which claim just now, and what people did beside deciding claims."""

from __future__ import annotations

from django.db import models


class Looking(models.Model):
    """A person has a claim open; told to others who open it too."""

    claim = models.ForeignKey("claims.Claim", on_delete=models.CASCADE, related_name="+")
    person = models.CharField(max_length=150)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["claim", "person"], name="one_look_a_person")]


class Audit(models.Model):
    """An act outside a claim's own history: a login, a record corrected, raw bytes seen. Written once."""

    at = models.DateTimeField()
    by = models.CharField(max_length=150)
    what = models.CharField(max_length=60)
    detail = models.TextField(blank=True)

"""Registers the room with Django."""

from django.apps import AppConfig
from django.conf import settings

from worker.letters import use_templates


class Room(AppConfig):
    """The room's models and migrations."""

    name = "worker.outbox"

    def ready(self) -> None:
        """Take the letters' templates from where the settings say."""
        use_templates(settings.DESK.templates)

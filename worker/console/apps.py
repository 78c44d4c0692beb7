"""Registers the room with Django."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class Room(AppConfig):
    """The room's models, pages and roles."""

    name = "worker.console"

    def ready(self) -> None:
        """Make the roles after each migration, and write logins down."""
        from worker.console import audit, people

        post_migrate.connect(people.make_roles, sender=self)
        audit.connect()

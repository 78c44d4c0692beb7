"""Registers the room with Django."""

from django.apps import AppConfig


class Room(AppConfig):
    """The room's models and migrations."""

    name = "worker.records"

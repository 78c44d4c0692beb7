"""Registers the room with Django."""

from django.apps import AppConfig


class Room(AppConfig):
    """The room's pages and templates."""

    name = "worker.console"

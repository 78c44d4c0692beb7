"""The Celery app and its schedule. The broker carries hints only: whatever is lost there, the sweep finds again."""

from __future__ import annotations

import os
from typing import Any

import django
from celery import Celery
from celery.schedules import crontab
from celery.signals import setup_logging, task_prerun, worker_init
from django.db import close_old_connections
from kombu import Queue

from worker.settings import current
from worker.warming import warm_up

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "worker.django_settings")
django.setup()

_settings = current()
TASK_SECONDS = 600
TASKS_A_CONNECTION = 1000
"""So many tasks share a connection to the database at most; by default Celery opens one for each task."""

app = Celery("claims", broker=_settings.broker_url, include=["worker.tasks"])
app.conf.update(
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    task_ignore_result=True,
    task_time_limit=TASK_SECONDS,
    task_soft_time_limit=TASK_SECONDS - 60,
    task_default_queue="claims",
    # Letters wait in a queue of their own, taken in turn with the other: answers do not wait behind a full mailbox.
    task_queues=[Queue("claims"), Queue("letters")],
    task_routes={"worker.tasks.deliver": {"queue": "letters"}},
    worker_prefetch_multiplier=1,
    worker_soft_shutdown_timeout=20,
    worker_hijack_root_logger=False,
    broker_connection_retry_on_startup=True,
    broker_connection_max_retries=None,
    broker_transport_options={
        "visibility_timeout": 2 * TASK_SECONDS,
        "global_keyprefix": "claims:",
        "socket_timeout": 10,
        "socket_connect_timeout": 5,
        "socket_keepalive": True,
        "health_check_interval": 10,
    },
    CELERY_DB_REUSE_MAX=TASKS_A_CONNECTION,
    timezone="UTC",
    beat_schedule={
        "poll": {
            "task": "worker.tasks.poll",
            "schedule": float(_settings.poll_seconds),
            "options": {"expires": _settings.poll_seconds},
        },
        "sweep": {"task": "worker.tasks.sweep", "schedule": 30.0, "options": {"expires": 30}},
        "retain": {"task": "worker.tasks.retain", "schedule": crontab(hour=20, minute=30)},
    },
)


@worker_init.connect
def _warm(**_: Any) -> None:
    """Load once, before the worker forks, what each of its processes would load anew."""
    warm_up(_settings.policy)


@task_prerun.connect
def _look_after_connections(**_: Any) -> None:
    """Close a connection that broke or is too old, as Django does before each request; the next query opens another."""
    close_old_connections()


@setup_logging.connect
def _log(**_: Any) -> None:
    """One line an event, to standard error."""
    import logging

    logging.basicConfig(level=_settings.log_level, format="%(asctime)s %(levelname)s %(name)s: %(message)s")

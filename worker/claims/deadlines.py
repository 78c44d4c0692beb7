"""Deadlines that cannot be missed: reminders, escalations, and what happens when nobody decided (rules.md §8)."""

from __future__ import annotations

from datetime import datetime, timedelta

from worker.claims.desk import Desk
from worker.claims.models import State
from worker.sla.calendar import local_day
from worker.sla.policy import Review, on

EVERY_HOUR = timedelta(hours=1)
HELD_ALARM = timedelta(hours=24)
"""A held claim is decided 48 hours before its deadline at the latest; if it still is held then, something is wrong."""


def terms(desk: Desk) -> Review:
    """The policy's numbers for people and deadlines, as they are today."""
    return on(desk.policies.review, local_day(desk.now, desk.policies.zone))


def first_reminder(due: datetime, state: str, desk: Desk) -> datetime:
    """When the deadline first asks for something."""
    return due - HELD_ALARM if state == State.HELD else next_reminder(due, desk)


def next_reminder(due: datetime, desk: Desk) -> datetime:
    """When the deadline next asks for something, after now: a reminder, the last 12 hours, then every hour."""
    review = terms(desk)
    stops = [due - before for before in (*review.remind_before_deadline, review.send_before_deadline)]
    ahead = [stop for stop in stops if stop > desk.now]
    if ahead:
        return min(ahead)
    last = due - review.grant_part_before_deadline
    hourly = desk.now + EVERY_HOUR
    return last if desk.now < last < hourly else hourly

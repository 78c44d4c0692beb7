"""The people of the team: three roles, each with the rights of the one before."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import Group, Permission
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django_otp.plugins.otp_totp.models import TOTPDevice

RIGHTS = {
    "look": "claims.view_claim",
    "decide": "claims.change_claim",
    "correct": "records.change_outage",
    "administer": "records.change_account",
}
"""What may be done, and the permission of Django's that stands for it."""
ROLES = {
    "reader": ("look",),
    "decider": ("look", "decide", "correct"),
    "administrator": ("look", "decide", "correct", "administer"),
}


class RoleBackend(ModelBackend):
    """Rights come by role alone: no person has any of their own to be looked up."""

    def _get_user_permissions(self, user_obj: Any) -> Any:
        return Permission.objects.none()


class NoSuchPerson(Exception):
    """The person cannot be made; the message says why."""


def make_roles(**_: Any) -> None:
    """Make the three groups with their rights; after each migration, so that they are always whole."""
    for role, rights in ROLES.items():
        group, _made = Group.objects.get_or_create(name=role)
        names = [RIGHTS[right].split(".") for right in rights]
        found = [Permission.objects.get(content_type__app_label=app, codename=code) for app, code in names]
        group.permissions.set(found)


def add(name: str, *, role: str, password: str) -> None:
    """Make a person, or give one another role and password. Raises NoSuchPerson."""
    if role not in ROLES:
        raise NoSuchPerson(f"{role} is no role; there are {', '.join(ROLES)}.")
    users = get_user_model()
    person = users.objects.filter(username=name).first() or users(username=name)
    try:
        validate_password(password, person)
    except ValidationError as weak:
        raise NoSuchPerson(" ".join(weak.messages)) from None
    person.set_password(password)
    person.is_active = True
    person.save()
    person.groups.set([Group.objects.get(name=role)])


def names(*, but: str = "") -> list[str]:
    """The people who may log in."""
    active = get_user_model().objects.filter(is_active=True).exclude(username=but)
    return list(active.order_by("username").values_list("username", flat=True))


def forget_phone(name: str) -> None:
    """Let a person set up the second factor anew at the next login. Raises NoSuchPerson."""
    if not get_user_model().objects.filter(username=name).exists():
        raise NoSuchPerson(f"There is no {name}.")
    TOTPDevice.objects.filter(user__username=name).delete()


def block(name: str) -> None:
    """Let a person in no more; their sessions end. Raises NoSuchPerson."""
    if not get_user_model().objects.filter(username=name).update(is_active=False):
        raise NoSuchPerson(f"There is no {name}.")

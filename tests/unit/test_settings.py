"""Settings: every one with a default and a type; a wrong one is one clear sentence."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from worker.settings import MaildirPath, Server, SettingError, Settings, listing, load, unknown

README = Path(__file__).parents[2] / "README.md"


def _load(**values: str) -> Settings:
    return load({f"CLAIMS_{name.upper()}": (value, "environment") for name, value in values.items()})


def test_every_setting_has_a_default_and_nothing_need_be_set_to_load_them() -> None:
    """What a command cannot do without is said when it is asked for."""
    settings = _load()
    assert settings.poll_seconds == 20
    with pytest.raises(SettingError, match="CLAIMS_ADDRESS is not set: the mail address clients send claims to"):
        settings.required("address")


def test_urls_give_servers_and_folders() -> None:
    """Users and passwords are unquoted, ports have defaults, the folder is the path."""
    settings = _load(mailbox_url="imaps://a%40b.example:p%2Fw@mail.example/Claims")
    assert settings.mailbox_url == Server("mail.example", 993, "tls", "a@b.example", "p/w", "Claims")
    assert _load(mailbox_url="maildir:///var/mail/x").mailbox_url == MaildirPath(Path("/var/mail/x"))


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("mailbox_url", "imap://user:pw@mail.example", "allowed to this machine (loopback) only"),
        ("mailbox_url", "pop3://mail.example", "must be a URL that starts with one of imaps://"),
        ("post_url", "smtp://mail.example", "allowed to this machine (loopback) only"),
        ("database_url", "mysql://x/y", "must be postgresql://"),
        ("poll_seconds", "soon", "must be a whole number"),
        ("poll_seconds", "0", "must be 1 or more"),
        ("address", "not an address", "must be one mail address"),
        ("send_without_person", "maybe", "must be yes or no"),
        ("policy", "/nowhere/at/all", "which does not exist"),
    ],
)
def test_a_wrong_setting_is_told_by_name(name: str, value: str, told: str) -> None:
    """The name, and what to write instead."""
    with pytest.raises(SettingError) as error:
        _load(**{name: value})
    assert f"CLAIMS_{name.upper()} " in str(error.value)
    assert told in str(error.value)


def test_secrets_are_hidden_and_typing_errors_found() -> None:
    """Passwords in URLs are not listed; a variable that is no setting is named."""
    variables = {"CLAIMS_POST_URL": ("smtps://u:geheim@h", ".env"), "CLAIMS_ADRESS": ("x@y.example", "environment")}
    assert "geheim" not in str(listing(variables))
    assert unknown(variables) == ["CLAIMS_ADRESS"]


def test_the_readme_names_only_settings_that_exist() -> None:
    """Each CLAIMS_ name of the README is a setting."""
    import re

    known = {f"CLAIMS_{f.name.upper()}" for f in fields(Settings)}
    assert set(re.findall(r"CLAIMS_[A-Z_]+", README.read_text(encoding="utf-8"))) <= known

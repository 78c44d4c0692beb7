"""Every setting of the claims desk, read once from the environment or a `.env` file, each with type and default.

Nothing else reads the environment. A wrong value is one sentence that names the setting and what to write instead;
no setting is guessed from another machine's habits.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, unquote, urlsplit

from dotenv import dotenv_values

PREFIX = "CLAIMS_"
_LOOPBACK = ("127.0.0.1", "localhost", "::1")


class SettingError(Exception):
    """A setting is missing or wrong; the message names it and says what to write."""


@dataclass(frozen=True, slots=True)
class Server:
    """Where and how to reach a mail server. `security` is `tls`, `starttls` or `none` (loopback only)."""

    host: str
    port: int
    security: str
    user: str | None
    password: str | None = field(repr=False)
    folder: str = "INBOX"


@dataclass(frozen=True, slots=True)
class MaildirPath:
    """A Maildir on this machine, for a provider whose mail server delivers locally."""

    path: Path


def _text(raw: str) -> str:
    return raw


def _whole_number(raw: str) -> int:
    try:
        number = int(raw)
    except ValueError:
        raise SettingError("must be a whole number") from None
    if number < 1:
        raise SettingError("must be 1 or more")
    return number


def _hour(raw: str) -> int:
    if not raw.strip().isdecimal() or int(raw) > 23:
        raise SettingError("must be an hour from 0 to 23")
    return int(raw)


def _yes_or_no(raw: str) -> bool:
    answers = {"yes": True, "true": True, "1": True, "on": True, "no": False, "false": False, "0": False, "off": False}
    try:
        return answers[raw.strip().lower()]
    except KeyError:
        raise SettingError("must be yes or no") from None


def _address(raw: str) -> str:
    local, at, domain = raw.strip().lower().rpartition("@")
    if not (local and at and "." in domain) or any(c.isspace() for c in raw.strip()):
        raise SettingError("must be one mail address such as sla-claims@lookuq.example")
    return f"{local}@{domain}"


def _existing_path(raw: str) -> Path:
    path = Path(raw).expanduser()
    if not path.exists():
        raise SettingError(f"names {raw}, which does not exist")
    return path.resolve()


def _split(raw: str) -> SplitResult:
    try:
        url = urlsplit(raw)
        _ = url.port  # a port that is no number is only found here
    except ValueError as error:
        raise SettingError(f"is not a URL: {error}") from None
    return url


def _server(raw: str, schemes: Mapping[str, tuple[str, int]]) -> Server:
    url = _split(raw)
    if url.scheme not in schemes or not url.hostname:
        raise SettingError(f"must be a URL that starts with one of {', '.join(f'{s}://' for s in schemes)}")
    security, port = schemes[url.scheme]
    if security == "none" and url.hostname not in _LOOPBACK:
        raise SettingError(f"{url.scheme}:// without encryption is allowed to this machine (loopback) only")
    return Server(
        host=url.hostname,
        port=url.port or port,
        security=security,
        user=unquote(url.username) if url.username else None,
        password=unquote(url.password) if url.password else None,
        folder=unquote(url.path.lstrip("/")) or "INBOX",
    )


def _mailbox(raw: str) -> Server | MaildirPath:
    if raw.startswith("maildir://"):
        path = unquote(_split(raw).path)
        if not path.startswith("/"):
            raise SettingError("must name an absolute folder, such as maildir:///var/mail/claims")
        return MaildirPath(Path(path))
    return _server(raw, {"imaps": ("tls", 993), "imap+starttls": ("starttls", 143), "imap": ("none", 143)})


def _post(raw: str) -> Server:
    return _server(raw, {"smtps": ("tls", 465), "smtp+starttls": ("starttls", 587), "smtp": ("none", 25)})


def _database(raw: str) -> str:
    url = _split(raw)
    if url.scheme not in ("postgresql", "sqlite") or not url.path.strip("/"):
        raise SettingError("must be postgresql://user:password@host/name or sqlite:///file")
    return raw


def _broker(raw: str) -> str:
    if _split(raw).scheme not in ("redis", "rediss", "redis+socket"):
        raise SettingError("must be a URL that starts with redis:// or rediss://")
    return raw


def _authserv_id(raw: str) -> str | None:
    return None if raw.strip().lower() == "none" else raw.strip().lower()


def setting(meaning: str, default: str | None, parse: Callable[[str], Any] = _text, *, secret: bool = False) -> Any:
    """Declare a setting: what it means, its default as it would be written, and how it is read."""
    return field(metadata={"meaning": meaning, "default": default, "parse": parse, "secret": secret})


@dataclass(frozen=True, kw_only=True)
class Settings:
    """The settings of one process. An optional setting without a value is None."""

    address: str | None = setting("the mail address clients send claims to (required)", None, _address)
    mailbox_url: Server | MaildirPath | None = setting(
        "the claims mailbox: imaps://user:password@host/INBOX, imap+starttls://…, maildir:///folder",
        None,
        _mailbox,
        secret=True,
    )
    post_url: Server | None = setting(
        "the server that sends our letters: smtps://user:password@host, smtp+starttls://…", None, _post, secret=True
    )
    database_url: str = setting(
        "postgresql://user:password@host/name or sqlite:///file", "sqlite:///claims.sqlite3", _database, secret=True
    )
    broker_url: str = setting("the Redis that carries hints", "redis://127.0.0.1:6379/0", _broker, secret=True)
    authserv_id: str | None = setting(
        "the name our mail server signs Authentication-Results with; `none` where it adds no such header",
        "mx.lookuq.example",
        _authserv_id,
    )
    team_address: str | None = setting("where reminders and alarms go", None, _address)
    escalation_address: str | None = setting("where escalations go; by default the team", None, _address)
    policy: Path | None = setting(
        "a folder with another provider's policy.toml and agreement; by default Lookuq's", None, _existing_path
    )
    templates: Path | None = setting(
        "a folder with the letters' templates; by default those installed", None, _existing_path
    )
    poll_seconds: int = setting("seconds between two looks into the mailbox", "20", _whole_number)
    max_mail_bytes: int = setting(
        "larger mails are taken by their header only and set aside", "15728640", _whole_number
    )
    taken_folder: str = setting("folder a taken mail is moved to; empty leaves it where it is", "")
    taken_mark: str = setting("flag or keyword a taken mail gets, such as \\Seen or $Taken; empty for none", "\\Seen")
    sent_folder: str = setting("folder that keeps a copy of each letter; empty for none", "Sent")
    oauth_token_file: Path | None = setting(
        "a file with the OAuth2 access token for mailbox and post, read anew at each login", None, _existing_path
    )
    ca_file: Path | None = setting("certificates to trust for mail servers, beside the system's", None, _existing_path)
    letters_per_sender: int = setting("most letters one sender causes in a day", "20", _whole_number)
    send_without_person: bool = setting(
        "when a deadline nears and nobody decided, send the certain proposal; no means alarms only", "yes", _yes_or_no
    )
    grace_seconds: int = setting(
        "seconds in which a letter that a person caused can be taken back, before it is sent", "120", _whole_number
    )
    team_mail_minutes: int = setting(
        "at most one mail to the team in so many minutes; alarms go at once", "10", _whole_number
    )
    digest_hour: int = setting(
        "hour of the working day, in the provider's zone, at which the team gets its digest", "8", _hour
    )
    keep_mail_days: int = setting(
        "days after which a mail's bytes and attachments are deleted; decisions and findings stay", "730", _whole_number
    )
    batch: int = setting("mails read and settled in one transaction", "100", _whole_number)
    attempts: int = setting("failures after which a mail or letter is set aside", "6", _whole_number)
    secret_key: str | None = setting("signs the console's sessions; a long random text", None, secret=True)
    two_factor: bool = setting(
        "people of the team also need a code from their phone (TOTP, RFC 6238)", "yes", _yes_or_no
    )
    session_hours: int = setting("hours after which a person must log in again", "8", _whole_number)
    base_url: str = setting("where the console is reached", "http://127.0.0.1:8000")
    clock_file: Path | None = setting(
        "a file with the moment that the desk takes for now, for rehearsals; by default the system's clock",
        None,
        _existing_path,
    )
    log_level: str = setting("DEBUG, INFO, WARNING or ERROR", "INFO")

    def required(self, name: str) -> Any:
        """The value of a setting that the command at hand cannot do without.

        Raises SettingError where it is not set.
        """
        value = getattr(self, name)
        if value is None:
            about = next(f for f in fields(self) if f.name == name).metadata["meaning"]
            raise SettingError(f"{PREFIX}{name.upper()} is not set: {about}")
        return value


@dataclass(frozen=True, slots=True)
class Source:
    """One setting as `claims settings` lists it; `value` is hidden where it is a secret."""

    name: str
    value: str
    source: str
    meaning: str


def environment(folder: Path | None = None) -> dict[str, tuple[str, str]]:
    """Each `CLAIMS_` variable with where it comes from; the environment wins over the `.env` file."""
    file = (folder or Path.cwd()) / ".env"
    found = {k: (v, ".env") for k, v in dotenv_values(file).items() if v is not None} if file.is_file() else {}
    found |= {k: (v, "environment") for k, v in os.environ.items()}
    return {k: v for k, v in found.items() if k.startswith(PREFIX)}


def load(variables: Mapping[str, tuple[str, str]]) -> Settings:
    """Read all settings. Raises SettingError with one sentence for each that is wrong."""
    values: dict[str, Any] = {}
    faults = []
    for item in fields(Settings):
        name = PREFIX + item.name.upper()
        raw = variables.get(name, (item.metadata["default"], "default"))[0]
        parse = item.metadata["parse"]
        try:
            values[item.name] = parse(raw) if raw or (raw == "" and parse is _text) else None
        except SettingError as fault:
            faults.append(f"{name} {fault}.")
    if faults:
        raise SettingError("\n".join(faults))
    return Settings(**values)


def listing(variables: Mapping[str, tuple[str, str]]) -> list[Source]:
    """All settings in the order they are declared, secrets hidden."""
    rows = []
    for item in fields(Settings):
        value, source = variables.get(PREFIX + item.name.upper(), (item.metadata["default"], "default"))
        shown = "********" if item.metadata["secret"] and source != "default" else value or ""
        rows.append(Source(PREFIX + item.name.upper(), shown, source, item.metadata["meaning"]))
    return rows


def unknown(variables: Mapping[str, tuple[str, str]]) -> list[str]:
    """`CLAIMS_` variables that are no setting of ours: most often a typing error."""
    known = {PREFIX + item.name.upper() for item in fields(Settings)}
    return sorted(set(variables) - known)


@cache
def current() -> Settings:
    """The settings of this process, read at first use."""
    return load(environment())

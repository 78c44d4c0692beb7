"""Django's settings, all derived from `worker.settings`: this file decides nothing a provider would set."""

from __future__ import annotations

import secrets
import sysconfig
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from psycopg import adapters
from psycopg.types.array import ListBinaryDumper

from worker.settings import current

_settings = current()

# Rows are written in bulk as arrays; in text form each quote in a letter or decision is escaped by a call of its own.
adapters.register_dumper(list, ListBinaryDumper)


def _database(raw: str) -> dict[str, Any]:
    url = urlsplit(raw)
    if url.scheme == "sqlite":
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": unquote(url.path[1:]),
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 30,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL",
            },
        }
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(url.path[1:]),
        "USER": unquote(url.username or ""),
        "PASSWORD": unquote(url.password or ""),
        "HOST": url.hostname or "",
        "PORT": url.port or "",
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        # No "prepare_threshold": a plan that is made for any parameters cannot use the indexes of open work alone, and
        # the console's queue then reads all claims of history.
        "OPTIONS": {"server_side_binding": True, **dict(parse_qsl(url.query))},
    }


def console_templates() -> Path:
    """The console's templates: beside the sources, or where the installation put them."""
    beside = Path(__file__).resolve().parents[1] / "templates" / "console"
    return beside if beside.is_dir() else Path(sysconfig.get_path("data")) / "share/lookuq-claims/templates/console"


DATABASES = {"default": _database(_settings.database_url)}
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "axes",
    "worker.records",
    "worker.outbox",
    "worker.claims",
    "worker.intake",
    "worker.console",
]
SECRET_KEY = _settings.secret_key or secrets.token_hex(32)
"""Without a setting a fresh one for each process: sessions then end with it, and several web processes cannot share."""
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
]
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "worker.console.people.RoleBackend"]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_TEMPLATE = "locked.html"
AXES_VERBOSE = False
OTP_TOTP_ISSUER = "SLA claims desk"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [console_templates()],
        "OPTIONS": {"environment": "worker.console.jinja.environment"},
    }
]
STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
SESSION_COOKIE_AGE = _settings.session_hours * 3600
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
ROOT_URLCONF = "worker.console.urls"
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "queue"
LOGOUT_REDIRECT_URL = "login"
ALLOWED_HOSTS = [urlsplit(_settings.base_url).hostname or "localhost", "localhost", "127.0.0.1"]
CSRF_TRUSTED_ORIGINS = [_settings.base_url] if _settings.base_url.startswith("https://") else []
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _settings.base_url.startswith("https://")
USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "en"
USE_I18N = False
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
LOGGING_CONFIG = None
DESK = _settings
"""The desk's own settings, for the rooms below: they may not import `worker.settings`."""

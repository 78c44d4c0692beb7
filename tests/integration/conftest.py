"""The same servers and desks as the whole tests use."""

from tests.whole.conftest import dovecot, examples_database, make_desk, postgresql, redis_server, smtp_server

__all__ = ["dovecot", "examples_database", "make_desk", "postgresql", "redis_server", "smtp_server"]

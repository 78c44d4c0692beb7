"""Real servers for the tests: Dovecot, Redis, PostgreSQL and an SMTP peer, each in its own temporary folder.

They listen on free loopback ports and die with the test run. A program that is missing is an error that names the
package to install, never a skip.
"""

from tests.servers.dovecot import Dovecot
from tests.servers.post import SmtpPeer
from tests.servers.postgresql import PostgreSQL
from tests.servers.proxy import DroppingProxy
from tests.servers.redis import Redis

__all__ = ["Dovecot", "DroppingProxy", "PostgreSQL", "Redis", "SmtpPeer"]

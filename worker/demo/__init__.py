"""`claims demo`: the whole desk on embedded parts, so that it can be tried without Docker, root or a mail server.

A mail server and a Redis run as children on loopback ports, the database is a file in a temporary folder; sample claims
arrive over SMTP and are answered by a real worker. Everything is gone when it stops.
"""

from worker.demo.run import run

__all__ = ["run"]

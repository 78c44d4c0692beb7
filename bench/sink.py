"""The tests' SMTP server (aiosmtpd, over TLS, with a login) in a process of its own: `python -m bench.sink FILE`.

It accepts every letter and counts it: FILE grows by a byte for each. What a client must know it prints as JSON.
"""

from __future__ import annotations

import json
import sys
import threading
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.servers import SmtpPeer


class Sink(SmtpPeer):
    """Keeps nothing but the count."""

    file: Path

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Accept."""
        with self.file.open("ab") as file:
            file.write(b".")
        return "250 accepted"


def main(file: Path) -> None:
    """Serve until killed."""
    sink = Sink()
    sink.file = file
    sink.start()
    print(json.dumps({"url": sink.url, "port": sink.port, "ca_file": str(sink.ca_file)}), flush=True)
    threading.Event().wait()


if __name__ == "__main__":
    main(Path(sys.argv[1]))

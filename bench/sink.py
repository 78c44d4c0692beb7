"""An SMTP server that accepts everything and counts it, as cheaply as can be: `python -m bench.sink PORT FILE`."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path


class Sink(asyncio.Protocol):
    """One connection; the count of all stands in a file of as many bytes."""

    count = 0
    file: Path

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Greet."""
        self.transport: asyncio.Transport = transport  # type: ignore[assignment]
        self.buffer, self.content = b"", False
        self.transport.write(b"220 sink\r\n")

    def data_received(self, data: bytes) -> None:
        """Answer each command, and each letter once its end came."""
        self.buffer += data
        while True:
            end = b"\r\n.\r\n" if self.content else b"\r\n"
            line, found, rest = self.buffer.partition(end)
            if not found:
                return
            self.buffer = rest
            self._answer(line)

    def _answer(self, line: bytes) -> None:
        if self.content:
            self.content = False
            Sink.count += 1
            with Sink.file.open("ab") as file:
                file.write(b".")
            self.transport.write(b"250 taken\r\n")
        elif line[:4].upper() == b"DATA":
            self.content = True
            self.transport.write(b"354 go on\r\n")
        else:
            self.transport.write(b"221 bye\r\n" if line[:4].upper() == b"QUIT" else b"250 ok\r\n")


async def main(port: int, file: Path) -> None:
    """Serve until killed."""
    Sink.file = file
    server = await asyncio.get_running_loop().create_server(Sink, "127.0.0.1", port)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), Path(sys.argv[2])))

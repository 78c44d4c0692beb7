"""A TCP proxy that cuts the connection after so many bytes: an IMAP server that breaks off in the middle of a FETCH."""

from __future__ import annotations

import contextlib
import socket
import threading

from tests.servers.process import free_port


class DroppingProxy:
    """Passes bytes on in both directions; the next `cuts` connections are cut after `after` bytes from the server."""

    def __init__(self, target: int) -> None:
        self.port, self._target = free_port(), target
        self.cuts, self.after = 0, 0
        self._listener = socket.create_server(("127.0.0.1", self.port))
        threading.Thread(target=self._accept, daemon=True).start()

    def stop(self) -> None:
        """Accept no more."""
        self._listener.close()

    def cut_next(self, connections: int, *, after: int) -> None:
        """Cut that many connections."""
        self.cuts, self.after = connections, after

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                server = socket.create_connection(("127.0.0.1", self._target))
                limit = self.after if self.cuts > 0 else None
                self.cuts -= limit is not None
                threading.Thread(target=_pass, args=(client, server, None), daemon=True).start()
                threading.Thread(target=_pass, args=(server, client, limit), daemon=True).start()


def _pass(source: socket.socket, sink: socket.socket, limit: int | None) -> None:
    passed = 0
    with contextlib.suppress(OSError):
        while piece := source.recv(4096):
            sink.sendall(piece)
            passed += len(piece)
            if limit is not None and passed >= limit:
                break
    for end in (source, sink):
        with contextlib.suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)
        end.close()

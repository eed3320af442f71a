"""What can befall a service from outside: a connection that nobody answers on, a disk that is full."""

import os
import select
import socket
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from .waiting import free_port


class Proxy:
    """Passes connections on to a port of this machine until it is told to hang: then it takes them, and nobody ever answers."""

    def __init__(self, target_port: int):
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.hangs = False
        self._target = ("127.0.0.1", target_port)
        self._listener = socket.create_server(("127.0.0.1", self.port))
        self._open: list[socket.socket] = []
        self._closed = False
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        """Ends it; connections are refused from now on."""
        self._closed = True
        self._listener.close()
        for connection in self._open:
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
            connection.close()

    def _keep(self, connection: socket.socket) -> None:
        self._open.append(connection)
        # What came in while the others were closed is closed here.
        if self._closed:
            connection.close()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            self._keep(client)
            threading.Thread(target=self._pass_on, args=(client,), daemon=True).start()

    def _pass_on(self, client: socket.socket) -> None:
        with suppress(OSError, ValueError):
            server = socket.create_connection(self._target)
            self._keep(server)
            other = {client: server, server: client}
            while True:
                readable, _, _ = select.select(list(other), [], [], 0.05)
                for side in readable:
                    data = side.recv(65536)
                    if not data:
                        client.close()
                        server.close()
                        return
                    # While it hangs, what comes in is lost, as behind a firewall that drops packets.
                    if not self.hangs:
                        other[side].sendall(data)


class SmallDisk:
    """A file system in memory that can be filled up."""

    def __init__(self, folder: Path):
        self.folder = folder
        self._filler = folder / "filler"

    def fill(self) -> None:
        """Takes all that is free."""
        with self._filler.open("ab", buffering=0) as filler:
            for size in (1 << 20, 1 << 12, 1):
                with suppress(OSError):
                    while filler.write(b"x" * size):
                        pass

    def free(self) -> None:
        """Gives it back."""
        self._filler.unlink(missing_ok=True)


@contextmanager
def small_disk(folder: Path, megabytes: int) -> Iterator[SmallDisk]:
    """A disk of this size, mounted at a new folder. Where nothing may be mounted the test is skipped, and says so."""
    folder.mkdir(parents=True)
    command = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m,mode=777", "tmpfs", str(folder)]
    as_root = [] if os.geteuid() == 0 else ["sudo", "-n"]
    mounted = subprocess.run([*as_root, *command], capture_output=True, encoding="utf-8")
    if mounted.returncode != 0:
        pytest.skip(f"a full disk needs a small tmpfs, and this machine lets us mount none: {mounted.stderr.strip()}")
    try:
        yield SmallDisk(folder)
    finally:
        # Lazily: a process that is just ending may still hold files.
        subprocess.run([*as_root, "umount", "--lazy", str(folder)], check=True)

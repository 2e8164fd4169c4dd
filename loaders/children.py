"""How does a file get a process of its own without waiting for imports?

A process that has done them is started once and forks a child for each file (`loaders.fork_server`). It gets none of
this one's environment, and parses nothing.
"""

import atexit
import json
import os
import socket
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

_ROOT = Path(__file__).resolve().parent.parent
_COMMAND = ("-P", "-m", "loaders.fork_server")
_GRACE = 60.0  # seconds beyond those of the child in which the server, which may have to start, must answer
_LAST_WORDS = 4000
#: Each pool of memory, of the C library and of Polars, keeps for itself what was given back to it.
_FRUGAL = {"MALLOC_ARENA_MAX": "2", "_RJEM_MALLOC_CONF": "narenas:1"}


@dataclass(frozen=True)
class Ended:
    """How a child ended: its exit code, minus the signal that ended it, or None where it took too long; how much memory
    it took at most; and what it wrote to stderr."""

    code: int | None
    megabytes: float
    last_words: str


class Children:
    """The server of this process; it starts with the first file, or ahead of it."""

    def __init__(self, command: Sequence[str] = _COMMAND) -> None:
        self._command = command
        self._lock = Lock()
        self._server: subprocess.Popen[bytes] | None = None
        self._door: socket.socket | None = None

    def start(self) -> None:
        """Begin with the imports, and do not wait for them."""
        with self._lock:
            self._opened()

    def run(self, folder: Path, seconds: float) -> Ended:
        """A child that answers the request in a folder. A server that somebody ended is started once more."""
        answer = self._asked(folder, seconds) or self._asked(folder, seconds)
        if not answer:
            raise RuntimeError("no child process can be started: see what the server of children wrote to stderr")
        told = json.loads(answer)
        return Ended(told["code"], told["megabytes"], told["fault"] or _last_words(folder / "stderr"))

    def close(self) -> None:
        """End the server; it waits for its children."""
        with self._lock:
            server, door = self._server, self._door
            self._server = self._door = None
        if door:
            door.close()
        if server:
            server.wait()

    def _asked(self, folder: Path, seconds: float) -> bytes:
        """The server's line; empty where it has gone."""
        own, other = socket.socketpair()
        with own:
            own.sendall(json.dumps({"folder": str(folder), "seconds": seconds}).encode())
            try:
                with other, self._lock:
                    door = self._opened()
                    socket.send_fds(door, [b"\n"], [other.fileno()])
                own.settimeout(seconds + _GRACE)
                with own.makefile("rb") as answer:
                    told: bytes = answer.readline()
            except OSError:  # a timeout is one
                told = b""
        if not told:
            self._drop(door)
        return told

    def _opened(self) -> socket.socket:
        """The socket of the server, which is started where there is none; whoever calls holds the lock."""
        if self._door is None:
            self._door, other = socket.socketpair()
            threads = str(min(os.cpu_count() or 1, 4))
            environment = {"PYTHONPATH": str(_ROOT), "POLARS_MAX_THREADS": threads, **_FRUGAL}
            with other:
                self._server = subprocess.Popen(
                    [sys.executable, *self._command],
                    stdin=other.fileno(),
                    stdout=subprocess.DEVNULL,
                    cwd="/",
                    env=environment,
                )
            atexit.register(self.close)
        return self._door

    def _drop(self, door: socket.socket) -> None:
        """Have done with a server that does not answer."""
        with self._lock:
            if self._door is not door or self._server is None:
                return  # another thread saw it first
            server, self._server, self._door = self._server, None, None
        door.close()
        with suppress(ProcessLookupError):
            server.kill()
        server.wait()


def _last_words(said: Path) -> str:
    if not said.exists():
        return ""
    with said.open("rb") as stream:
        stream.seek(max(0, said.stat().st_size - _LAST_WORDS))
        return stream.read().decode(errors="replace")


#: Of this process.
CHILDREN = Children()

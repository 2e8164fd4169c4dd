"""Which process has done the imports of the children, and forks one for each file?

It parses nothing itself. Its standard input is a socket: each byte brings the socket of one question, whose line names
the folder of the request and how many seconds the child may take; the answer is how the child ended. Where whoever
asked is gone, the child is ended; where nobody can ask any more, this process ends too.

Forking beside threads is safe here: no pool of Polars' runs before it computes, which it never does in this process;
its allocator's threads are made for it.
"""

import gc
import json
import os
import resource
import selectors
import signal
import socket
import sys
import time
import traceback
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from loaders import formats
from loaders.parsers import html_table, workbook  # noqa: F401 - what children need is imported once

_ASKED_AT_MOST = 1 << 16
_PIECE = 1 << 12


@dataclass
class _Child:
    asker: socket.socket
    until: float
    is_late: bool = False


def main() -> int:
    """Fork for each question until nobody can ask."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # meant for whoever asks, who then goes
    gc.collect()
    gc.freeze()  # else each child copies the memory in which the collector keeps its marks
    _Server(socket.socket(fileno=os.dup(sys.stdin.fileno()))).serve()
    return 0


class _Server:
    def __init__(self, door: socket.socket) -> None:
        self._door = door
        self._children: dict[int, _Child] = {}
        self._bell, ring = socket.socketpair()
        self._bell.setblocking(False)
        ring.setblocking(False)
        self._ring = ring
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(ring.fileno(), warn_on_full_buffer=False)
        self._waiting = selectors.DefaultSelector()
        self._waiting.register(door, selectors.EVENT_READ, self._take)
        self._waiting.register(self._bell, selectors.EVENT_READ, lambda: self._bell.recv(_PIECE))

    def serve(self) -> None:
        while self._door.fileno() >= 0 or self._children:
            for key, _ in self._waiting.select(self._patience()):
                key.data()
            self._end_late()
            self._bury()

    def _patience(self) -> float | None:
        ends = [child.until for child in self._children.values() if not child.is_late]
        return max(0.0, min(ends) - time.monotonic()) if ends else None

    def _take(self) -> None:
        said, sockets, _, _ = socket.recv_fds(self._door, 1, 1)
        if not said:
            self._waiting.unregister(self._door)
            self._door.close()
            for number in self._children:
                self._end(number)
        for each in sockets:
            self._fork(socket.socket(fileno=each))

    def _fork(self, asker: socket.socket) -> None:
        asked = json.loads(asker.recv(_ASKED_AT_MOST))
        try:
            number = os.fork()
        except OSError as error:
            _tell(asker, {"code": 1, "megabytes": 0, "fault": str(error)})
            return
        if not number:
            _be_child(Path(asked["folder"]))
        self._children[number] = _Child(asker, time.monotonic() + asked["seconds"])
        self._waiting.register(asker, selectors.EVENT_READ, lambda: self._end(number))  # readable: nobody listens

    def _end(self, number: int) -> None:
        child = self._children[number]
        if not child.is_late:
            child.is_late = True
            self._waiting.unregister(child.asker)
            os.kill(number, signal.SIGKILL)

    def _end_late(self) -> None:
        now = time.monotonic()
        for number in [number for number, child in self._children.items() if child.until <= now]:
            self._end(number)

    def _bury(self) -> None:
        for number, child in list(self._children.items()):
            ended, status, used = os.wait4(number, os.WNOHANG)
            if not ended:
                continue
            del self._children[number]
            if not child.is_late:
                self._waiting.unregister(child.asker)
            code = None if child.is_late else os.waitstatus_to_exitcode(status)
            _tell(child.asker, {"code": code, "megabytes": used.ru_maxrss / 1024, "fault": ""})


def _tell(asker: socket.socket, ended: dict[str, object]) -> None:
    with asker:
        try:
            asker.sendall(json.dumps(ended).encode() + b"\n")
        except OSError as error:  # who asked does not wait any more
            print(error, file=sys.stderr)


def _be_child(folder: Path) -> NoReturn:
    """One file in a process of its own, with nothing of this one's but its imports."""
    code = 1
    try:
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.dup2(os.open(folder / "stderr", os.O_CREAT | os.O_WRONLY, 0o600), 2)
        os.closerange(3, resource.getrlimit(resource.RLIMIT_NOFILE)[0])
        os.chdir(folder)
        formats.answer(json.loads((folder / "request.json").read_text()))
        code = 0
    except BaseException:
        traceback.print_exc()
        sys.stderr.flush()
    finally:
        os._exit(code)


if __name__ == "__main__":
    sys.exit(main())

"""What do pages take, on a server of their own: processor time of a warm run, many visitors at once, memory at rest?"""

import asyncio
import os
import re
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import AsyncExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.bench import panel
from tests.bench.visitor import Seen, visitor

#: View and query: each page as a manager opens it, with the zone of the panel where a page is of one.
PAGES = {
    "overview": ("", ""),
    "zone": ("zone", f"entity={panel.ZONE}"),
    "compare": ("compare", f"entities={panel.ZONE},Z00008"),
    "residents": ("residents", f"entity={panel.ZONE}"),
    "residents of everybody": ("residents", ""),
    "pipeline": ("pipeline", ""),
    "metric": ("metric", f"name=attainment&entity={panel.ZONE}"),
    "metric of everybody": ("metric", "name=growth"),
    "explain": ("explain", f"name=standing&entity={panel.ZONE}"),
    "data": ("data", ""),
    "summaries": ("summaries", ""),
    "methods": ("methods", ""),
}
SESSIONS, WITHIN = 50, 10.0


@dataclass(frozen=True)
class Warm:
    """A page that was opened before: the median of its runs."""

    processor: float
    charts: int
    largest_figure: int
    bytes: int


@dataclass(frozen=True)
class Crowd:
    """Many sessions that each open two pages: how long each opening took, the processor's time for all of them together
    and what a session holds at rest.
    """

    seconds: tuple[float, ...]
    processor: float
    megabytes_a_session: float

    @property
    def slowest_but_five(self) -> float:
        """Of a hundred openings 95 took no longer."""
        return statistics.quantiles(self.seconds, n=20)[-1]


class Server:
    """A dashboard in a process of its own."""

    def __init__(self, process: subprocess.Popen[bytes], port: int) -> None:
        self.process, self.port = process, port

    @property
    def processor(self) -> float:
        """Seconds of processor time so far, of all its threads, also of those that have ended."""
        # The clock that clock_getcpuclockid gives for another process: to the nanosecond, where /proc counts hundredths.
        return time.clock_gettime(~self.process.pid << 3 | 2)

    @property
    def megabytes(self) -> float:
        """What it holds in memory now."""
        pages = int(Path(f"/proc/{self.process.pid}/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


@contextmanager
def served(database: str, snapshot: Path | None = None, seconds: float = 120) -> Iterator[Server]:
    """Serves a database until the block ends; RuntimeError where it does not come up."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "dashboard.cli", "serve", "--port", str(port)]
    said = {"SEZ_DATABASE": database} | ({"SEZ_SNAPSHOT": str(snapshot)} if snapshot else {})
    process = subprocess.Popen(command, env={**os.environ, **said}, stdout=subprocess.DEVNULL)
    try:
        _wait(process, port, seconds)
        yield Server(process, port)
    finally:
        process.terminate()
        process.wait(30)


def _wait(process: subprocess.Popen[bytes], port: int, seconds: float) -> None:
    ends = time.monotonic() + seconds
    while time.monotonic() < ends and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError(f"the dashboard did not come up (ended with {process.poll()})")


async def figures(server: Server) -> int:
    """How many figures the server says it knows: a page is quick where there is nothing on it."""
    async with visitor(server.port) as one:
        said = (await one.open("summaries", "lang=en")).said.replace("\\", "")
        told = re.search(r"holds: ([\d,]+) published", said)
        return int(told[1].replace(",", "")) if told else 0


async def warm(server: Server, name: str, runs: int) -> Warm:
    """One visitor opens the page again and again; the first two times are not counted."""
    found: list[tuple[float, Seen]] = []
    async with visitor(server.port) as one:
        for _ in range(runs + 2):
            before = server.processor
            seen = await one.open(*PAGES[name])
            await asyncio.sleep(0.05)  # what the server does after the last message is the page's too
            found.append((server.processor - before, seen))
    last = found[-1][1]
    spent = statistics.median(each for each, _ in found[2:])
    return Warm(spent, last.kinds.count("plotly_chart"), last.largest_figure, last.bytes)


async def crowd(server: Server, sessions: int = SESSIONS, within: float = WITHIN) -> Crowd:
    """So many sessions arrive evenly within so many seconds; each opens the overview, then a zone, and stays."""
    held, worked = server.megabytes, server.processor
    async with AsyncExitStack() as stack:

        async def comes(number: int) -> list[float]:
            await asyncio.sleep(number * within / sessions)
            one = await stack.enter_async_context(visitor(server.port))
            zone = ("zone", f"entity=Z{number % panel.ZONES:05}")
            return [(await one.open(*page)).seconds for page in (PAGES["overview"], zone)]

        taken = await asyncio.gather(*(comes(number) for number in range(sessions)))
        await asyncio.sleep(2)
        seconds = tuple(each for two in taken for each in two)
        return Crowd(seconds, server.processor - worked, (server.megabytes - held) / sessions)

"""How does one visitor open a page, without a browser? Over the socket that Streamlit's own front end speaks through."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

_WAIT = 120.0
_REFUSED = ("pageNotFound", "page_not_found")


@dataclass(frozen=True)
class Seen:
    """What came of one run of a page: how long it took, how much was sent, what is on it."""

    seconds: float
    bytes: int
    kinds: tuple[str, ...]
    largest_figure: int
    said: str


class Visitor:
    """One session; it has one page open at a time."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket = socket

    async def open(self, view: str, query: str = "") -> Seen:
        """Asks for a page and takes all that is sent until its script has ended.

        Raises RuntimeError where the script did not end well or the page shows an exception.
        """
        asked = BackMsg()
        asked.rerun_script.page_name = view
        asked.rerun_script.query_string = query
        begun = time.perf_counter()
        await self._socket.send(asked.SerializeToString())
        size, kinds, figures, said = 0, [], [0], []
        while True:
            told = await asyncio.wait_for(self._socket.recv(), _WAIT)
            size += len(told)
            message = ForwardMsg()
            message.ParseFromString(told if isinstance(told, bytes) else told.encode())
            kind = message.WhichOneof("type")
            if kind == "script_finished":
                if message.script_finished == ForwardMsg.ScriptFinishedStatus.FINISHED_SUCCESSFULLY:
                    return Seen(time.perf_counter() - begun, size, tuple(kinds), max(figures), "\n".join(said))
                if message.script_finished != ForwardMsg.ScriptFinishedStatus.FINISHED_EARLY_FOR_RERUN:
                    raise RuntimeError(f"{view}: the script ended with {message.script_finished}")
            elif kind in _REFUSED:
                raise RuntimeError(f"{view}: no such page")
            elif kind == "delta" and message.delta.WhichOneof("type") == "new_element":
                element = message.delta.new_element
                kinds.append(_kind(element))
                if kinds[-1] == "plotly_chart":
                    figures.append(len(element.plotly_chart.spec))
                if kinds[-1] == "markdown":
                    said.append(element.markdown.body)

    async def close(self) -> None:
        """Goes away."""
        await self._socket.close()


def _kind(element: Any) -> str:
    kind = str(element.WhichOneof("type"))
    if kind == "exception":
        raise RuntimeError(f"the page shows {element.exception.type}: {element.exception.message}")
    return kind


@asynccontextmanager
async def visitor(port: int) -> AsyncIterator[Visitor]:
    """A session with the dashboard on that port of this machine."""
    address = f"ws://localhost:{port}/_stcore/stream"
    async with connect(address, subprotocols=["streamlit"], origin=f"http://localhost:{port}", max_size=None) as socket:
        yield Visitor(socket)

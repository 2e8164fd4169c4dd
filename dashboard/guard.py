"""What does every answer carry, and what is refused before it reaches a page?"""

from starlette.datastructures import MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Content-Security-Policy": "frame-ancestors 'self'",
}
_UPLOAD = "/_stcore/upload_file"
_CLOSED = ("/_stcore/metrics",)


class Guard:
    """Sets headers; shuts uploads on a read-only server, where the endpoint would store what no page asks for."""

    def __init__(self, app: ASGIApp, read_only: bool) -> None:
        self.app = app
        self.read_only = read_only

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the request on, or answers 403."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        path = scope["path"]
        if path.startswith(_CLOSED) or (self.read_only and path.startswith(_UPLOAD)):
            await PlainTextResponse("Not allowed", 403)(scope, receive, send)
            return
        await self.app(scope, receive, _with_headers(send, path))


def _with_headers(send: Send, path: str) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            headers.update(_HEADERS)
            if path.startswith("/media/"):
                headers["Cache-Control"] = "no-store"
        await send(message)

    return sending

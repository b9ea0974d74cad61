"""An ASGI app over real HTTP on loopback, in this process."""

import asyncio
from http.server import BaseHTTPRequestHandler
from typing import Any
from urllib.parse import unquote, urlsplit


def handler_of(app: Any) -> type[BaseHTTPRequestHandler]:  # noqa: C901  # one class, whole
    """Each request runs the app to its end, what it does after answering included."""

    class Handler(BaseHTTPRequestHandler):
        def _answer(self) -> None:
            parts = urlsplit(self.path)
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            scope = {
                "type": "http",
                "asgi": {"version": "3.0"},
                "http_version": "1.1",
                "method": self.command,
                "scheme": "http",
                "path": unquote(parts.path),
                "raw_path": parts.path.encode(),
                "root_path": "",
                "query_string": parts.query.encode(),
                "headers": [(k.lower().encode(), v.encode()) for k, v in self.headers.items()],
                "client": self.client_address,
                "server": ("127.0.0.1", self.server.server_address[1]),
            }
            asyncio.run(self._run(scope, body))

        async def _run(self, scope: dict[str, Any], body: bytes) -> None:
            parts = [body]

            async def receive() -> dict[str, Any]:
                if not parts:  # nobody hangs up before the answer
                    await asyncio.Event().wait()
                return {"type": "http.request", "body": parts.pop(), "more_body": False}

            async def send(message: dict[str, Any]) -> None:
                if message["type"] == "http.response.start":
                    self.send_response_only(message["status"])
                    for name, value in message["headers"]:
                        self.send_header(name.decode("latin-1"), value.decode("latin-1"))
                    self.send_header("Connection", "close")
                    self.end_headers()
                elif self.command != "HEAD":
                    self.wfile.write(message.get("body", b""))
                    self.wfile.flush()
                if message["type"] == "http.response.body" and not message.get("more_body"):
                    self.connection.shutdown(1)  # the browser goes on; we finish what follows

            await app(scope, receive, send)

        do_GET = do_HEAD = do_POST = do_PUT = do_DELETE = _answer

        def log_message(self, *_: object) -> None:
            pass

    return Handler

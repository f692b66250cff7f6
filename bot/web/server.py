"""The console's HTTP server inside the service's own process: threads, bounded, no logging of addresses."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from typing import Any

import structlog
from flask import Flask
from werkzeug.serving import BaseWSGIServer, ThreadedWSGIServer, WSGIRequestHandler

from bot.channels import Channel
from bot.desk.context import Desk
from bot.setting_types import Listen
from bot.settings.groups.web import WebSettings
from bot.web.app import create_app

log = structlog.get_logger()
MOST_AT_ONCE = 64
SILENCE_S = 30


class _Handler(WSGIRequestHandler):
    """Speaks HTTP/1.1, hangs up on who stays silent, and names no software."""

    protocol_version = "HTTP/1.1"
    timeout = SILENCE_S

    def version_string(self) -> str:
        return "mailtriage"

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Nothing: an address can hold a token. `/metrics` counts what is asked."""

    def log(self, type: str, message: str, *args: Any) -> None:
        log.debug("http", what=message % args if args else message)


class _Server(ThreadedWSGIServer):
    """At most so many requests at the same time; the next ones wait in the listen queue."""

    daemon_threads = True

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self._free = threading.BoundedSemaphore(MOST_AT_ONCE)

    def process_request(self, request: Any, client_address: Any) -> None:
        self._free.acquire()
        super().process_request(request, client_address)

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._free.release()


class WebServer:
    """Serves `MAILTRIAGE_WEB_LISTEN`. Port 0: the system chooses; `url` says which one."""

    def __init__(
        self,
        desk: Desk,
        channels: Mapping[str, Channel],
        listen: Listen | None = None,
        make: Callable[[Desk, Mapping[str, Channel]], Flask] = create_app,
    ) -> None:
        wanted = listen or desk.settings.of(WebSettings).web_listen
        if wanted is None:
            raise ValueError("the console is switched off: MAILTRIAGE_WEB_LISTEN is off")
        self._desk, self._listen = desk, wanted
        self.app = make(desk, channels)
        self._server: BaseWSGIServer | None = None
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Listen; returns at once. Raises `OSError` when the port is taken."""
        self._server = _listening(self._listen, self.app)
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(0.1,), name="web", daemon=True
        )
        self._thread.start()
        log.info("console", url=self.url)

    def stop(self) -> None:
        if self._server is None or self._thread is None:
            return
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()
        self._server = None

    @property
    def url(self) -> str:
        """Where it answers: what the settings say, else the address that it listens on."""
        return self._desk.settings.of(WebSettings).web_url or self.own_url

    @property
    def own_url(self) -> str:
        """The address that it listens on, as seen from this machine."""
        port = self._server.server_port if self._server else self._listen.port
        host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(self._listen.host, self._listen.host)  # noqa: S104
        return f"http://{Listen(host, port)}"


def _listening(listen: Listen, app: Flask) -> BaseWSGIServer:
    """Our bounded server on werkzeug's socket; its `SystemExit` for a taken port becomes `OSError`."""
    try:
        return _Server(listen.host, listen.port, app, handler=_Handler)
    except SystemExit as error:
        raise OSError(
            f"{listen} is taken by another program. MAILTRIAGE_WEB_LISTEN chooses another place."
        ) from error

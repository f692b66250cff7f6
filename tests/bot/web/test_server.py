"""The embedded server on a real socket."""

from __future__ import annotations

import socket
import threading
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from bot.setting_types import Listen
from bot.web.server import WebServer

ANY_PORT = Listen("127.0.0.1", 0)


def _get(url: str) -> tuple[int, bytes, str]:
    with urllib.request.urlopen(url, timeout=30) as answer:
        return answer.status, answer.read(), answer.headers["Server"]


def test_it_serves_until_it_is_stopped(bench: Any) -> None:
    server = WebServer(bench.desk, {}, ANY_PORT)
    server.start()
    status, body, name = _get(f"{server.url}/healthz")
    assert (status, name) == (200, "mailtriage")
    assert b"true" in body
    with ThreadPoolExecutor(8) as pool:
        assert {answer[0] for answer in pool.map(_get, [f"{server.own_url}/readyz"] * 40)} == {200}
    url = server.own_url
    server.stop()
    with pytest.raises(urllib.error.URLError):
        _get(f"{url}/healthz")
    server.stop()
    assert "web" not in {thread.name for thread in threading.enumerate()}


def test_a_port_that_is_taken(bench: Any) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        listen = Listen("127.0.0.1", taken.getsockname()[1])
        with pytest.raises(OSError, match=f"{listen} is taken"):
            WebServer(bench.desk, {}, listen).start()


@pytest.mark.parametrize(
    ("listen", "web_url", "url"),
    [
        (Listen("127.0.0.1", 8025), None, "http://127.0.0.1:8025"),
        (Listen("0.0.0.0", 8025), None, "http://127.0.0.1:8025"),
        (Listen("::", 8025), None, "http://[::1]:8025"),
        (Listen("127.0.0.1", 8025), "https://desk.example.org", "https://desk.example.org"),
    ],
)
def test_url(bench: Any, listen: Listen, web_url: str | None, url: str) -> None:
    from dataclasses import replace

    settings = bench.desk.settings.model_copy(update={"web_url": web_url})
    assert WebServer(replace(bench.desk, settings=settings), {}, listen).url == url


def test_switched_off(bench: Any) -> None:
    from dataclasses import replace

    settings = bench.desk.settings.model_copy(update={"web_listen": None})
    with pytest.raises(ValueError, match="MAILTRIAGE_WEB_LISTEN"):
        WebServer(replace(bench.desk, settings=settings), {})

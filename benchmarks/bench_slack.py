"""How soon is an event of Slack acknowledged? Signed posts at a steady rate, to the whole service by HTTP.

`python -m benchmarks slack`; `MAILTRIAGE_BENCH_SLACK_S` is how long (60 s where it is not set; the goal is
for 600 s), `MAILTRIAGE_BENCH_SLACK_RATE` how many a second (50). Slack itself is stood in for by a page that
takes everything, so that only the service is measured, while it files and thinks about what it takes in.
"""

from __future__ import annotations

import hashlib
import hmac
import http.client
import json
import os
import secrets
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from queue import Queue

from benchmarks.figure import Figure

HOST, SECRET, SUPPORT = "127.0.0.1", "bench", "C01HELP"
SENDERS = 32
READY_S = 120.0


class _Slack(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        channels = [{"id": SUPPORT, "name": "mail-help"}, {"id": "C02DESK", "name": "mail-desk"}]
        said = {"ok": True, "channels": channels, "members": [], "channel": "C02DESK", "user_id": "UBOT"}
        content = json.dumps(
            {**said, "ts": f"{time.time():.6f}", "user": {"id": "U1", "name": "alice"}}
        ).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:
        """Quiet."""


@dataclass
class Taken:
    """Seconds from when an event was due to be sent until it was acknowledged."""

    seconds: list[float] = field(default_factory=list)
    refused: int = 0


def run() -> Iterator[Figure]:
    seconds = float(os.environ.get("MAILTRIAGE_BENCH_SLACK_S", "60"))
    rate = float(os.environ.get("MAILTRIAGE_BENCH_SLACK_RATE", "50"))
    with _slack() as slack, _service(slack) as (port, token):
        taken = _drive(port, int(rate * seconds), rate)
        ledger = _ledger(port, token)
    cuts = statistics.quantiles(taken.seconds, n=1000)
    name = f"{rate:.0f} events/s for {seconds:.0f} s"
    yield Figure(f"acknowledged, p50, {name}", cuts[499] * 1000, "ms")
    yield Figure("acknowledged, p99", cuts[989] * 1000, "ms", "≤ 250 ms")
    yield Figure("acknowledged, the slowest", max(taken.seconds) * 1000, "ms", "≤ 3000 ms")
    yield Figure("not acknowledged", taken.refused, "events", "0")
    yield Figure("in the ledger of those sent", ledger["seen"] / (rate * seconds), "", "1")


def _drive(port: int, count: int, rate: float) -> Taken:
    """Each event at its time, whether or not those before were answered."""
    due: Queue[tuple[int, float] | None] = Queue()
    taken, lock = Taken(), threading.Lock()
    threads = [threading.Thread(target=_send, args=(port, due, taken, lock)) for _ in range(SENDERS)]
    for thread in threads:
        thread.start()
    start = time.perf_counter()
    for number in range(count):
        at = start + number / rate
        time.sleep(max(0.0, at - time.perf_counter()))
        due.put((number, at))
    for _ in threads:
        due.put(None)
    for thread in threads:
        thread.join()
    return taken


def _send(port: int, due: Queue[tuple[int, float] | None], taken: Taken, lock: threading.Lock) -> None:
    connection = http.client.HTTPConnection(HOST, port, timeout=30)
    while (item := due.get()) is not None:
        number, at = item
        body, headers = _signed(number)
        try:
            connection.request("POST", "/slack/events", body, headers)
            answer = connection.getresponse()
            answer.read()
            accepted = answer.status == 200
        except (OSError, http.client.HTTPException):
            connection.close()
            accepted = False
        with lock:
            taken.seconds.append(time.perf_counter() - at)
            taken.refused += not accepted
    connection.close()


def _signed(number: int) -> tuple[bytes, dict[str, str]]:
    """A post of its own, as Slack signs it ("Verifying requests from Slack")."""
    ts = f"{time.time():.6f}"
    event = {
        "type": "message",
        "channel": SUPPORT,
        "channel_type": "channel",
        "user": f"U{number}",
        "ts": ts,
        "event_ts": ts,
        "text": f"My mail number {number} to ann@example.org came back with 550 5.1.1 User unknown",
    }
    body = json.dumps(
        {"type": "event_callback", "team_id": "T1", "event_id": f"Ev{number}", "event": event}
    ).encode()
    at = str(int(time.time()))
    signature = hmac.new(SECRET.encode(), f"v0:{at}:".encode() + body, hashlib.sha256).hexdigest()
    return body, {
        "Content-Type": "application/json",
        "X-Slack-Request-Timestamp": at,
        "X-Slack-Signature": f"v0={signature}",
    }


@contextmanager
def _slack() -> Iterator[str]:
    server = ThreadingHTTPServer((HOST, 0), _Slack)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://{HOST}:{server.server_address[1]}/api/"
    finally:
        server.shutdown()


@contextmanager
def _service(slack: str) -> Iterator[tuple[int, str]]:
    with ThreadingHTTPServer((HOST, 0), BaseHTTPRequestHandler) as taken:
        port = taken.server_address[1]
    token = secrets.token_urlsafe(12)
    with tempfile.TemporaryDirectory() as folder:
        given = {
            "DATA": folder,
            "WEB_LISTEN": f"{HOST}:{port}",
            "LMTP_LISTEN": "off",
            "API_TOKEN": token,
            "NAMESERVERS": f"{HOST}:9",
            "SLACK_API_URL": slack,
            "SLACK_BOT_TOKEN": "xoxb-bench",
            "SLACK_SIGNING_SECRET": SECRET,
            "SLACK_SUPPORT_CHANNELS": SUPPORT,
            "SLACK_TRIAGE_CHANNEL": "C02DESK",
        }
        environ = {name: value for name, value in os.environ.items() if not name.startswith("MAILTRIAGE_")}
        environ |= {f"MAILTRIAGE_{name}": value for name, value in given.items()}
        with (Path(folder) / "log").open("wb") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "bot.cli", "serve"], env=environ, stdout=log, stderr=log
            )
        try:
            _wait(port, process, Path(folder) / "log")
            yield port, token
        finally:
            process.terminate()
            process.wait(60)


def _wait(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + READY_S
    while time.monotonic() < end and process.poll() is None:
        try:
            with urllib.request.urlopen(f"http://{HOST}:{port}/readyz", timeout=5):
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"the service did not start\n{log.read_text('utf-8', 'replace')[-3000:]}")


def _ledger(port: int, token: str) -> dict[str, int]:
    request = urllib.request.Request(f"http://{HOST}:{port}/api/v1/ledger")
    request.add_header("Authorization", f"Bearer {token}")
    with urllib.request.urlopen(request, timeout=30) as answer:
        found: dict[str, int] = json.load(answer)
    return found

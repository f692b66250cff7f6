"""One process of the service: channels, workers and the web console, started and stopped together."""

from __future__ import annotations

import faulthandler
import importlib
import importlib.util
import signal
import sys
import threading
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from typing import Protocol

import structlog

from bot.channels import Channel, find_channels
from bot.desk.context import Desk
from bot.jobs.runner import Runner
from bot.memory import give_large_blocks_back
from bot.settings.groups.process import ProcessSettings
from bot.settings.groups.web import WebSettings

log = structlog.get_logger()


_SWITCH_S = 0.0005
"""How long a thread that thinks may keep the others waiting. An acknowledgement comes back to Python's lock a
dozen times: with 5 ms, as Python has it, busy workers made it three times as slow (`bench_slack.py`)."""


class Server(Protocol):
    def start(self) -> None: ...
    def stop(self) -> None: ...
    @property
    def url(self) -> str: ...


class Service:
    """The parts of one process. `web`, `intake` and `workers` say which of them run here."""

    def __init__(
        self,
        desk: Desk,
        *,
        channels: Mapping[str, Channel] | None = None,
        web: bool = True,
        intake: bool = True,
        workers: bool = True,
    ) -> None:
        self.desk = desk
        self.channels = find_channels(desk) if channels is None else channels
        process, console = desk.settings.of(ProcessSettings), desk.settings.of(WebSettings)
        self._intake = intake
        self.runner = Runner(desk, self.channels, process.workers) if workers else None
        self.server = _web_server(desk, self.channels) if web and console.web_listen else None
        self._stack = ExitStack()

    def start(self) -> None:
        """Start everything, or nothing: what fails to start stops what had started, and is raised."""
        with ExitStack() as started:
            started.callback(self.desk.close)
            _name_wrong_templates(self.desk)
            if self.runner is not None:
                _warm_up(self.desk)
                self.runner.start()
                started.callback(self.runner.stop)
            for channel in self.channels.values() if self._intake else ():
                channel.start()
                started.callback(channel.stop)
            if self.server is not None:
                self.server.start()
                started.callback(self.server.stop)
            self._stack = started.pop_all()

    def stop(self) -> None:
        """Stop listening first, then finish what is in hand."""
        self._stack.close()

    @property
    def console_url(self) -> str | None:
        """Where the console answers, once it has started; `None`: it does not run here."""
        return None if self.server is None else self.server.url

    def run(self, when_ready: Callable[[], None] = lambda: None) -> None:
        """Start, and stay until SIGTERM or SIGINT; then stop cleanly. `when_ready` is called once between."""
        # A crash in a library's C code ends the process without a word, otherwise.
        faulthandler.enable()
        give_large_blocks_back()
        sys.setswitchinterval(_SWITCH_S)
        stopping = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stopping.set())
        self.start()
        log.info("ready", channels=sorted(self.channels), console=self.console_url)
        when_ready()
        stopping.wait()
        log.info("stopping")
        self.stop()


def _name_wrong_templates(desk: Desk) -> None:
    """A deployment's sentences that are not used: the package's stand in their place."""
    from triage.replies.overrides import mistakes
    from triage.replies.sentences import own_folders

    for item in mistakes(own_folders(desk.library)):
        log.warning("template.not_used", file=str(item.file), wrong=item.wrong, remedy=item.remedy)


def _warm_up(desk: Desk) -> None:
    """Have the model loaded, or trained, before the first ticket needs it."""
    load = getattr(desk.tools.classifier, "load", None)
    if callable(load):
        threading.Thread(target=load, name="classifier", daemon=True).start()


def _web_server(desk: Desk, channels: Mapping[str, Channel]) -> Server | None:
    if importlib.util.find_spec("bot.web.server") is None:
        return None
    server: Server = importlib.import_module("bot.web.server").WebServer(desk, channels)
    return server

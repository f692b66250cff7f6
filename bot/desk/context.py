"""What every verb of the desk gets first."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Protocol

from sqlalchemy import Row, Table

from bot.settings import Settings
from bot.store.engine import Store
from bot.store.raw import RawStore
from bot.wake import Wake
from knowledge.library import Library
from knowledge.vocabulary import Platform
from triage.model import Case, Decision, Evidence
from triage.replies.rephrase import Rephrased
from triage.tools.protocols import Clock, Tools


class Holder(Protocol):
    """Keeps the leases of rows that are being worked on: `bot.jobs.keeper.Keeper`."""

    def hold(self, table: Table, row: Row[Any]) -> AbstractContextManager[None]: ...


class Reader(Protocol):
    """Reads evidence within limits: `triage.evidence.sandbox.Sandbox`, or the reader in process in tests."""

    def read(self, raw: bytes, name: str, platform: Platform) -> tuple[Evidence, ...]: ...


Triage = Callable[[Case, Library, Tools], Decision]
Reword = Callable[[str, str], Rephrased]
"""A composed text and its language -> the text that takes its place, or why it stays."""


@dataclass(frozen=True)
class Desk:
    """The parts of one desk. Thread-safe; `open_desk` makes the real one."""

    settings: Settings
    store: Store
    raw: RawStore
    library: Library
    tools: Tools
    platform: Platform
    sandbox: Reader
    clock: Clock
    triage: Triage
    secret_key: bytes
    """Signs tokens, Message-IDs and cookies: derive a key of your own from it for each use."""
    wake: Wake = field(default_factory=Wake)
    """`desk.wake()` after a commit that made something due."""
    reword: Reword | None = None
    """A language model for suggested replies; none where the settings name none."""
    lease: timedelta = timedelta(seconds=120)
    """How long a worker may hold a row before another one takes it for dead."""
    requesters_here: bool = False
    """Whoever writes in sits at this very machine, so that a link to it leads somewhere: the demo."""
    keeper: Holder | None = None
    """In a worker of a running service: it claims for a shorter time, which is renewed."""

    @property
    def own_addresses(self) -> tuple[str, ...]:
        """The desk's own mail addresses, the first one first."""
        return tuple(dict.fromkeys((*self.settings.help_address, *self.platform.help_addresses)))

    def now(self) -> datetime:
        return self.clock.now()

    def close(self) -> None:
        """Let go of the database, and of the reader's child processes."""
        close_reader = getattr(self.sandbox, "close", None)
        if callable(close_reader):
            close_reader()
        self.store.close()

"""Mails to measure with, of the project's own writing: those of the demo."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.demo.samples import samples

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
MAILS: tuple[bytes, ...] = tuple(sample.raw for sample in samples(NOW))
BOUNCE = MAILS[0]

"""Logging: one line an event, on stderr; for people on a terminal, as JSON for machines."""

from __future__ import annotations

import logging
import sys

import structlog

from bot.settings import Settings
from bot.settings.groups.process import ProcessSettings


def set_up_logs(settings: Settings) -> None:
    """Send everything, also what libraries log, through one chain."""
    process = settings.of(ProcessSettings)
    as_text = process.log_format == "text" or (process.log_format == "auto" and sys.stderr.isatty())
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    last: list[structlog.typing.Processor] = (
        [_for_people()]
        if as_text
        else [structlog.processors.format_exc_info, structlog.processors.JSONRenderer()]
    )
    remove = structlog.stdlib.ProcessorFormatter.remove_processors_meta
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(foreign_pre_chain=shared, processors=[remove, *last])
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(process.log_level.upper())
    for noisy in ("alembic", "sqlalchemy", "slack_bolt", "slack_sdk", "mail.log"):
        logging.getLogger(noisy).setLevel(max(root.level, logging.WARNING))


def _for_people() -> structlog.dev.ConsoleRenderer:
    # A plain traceback: the pretty one prints local variables, and those hold mail and passwords.
    plain = structlog.dev.plain_traceback
    return structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty(), exception_formatter=plain)

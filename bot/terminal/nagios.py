"""Findings as one line for a monitoring system (the Monitoring Plugins' output and exit statuses)."""

from __future__ import annotations

from collections.abc import Sequence

from triage.model import Finding

_LEVELS = (
    (2, "CRITICAL", ("fail", "permerror")),
    (1, "WARNING", ("warn",)),
    (3, "UNKNOWN", ("temperror",)),
)


def nagios_line(of: str, findings: Sequence[Finding]) -> tuple[str, int]:
    """The line and the exit status: 0 OK, 1 WARNING, 2 CRITICAL, 3 UNKNOWN (not checked)."""
    counted = " ".join(
        f"{word.lower()}={sum(finding.status in statuses for finding in findings)}"
        for _, word, statuses in _LEVELS
    )
    for status, word, statuses in _LEVELS:
        found = [finding for finding in findings if finding.status in statuses]
        if found:
            more = f" (and {len(found) - 1} more)" if len(found) > 1 else ""
            return f"MAILTRIAGE {word} - {of}: {_plain(found[0].summary)}{more} | {counted}", status
    if all(finding.status == "skipped" for finding in findings):
        return f"MAILTRIAGE UNKNOWN - {of}: nothing was checked | {counted}", 3
    return f"MAILTRIAGE OK - {of}: nothing wrong was found | {counted}", 0


def _plain(text: str) -> str:
    """On one line, and without the bar that ends the words."""
    return " ".join(text.replace("|", "/").split())

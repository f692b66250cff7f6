"""The address that a refusing server names is the one that it saw connecting."""

from __future__ import annotations

from collections.abc import Iterator

from triage.facts.hosts import ips_in, is_platform_host
from triage.facts.picture import Picture, failing_of
from triage.model import Fact

ORDER = 15


def extract(picture: Picture) -> Iterator[Fact]:
    for report in picture.reports:
        for item in failing_of(report):
            rejecting = item.remote_mta or (report.ndr.reporting_mta if report.ndr else None)
            who = (
                "a host of the platform" if is_platform_host(rejecting, picture.case.platform) else rejecting
            )
            from_line = _connecting_ip(item.diagnostic or item.evidence)
            if from_line:
                yield Fact(
                    "sending_ip", from_line, f"delivery report, as {who or 'the refusing server'} names it"
                )


def _connecting_ip(line: str | None) -> str | None:
    """The first address in the words after `said:`, where the refusing server itself speaks."""
    text = line or ""
    found = ips_in(text.split("said:", 1)[-1])
    return found[0] if found else None

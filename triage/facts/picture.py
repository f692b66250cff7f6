"""What was sent along with a ticket, sorted into delivery reports and sample mails."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from triage.facts.hosts import domain_of, is_platform_domain, is_platform_host
from triage.model import Case, CaseMessage, Evidence, RecipientReport

_DEPTH = 6
_FAILING = ("failed", "delayed")


@dataclass(frozen=True)
class Picture:
    """A case, sorted. Tuples are best first."""

    case: Case
    reports: tuple[Evidence, ...] = ()
    """Delivery reports that were attached, forwarded or pasted; failures before delays."""
    samples: tuple[Evidence, ...] = ()
    """Mails and header blocks that were sent along and do not stand inside a report."""
    originals: tuple[Evidence, ...] = ()
    """What the reports gave back of the mail that they are about."""

    @property
    def report(self) -> Evidence | None:
        return self.reports[0] if self.reports else None

    @property
    def sample(self) -> Evidence | None:
        return self.samples[0] if self.samples else None

    @property
    def opening(self) -> CaseMessage | None:
        return self.case.messages[0] if self.case.messages else None

    @property
    def requester(self) -> str | None:
        """The requester's mail address; `None` where it is known by another name (Slack)."""
        who = self.case.requester
        return who.lower() if who and "@" in who and not who.startswith("slack:") else None

    @property
    def requester_domain(self) -> str | None:
        return domain_of(self.requester)

    def failing(self) -> tuple[RecipientReport, ...]:
        """The recipients of the best report that did not get the mail."""
        if self.report is None or self.report.ndr is None:
            return ()
        return failing_of(self.report)


def failing_of(report: Evidence) -> tuple[RecipientReport, ...]:
    """The recipients of a report that were not reached; failures before delays."""
    found = [item for item in (report.ndr.recipients if report.ndr else ()) if item.action in _FAILING]
    return tuple(sorted(found, key=lambda item: _FAILING.index(item.action)))


def look(case: Case) -> Picture:
    """Sort what a case holds. Newer messages of the requester come first among equals."""
    reports: list[Evidence] = []
    samples: list[Evidence] = []
    originals: list[Evidence] = []
    for message in reversed(case.messages):
        for evidence in _sent_along(message.evidence, case.channel):
            _sort(evidence, reports, samples, originals, _DEPTH)
    reports.sort(key=_report_rank)
    samples.sort(key=lambda sample: _sample_rank(sample, case))
    return Picture(case, tuple(reports), tuple(samples), tuple(originals))


def _sent_along(outer: Evidence, channel: str) -> Iterator[Evidence]:
    """Beside mail, what is outermost is a file that a person sent; in mail it is the letter itself."""
    if channel != "mail" and outer.kind in ("ndr", "headers", "abuse_report"):
        yield outer
    else:
        yield from outer.nested


def _sort(
    evidence: Evidence,
    reports: list[Evidence],
    samples: list[Evidence],
    originals: list[Evidence],
    depth: int,
) -> None:
    if depth == 0:
        return
    if evidence.kind == "ndr" and evidence.ndr is not None:
        reports.append(evidence)
        originals.extend(item for item in evidence.nested if item.kind in ("message", "headers"))
        return
    if evidence.kind in ("message", "headers") and _says_something(evidence):
        samples.append(evidence)
    for nested in evidence.nested:
        _sort(nested, reports, samples, originals, depth - 1)


def _says_something(evidence: Evidence) -> bool:
    return bool(evidence.headers or evidence.hops or evidence.message.from_)


def is_printed(sample: Evidence) -> bool:
    """A mail of which only the printed head and the text are there: forwarded inline, without its header."""
    return (
        sample.kind == "message"
        and not sample.headers
        and not sample.hops
        and sample.message.message_id is None
        and sample.size == len(sample.text)
    )


def _report_rank(report: Evidence) -> tuple[int, int]:
    failing = failing_of(report)
    if not failing:
        return 2, 0
    return (0 if failing[0].action == "failed" else 1), 0 if failing[0].reason != "unknown" else 1


def _sample_rank(sample: Evidence, case: Case) -> tuple[int, int]:
    """A sample with its journey says more than one without; one that reached the platform says most."""
    seen_here = any(is_platform_host(hop.by, case.platform) for hop in sample.hops)
    return (0 if seen_here else 1 if sample.hops else 2), 0 if sample.message.from_ else 1


def is_ours(address: str | None, picture: Picture) -> bool | None:
    """Does a mailbox live on the platform? `None` where that cannot be told."""
    domain = domain_of(address)
    if domain is None:
        return None
    platform = picture.case.platform
    if is_platform_domain(domain, platform):
        return True
    return False if platform.domains else None

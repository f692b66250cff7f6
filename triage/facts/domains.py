"""The domains of the people in a report that came without a sample."""

from __future__ import annotations

from collections.abc import Iterator

from triage.facts.hosts import domain_of
from triage.facts.picture import Picture, failing_of
from triage.model import Fact

ORDER = 30


def extract(picture: Picture) -> Iterator[Fact]:
    for report in picture.reports:
        assert report.ndr is not None
        if domain := domain_of(report.ndr.original.from_):
            yield Fact("sender_domain", domain, "delivery report, the original mail's From")
            yield Fact("from_domain", domain, "delivery report, the original mail's From")
        for item in failing_of(report):
            if domain := domain_of(item.address):
                yield Fact("recipient_domain", domain, "delivery report, Final-Recipient")
    for sample in picture.samples:
        if domain := domain_of(sample.message.from_):
            yield Fact("sender_domain", domain, "mail that was sent along, From")
        for address in sample.message.to:
            if domain := domain_of(address):
                yield Fact("recipient_domain", domain, "mail that was sent along, To")

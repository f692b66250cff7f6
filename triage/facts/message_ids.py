"""The Message-ID of the mail in question: what logs know it by."""

from __future__ import annotations

from collections.abc import Iterator

from triage.facts.picture import Picture
from triage.model import Fact

ORDER = 50


def extract(picture: Picture) -> Iterator[Fact]:
    for report in picture.reports:
        if report.ndr is not None and report.ndr.original.message_id:
            yield Fact("message_id", report.ndr.original.message_id, "delivery report, the original mail")
    for sample in (*picture.originals, *picture.samples):
        if sample.message.message_id:
            yield Fact("message_id", sample.message.message_id, "mail that was sent along, Message-ID")

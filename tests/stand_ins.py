"""What stands in a test where the service has something slow or far away. None of them invents an answer."""

from __future__ import annotations

from knowledge.vocabulary import Platform
from triage.evidence.files.extract import extract
from triage.evidence.reader import read
from triage.model import Evidence
from triage.tools.protocols import Answer, Outcome, WordsSay


class InProcess:
    """The real reader, without a child around it: the sandbox has tests of its own."""

    def read(self, raw: bytes, name: str, platform: Platform | None) -> tuple[Evidence, ...]:
        return read(raw, name, platform or Platform("test", "Test"))

    def extract(self, raw: bytes, sha256: str) -> bytes | None:
        return extract(raw, sha256)


class NoNetwork:
    """A resolver that asks nobody."""

    async def query(self, name: str, rdtype: str) -> Answer:
        return Answer(name, rdtype, Outcome.OFFLINE)


class NoWords:
    """A classifier to which no words say anything."""

    def read(self, text: str) -> WordsSay:
        return WordsSay({}, {})


class NeverAsked:
    """A classifier where nobody should ask for words."""

    def read(self, text: str) -> WordsSay:
        raise AssertionError("the classifier was asked")

"""What becomes of a mail's authentication when its signatures are checked now, with keys from the DNS?

The results that a host of the platform wrote stay: they tell how it was when the mail came in. What they
leave open is filled in, and a difference is told.
"""

from __future__ import annotations

import asyncio
from dataclasses import replace

from triage.evidence.hosts import aligned, domain_of
from triage.evidence.reading import joined
from triage.evidence.signatures import Lookup, Signature, verify_arc, verify_dkim, why_not
from triage.model import Authentication, Evidence
from triage.tools.protocols import Answer, Outcome, Resolver

_WHOLE = frozenset({"message", "ndr", "auto_reply", "abuse_report"})
_SILENT_AT_MOST = 2


def lookup_of(resolver: Resolver) -> Lookup:
    """Asks for TXT records, one after the other; a resolver that stays silent twice is not asked again."""
    silent = 0

    def look_up(name: str) -> Answer:
        nonlocal silent
        if silent >= _SILENT_AT_MOST:
            return Answer(name, "TXT", Outcome.UNASKED)

        async def ask() -> Answer:
            return await resolver.query(name, "TXT")

        answer = asyncio.run(ask())
        silent = silent + 1 if answer.outcome is Outcome.TIMEOUT else 0
        return answer

    return look_up


def verified(evidence: Evidence, raw: bytes, lookup: Lookup) -> Evidence:
    """`evidence` of the mail whose bytes these are, with its DKIM signatures and its ARC chain checked."""
    if evidence.kind not in _WHOLE or not any(
        name.lower() in ("dkim-signature", "arc-seal") for name, _ in evidence.headers
    ):
        return evidence
    refused = why_not(raw)
    if refused is not None:
        return replace(evidence, problems=joined(evidence.problems, (refused,)))
    shown, notes = _with_dkim(evidence, verify_dkim(raw, lookup))
    chain = verify_arc(raw, lookup)
    if chain is not None and shown.arc is None:
        source = shown.source or f"checked now: ARC chain: {chain[0]} ({chain[1]})"
        shown = replace(shown, arc=chain[0], source=source)
    return replace(evidence, authentication=shown, problems=joined(evidence.problems, notes))


def _with_dkim(evidence: Evidence, signatures: tuple[Signature, ...]) -> tuple[Authentication, list[str]]:
    shown, author = evidence.authentication, domain_of(evidence.message.from_)
    if not signatures:
        return shown, []

    def rank(one: Signature) -> tuple[bool, bool]:
        return one.result != "pass", not aligned(one.domain, author)

    best = min(signatures, key=rank)
    told = f"{best.result} ({best.why})" if best.why else best.result
    if shown.dkim is not None:
        differs = shown.dkim != best.result and best.result in ("pass", "fail", "permerror")
        return shown, [f"DKIM was {shown.dkim} when it came in; checked now: {told}"] if differs else []
    found = replace(
        shown,
        dkim=best.result,
        dkim_aligned=aligned(best.domain, author) if best.domain and author else None,
        source=shown.source or f"checked now: DKIM-Signature d={best.domain} s={best.selector}: {told}",
    )
    return found, []

"""Was this very mail proven to be from its From domain, and what did the policy ask for if not?"""

from __future__ import annotations

from dataclasses import dataclass

from knowledge.vocabulary import Platform, Status, WhoCanFix
from triage.checks import check
from triage.checks.standards.dmarc import DmarcFound, find
from triage.checks.standards.findings import could_not_check, source
from triage.checks.standards.names import aligned, fact_domain
from triage.model import Facts, Finding
from triage.tools.protocols import Tools

CODES = {
    "dmarc_alignment.pass": "SPF or DKIM passed for a domain that goes with the From address",
    "dmarc_alignment.fail": "nothing that passed goes with the From address, and the domain asks for action",
    "dmarc_alignment.fail_no_action": "nothing that passed goes with the From address; the policy is none",
    "dmarc_alignment.no_policy": "the From domain has no usable DMARC record, so alignment does not count",
}


@dataclass(frozen=True)
class _Seen:
    """What the platform's header said of the mail, and for which domains.

    Which of several signatures passed it seldom says; its own DMARC result settles that.
    """

    spf: str
    spf_domain: str | None
    dkim: str
    dkim_aligned: str
    dmarc: str
    dkim_domains: tuple[str, ...]

    def proven_by(self, domain: str, strict_spf: bool, strict_dkim: bool) -> str | None:
        if self.spf == "pass" and self.spf_domain and aligned(self.spf_domain, domain, strict_spf):
            return f"SPF for {self.spf_domain}"
        if self.dkim != "pass":
            return None
        if self.dkim_aligned == "pass":
            return "an aligned DKIM signature"
        signer = next((one for one in self.dkim_domains if aligned(one, domain, strict_dkim)), None)
        return f"DKIM of {signer}" if signer else None


@check("dmarc_alignment", codes=CODES, needs=("from_domain",), any_of=("header_spf", "header_dkim"))
async def dmarc_alignment(facts: Facts, platform: Platform, tools: Tools) -> Finding | None:
    domain = fact_domain(facts, "from_domain")
    seen = _seen(facts)
    if domain is None or not (seen.spf or seen.dkim):
        return None
    found = await find(tools.resolver, domain)
    if found.trouble is not None:
        return could_not_check("dmarc_alignment", found.trouble)
    record = found.record
    if record is None or found.policy is None:
        return _finding(
            found,
            "no_policy",
            Status.NEUTRAL,
            f"{domain} has no usable DMARC record, so nothing follows for this mail.",
        )
    by = seen.proven_by(domain, record.strict_spf, record.strict_dkim)
    if seen.dmarc == "pass":
        by = by or "the DMARC result in the header"
    if by is not None and seen.dmarc != "fail":
        return _finding(found, "pass", Status.PASS, f"This mail is proven to be from {domain}, by {by}.")
    if seen.dmarc != "fail" and seen.dkim == "pass" and not seen.dkim_domains and not seen.dkim_aligned:
        return None
    return _failed(found, seen, domain, _done(facts))


def _done(facts: Facts) -> str:
    """What became of the mail, in words, where that is known and the policy may have done it."""
    return "it was refused for that" if facts.get("reason") == "sender_auth" else ""


def _seen(facts: Facts) -> _Seen:
    dkim, _, dkim_aligned = (facts.get("header_dkim") or "").lower().partition("/")
    return _Seen(
        (facts.get("header_spf") or "").lower(),
        fact_domain(facts, "sender_domain"),
        dkim,
        dkim_aligned,
        (facts.get("header_dmarc") or "").lower(),
        tuple(_signing_domains(facts)),
    )


def _signing_domains(facts: Facts) -> list[str]:
    """The domains of the `selector/domain` facts."""
    return [domain for text in facts.all("dkim")[:5] if (domain := text.partition("/")[2].lower())]


def _failed(found: DmarcFound, seen: _Seen, domain: str, done: str) -> Finding:
    acts = found.policy in ("quarantine", "reject")
    words = {"reject": "to refuse", "quarantine": "to file as junk"}.get(found.policy or "", "")
    asks = f"{domain} asks receivers {words} such mail" if acts else f"{domain} asks for nothing (p=none)"
    passed = [f"SPF passed for {seen.spf_domain}"] if seen.spf == "pass" and seen.spf_domain else []
    passed += [f"DKIM passed for {name}" for name in seen.dkim_domains if seen.dkim == "pass"]
    what = f"{' and '.join(passed)}, which does not go with From" if passed else "neither SPF nor DKIM passed"
    return _finding(
        found,
        "fail" if acts else "fail_no_action",
        Status.FAIL if acts else Status.WARN,
        f"This mail is not proven to be from {domain} ({what}); {asks}{f', and {done}' if done else ''}.",
        f"Sign the mail with a DKIM key of {domain}, or send it with an envelope sender of {domain} "
        f"from an address that its SPF record allows.",
    )


def _finding(found: DmarcFound, word: str, status: Status, summary: str, advice: str = "") -> Finding:
    return Finding(
        "dmarc_alignment",
        f"dmarc_alignment.{word}",
        status,
        summary,
        advice,
        WhoCanFix.SENDER if advice else None,
        source(*found.answers),
        {"domain": found.domain, "policy": found.policy},
    )

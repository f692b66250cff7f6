"""`check_host()` (RFC 7208 section 4): may this address send for this domain?"""

from __future__ import annotations

import dataclasses
from datetime import datetime

from triage.checks.standards.asking import AskOnce, stop
from triage.checks.standards.names import IPAddress
from triage.checks.standards.spf.macros import MacroError, expand, letters
from triage.checks.standards.spf.mechanisms import Asking, Stop, matches
from triage.checks.standards.spf.record import (
    Mechanism,
    Record,
    RecordError,
    effective_redirect,
    parse,
    spf_records,
)
from triage.checks.standards.spf.result import Problem, SpfResult, Verdict
from triage.tools.protocols import Outcome, Resolver

_QUESTIONS_AT_MOST = 150
"""More than the limits of section 4.6.4 let any record need."""
_BY_QUALIFIER = {"+": Verdict.PASS, "-": Verdict.FAIL, "~": Verdict.SOFTFAIL, "?": Verdict.NEUTRAL}


async def check_host(
    resolver: Resolver,
    ip: IPAddress,
    domain: str,
    sender: str,
    helo: str = "",
    *,
    explain_at: datetime | None = None,
) -> SpfResult:
    """The verdict for mail from `sender` (`local@domain`) that `ip` hands over, saying `helo`.

    With `explain_at` (the time, for the `t` macro) the domain's own explanation of a fail is fetched too.
    """
    if not _is_checkable(domain):
        return SpfResult(Verdict.NONE, domain)
    once = AskOnce(resolver, _QUESTIONS_AT_MOST)
    asking = Asking(once, ip, sender if "@" in sender else f"postmaster@{sender}", helo)
    try:
        return await _evaluate(asking, domain, explain_at)
    finally:
        await stop(asking.ahead)
        await once.close()


async def _evaluate(asking: Asking, domain: str, explain_at: datetime | None) -> SpfResult:
    try:
        result = await _check(asking, domain)
    except Stop as end:
        result = end.result(domain)
    result = dataclasses.replace(
        result,
        domain=domain,
        record=asking.record,
        answer=asking.answer,
        lookups=asking.lookups,
        void_lookups=asking.voids,
    )
    if result.verdict is Verdict.FAIL and explain_at is not None:
        return dataclasses.replace(result, explanation=await _explain(asking, explain_at))
    return result


def _is_checkable(domain: str) -> bool:
    """Section 4.3: malformed names, literals and single labels have no result."""
    labels = domain.removesuffix(".").split(".")
    return len(labels) > 1 and all(0 < len(label) < 64 for label in labels) and not domain.startswith("[")


async def _check(asking: Asking, domain: str) -> SpfResult:
    record = await _record(asking, domain)
    if record is None:
        return SpfResult(Verdict.NONE, domain)
    asking.explanation = (record.explanation, domain)
    asking.look_ahead(record, domain)
    for mechanism in record.mechanisms:
        if await _applies(asking, mechanism, domain):
            return SpfResult(
                _BY_QUALIFIER[mechanism.qualifier], domain, matched=mechanism.text, matched_in=domain
            )
    redirect = effective_redirect(record)
    if redirect is None:
        return SpfResult(Verdict.NEUTRAL, domain)
    return await _redirected(asking, redirect, domain)


async def _redirected(asking: Asking, spec: str, domain: str) -> SpfResult:
    asking.count_lookup(f"redirect={spec}", domain)
    target = await asking.target(spec, domain)
    result = await _check(asking, target) if _is_checkable(target) else SpfResult(Verdict.NONE, target)
    if result.verdict is Verdict.NONE:
        raise Stop(
            Problem.MISSING_INCLUDE, domain, f"redirect={spec} leads to {target}, which has no SPF record"
        )
    return result


async def _applies(asking: Asking, mechanism: Mechanism, domain: str) -> bool:
    if mechanism.name != "include":
        return await matches(asking, mechanism, domain)
    asking.count_lookup(mechanism.text, domain)
    target = await asking.target(mechanism.domain, domain)
    outer = asking.explanation
    result = await _check(asking, target) if _is_checkable(target) else SpfResult(Verdict.NONE, target)
    asking.explanation = outer
    if result.verdict is Verdict.NONE:
        raise Stop(
            Problem.MISSING_INCLUDE, domain, f"{mechanism.text} leads to {target}, which has no SPF record"
        )
    return result.verdict is Verdict.PASS


async def _record(asking: Asking, domain: str) -> Record | None:
    answer = await asking.resolver.query(domain, "TXT")
    if asking.answer is None:
        asking.answer = answer
    if not answer.outcome.is_answer:
        raise Stop(answer, domain)
    texts = spf_records(answer.records)
    if not texts:
        return None
    if asking.record is None:
        asking.record = " | ".join(texts)
    if len(texts) > 1:
        raise Stop(Problem.MULTIPLE_RECORDS, domain, f"{len(texts)} SPF records")
    try:
        return parse(texts[0])
    except RecordError as error:
        raise Stop(Problem.SYNTAX, domain, str(error)) from None


async def _explain(asking: Asking, at: datetime) -> str | None:
    """Section 6.2: whatever goes wrong here, there simply is no explanation."""
    spec, domain = asking.explanation
    if spec is None:
        return None
    answer = await asking.resolver.query(await asking.target(spec, domain), "TXT")
    if answer.outcome is not Outcome.OK or len(answer.records) != 1 or not answer.records[0].isascii():
        return None
    text = answer.records[0]
    try:
        used = letters(text, explanation=True)
    except MacroError:
        return None
    values = await asking.values(domain, used)
    values |= {"c": str(asking.ip), "r": "unknown", "t": str(int(at.timestamp()))}
    return expand(text, values, explanation=True)

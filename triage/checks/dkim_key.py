"""Is the key of a DKIM signature published, and good? (RFC 6376 section 3.6, RFC 8301)"""

from __future__ import annotations

import asyncio

from knowledge.vocabulary import Platform, Status, WhoCanFix
from triage.checks import check
from triage.checks.standards.dkim import DkimKey, is_key, parse
from triage.checks.standards.findings import could_not_check, source
from triage.checks.standards.names import ascii_domain
from triage.model import Facts, Finding
from triage.tools.protocols import Answer, Outcome, Tools

CODES = {
    "dkim_key.pass": "the key is published and long enough",
    "dkim_key.nxdomain": "the key's name does not exist",
    "dkim_key.missing": "the key's name exists, and holds no key",
    "dkim_key.multiple_records": "several keys stand at one name, so verifiers may take the wrong one",
    "dkim_key.revoked": "the key is revoked (empty p=)",
    "dkim_key.invalid": "the record cannot be used as a key",
    "dkim_key.too_short": "an RSA key below 1024 bits, which verifiers must not accept",
    "dkim_key.short": "an RSA key below 2048 bits, which is weak",
    "dkim_key.testing": "the key says that the domain is only testing DKIM (t=y)",
}
_SIGNATURES_AT_MOST = 5


@check("dkim_key", codes=CODES, needs=("dkim",))
async def dkim_key(facts: Facts, platform: Platform, tools: Tools) -> tuple[Finding, ...]:
    names = [name for text in facts.all("dkim")[:_SIGNATURES_AT_MOST] if (name := _key_name(text))]
    names = list(dict.fromkeys(names))
    answers = await asyncio.gather(*(tools.resolver.query(name, "TXT") for name in names))
    return tuple(_judge(name, answer) for name, answer in zip(names, answers, strict=True))


def _key_name(text: str) -> str | None:
    """`selector/domain` -> the name of the key."""
    selector, slash, domain = text.partition("/")
    return ascii_domain(f"{selector}._domainkey.{domain}") if slash and selector and domain else None


def _judge(name: str, answer: Answer) -> Finding:
    if not answer.outcome.is_answer:
        return could_not_check("dkim_key", answer)
    if answer.outcome is Outcome.NXDOMAIN:
        return _finding(
            name,
            answer,
            "nxdomain",
            Status.FAIL,
            f"There is no DKIM key at {name} (NXDOMAIN).",
            f"Publish: {_publish(name)}",
        )
    keys = [text for text in answer.records if is_key(text)]
    if not keys:
        return _finding(
            name,
            answer,
            "missing",
            Status.FAIL,
            f"{name} exists, but holds no DKIM key.",
            f"Publish: {_publish(name)}",
        )
    if len(keys) > 1:
        return _finding(
            name,
            answer,
            "multiple_records",
            Status.WARN,
            f"{name} holds {len(keys)} DKIM keys; which one a receiver takes is chance.",
            f"Leave the key that the mail server signs with at {name} and delete the others.",
        )
    return _judge_key(name, answer, parse(keys[0]))


def _judge_key(name: str, answer: Answer, key: DkimKey) -> Finding:
    longer = f'Make a key of 2048 bits and publish it: {name}. TXT "v=DKIM1; k=rsa; p=…"'
    if key.revoked:
        word, status, said = "revoked", Status.FAIL, f"The DKIM key at {name} is revoked (its p= is empty)."
        advice = f"Sign with another selector, or publish the key again: {_publish(name)}"
    elif key.mistake is not None:
        word, status, said = "invalid", Status.FAIL, f"The DKIM key at {name} cannot be used: {key.mistake}."
        advice = f"Publish the key again, whole, as the mail server shows it: {_publish(name)}"
    elif key.bits is not None and key.bits < 1024:
        word, status, advice = "too_short", Status.FAIL, longer
        said = f"The DKIM key at {name} has only {key.bits} bits; receivers must not accept fewer than 1024."
    elif key.bits is not None and key.bits < 2048:
        word, status, advice = "short", Status.WARN, longer
        said = f"The DKIM key at {name} works, but {key.bits} bits are weak by today's measure."
    elif key.testing:
        word, status, advice = "testing", Status.WARN, f"Take t=y out of the record at {name}."
        said = f"The DKIM key at {name} says that it is only a test (t=y), so receivers may pass over it."
    else:
        word, status, advice = "pass", Status.PASS, ""
        size = f"{key.bits} bits" if key.bits else "Ed25519"
        said = f"The DKIM key at {name} is published and good ({size})."
    return _finding(name, answer, word, status, said, advice, key)


def _publish(name: str) -> str:
    return f'{name}. TXT "v=DKIM1; k=rsa; p=…" (the key that the mail server signs with)'


def _finding(
    name: str, answer: Answer, word: str, status: Status, said: str, advice: str, key: DkimKey | None = None
) -> Finding:
    return Finding(
        "dkim_key",
        f"dkim_key.{word}",
        status,
        said,
        advice,
        WhoCanFix.SENDER if advice else None,
        source(answer),
        {"name": name, "bits": key.bits if key else None, "kind": key.kind if key else None},
    )

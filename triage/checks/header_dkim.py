"""What did the header say of the DKIM signature, and is the key of today the reason?"""

from __future__ import annotations

from knowledge.vocabulary import Platform, Status, WhoCanFix
from triage.checks import check
from triage.checks.standards.dkim import is_key, parse
from triage.checks.standards.findings import Data, could_not_check, source
from triage.checks.standards.names import ascii_domain
from triage.model import Facts, Finding
from triage.tools.protocols import Answer, Tools

CODES = {
    "header_dkim.pass": "the signature was good at delivery",
    "header_dkim.none": "the mail was not signed",
    "header_dkim.temperror": "the signature could not be checked at delivery",
    "header_dkim.fail": "the signature was bad at delivery",
    "header_dkim.fail_no_key": "the signature was bad at delivery, and no usable key is published today",
    "header_dkim.fail_key_good": "the signature was bad at delivery, though a good key is published today",
    "header_dkim.key_gone": "the signature was good at delivery, and its key is no longer there",
}


@check("header_dkim", codes=CODES, needs=("header_dkim",))
async def header_dkim(facts: Facts, platform: Platform, tools: Tools) -> Finding | None:
    then = (facts.get("header_dkim") or "").strip().lower().partition("/")[0]
    if then in ("none", "temperror"):
        return _unjudged(then)
    if then not in ("pass", "fail", "permerror", "neutral", "policy"):
        return None
    selector, _, domain = (facts.get("dkim") or "").partition("/")
    name = ascii_domain(f"{selector}._domainkey.{domain}") if selector and domain else None
    if name is None:
        return _without_key(then)
    answer = await tools.resolver.query(name, "TXT")
    if not answer.outcome.is_answer:
        return could_not_check("header_dkim", answer)
    keys = [parse(text) for text in answer.records if is_key(text)]
    return _with_key(then, name, answer, any(key.usable for key in keys))


def _unjudged(then: str) -> Finding:
    said = {
        "none": "The mail carried no DKIM signature when it was delivered.",
        "temperror": "DKIM could not be checked when the mail was delivered.",
    }[then]
    return Finding("header_dkim", f"header_dkim.{then}", Status.NEUTRAL, said, data={"then": then})


def _without_key(then: str) -> Finding:
    if then == "pass":
        said = "The DKIM signature was good when the mail was delivered."
        return Finding("header_dkim", "header_dkim.pass", Status.PASS, said, data={"then": then})
    return Finding(
        "header_dkim",
        "header_dkim.fail",
        Status.FAIL,
        f"The DKIM signature was bad when the mail was delivered ({then}).",
        "Look for what changes the mail on its way: a list, a forwarder, a filter that adds a footer.",
        WhoCanFix.SENDER,
        data={"then": then},
    )


def _with_key(then: str, name: str, answer: Answer, usable: bool) -> Finding:
    data: Data = {"then": then, "name": name, "usable_now": usable}
    if then == "pass" and usable:
        said = f"The DKIM signature was good at delivery, and its key is still at {name}."
        return Finding("header_dkim", "header_dkim.pass", Status.PASS, said, source=source(answer), data=data)
    word, said, advice = _difference(then, name, usable)
    status = Status.WARN if then == "pass" else Status.FAIL
    return Finding(
        "header_dkim", f"header_dkim.{word}", status, said, advice, WhoCanFix.SENDER, source(answer), data
    )


def _difference(then: str, name: str, usable: bool) -> tuple[str, str, str]:
    if then == "pass":
        return (
            "key_gone",
            f"The DKIM signature was good at delivery, but there is no usable key at {name} today.",
            "If the mail server still signs with that selector, publish its key again.",
        )
    if usable:
        return (
            "fail_key_good",
            f"The DKIM signature was bad at delivery ({then}), though the key at {name} is good today.",
            "Either the key was published since, or the mail was changed on its way (a list, a forwarder, a "
            "footer): send a new mail straight and compare.",
        )
    return (
        "fail_no_key",
        f"The DKIM signature was bad at delivery ({then}), and there is no usable key at {name}.",
        f'Publish the key that the mail server signs with: {name}. TXT "v=DKIM1; k=rsa; p=…"',
    )

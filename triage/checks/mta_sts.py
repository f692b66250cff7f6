"""Does the domain demand TLS of those who send to it, and do its mail servers fit its policy? (RFC 8461)"""

from __future__ import annotations

import asyncio

from knowledge.vocabulary import Platform, Status, WhoCanFix
from triage.checks import check
from triage.checks.standards.findings import Data, could_not_check, listing, printable, source
from triage.checks.standards.mail_hosts import MailHosts, mail_hosts, receiving_domains
from triage.checks.standards.sts import Policy, PolicyError, parse_policy, record_mistake, sts_records
from triage.model import Facts, Finding
from triage.tools.protocols import Answer, Outcome, Page, Tools

CODES = {
    "mta_sts.pass": "the policy can be read, and names the mail servers of the domain",
    "mta_sts.none": "the domain has no MTA-STS record",
    "mta_sts.multiple_records": "there is more than one MTA-STS record, so none of them counts",
    "mta_sts.syntax": "the record breaks the grammar",
    "mta_sts.policy_unchecked": "the record is there; the policy behind it was not opened, as for tickets",
    "mta_sts.policy_unreachable": "the policy could not be opened, so nothing is known of it",
    "mta_sts.policy_missing": "the record is there, and the policy is not: its host is gone, or has none",
    "mta_sts.policy_invalid": "the policy breaks the grammar",
    "mta_sts.mx_not_named": "a mail server of the domain is not named in its policy",
    "mta_sts.not_enforced": "the policy is only a test, or switched off",
}


@check("mta_sts", codes=CODES, any_of=("recipient_domain", "sender_domain"))
async def mta_sts(facts: Facts, platform: Platform, tools: Tools) -> tuple[Finding, ...]:
    domains = receiving_domains(facts)
    found = await asyncio.gather(*(_one(tools, name, who) for name, who in domains.items()))
    return tuple(finding for finding in found if finding is not None)


async def _one(tools: Tools, domain: str, who: WhoCanFix) -> Finding | None:
    answer, mail = await asyncio.gather(
        tools.resolver.query(f"_mta-sts.{domain}", "TXT"), mail_hosts(tools.resolver, domain)
    )
    if not answer.outcome.is_answer:
        return could_not_check("mta_sts", answer)
    records = sts_records(answer.records)
    if not records and mail.none_for_sure:
        return None
    if not records:
        said = (
            f"{domain} has no MTA-STS policy: mail to it is encrypted only as far as both servers happen to."
        )
        return _finding(domain, answer, "none", Status.NEUTRAL, said)
    if len(records) > 1:
        said = f"{domain} has {len(records)} MTA-STS records, so senders use none of them."
        advice = f"Leave one record at _mta-sts.{domain} and delete the others."
        return _finding(domain, answer, "multiple_records", Status.WARN, said, advice, who)
    if mistake := record_mistake(records[0]):
        said = f"The MTA-STS record of {domain} has a mistake: {printable(mistake, 160)}."
        advice = f'Publish: _mta-sts.{domain}. TXT "v=STSv1; id=(a new number at each change)"'
        return _finding(domain, answer, "syntax", Status.PERMERROR, said, advice, who)
    host = f"mta-sts.{domain}"
    addresses = await asyncio.gather(*(tools.resolver.query(host, rdtype) for rdtype in ("A", "AAAA")))
    if all(one.outcome.is_answer and not one.records for one in addresses):
        gone = " (NXDOMAIN)" if addresses[0].outcome is Outcome.NXDOMAIN else ""
        said = f"{domain} has an MTA-STS record, but no policy: its host {host} has no address{gone}."
        advice = f"Put the policy at {_url(domain)}, or delete the record _mta-sts.{domain}."
        return _finding(domain, answer, "policy_missing", Status.WARN, said, advice, who)
    if tools.policies is None:
        said = f"{domain} has an MTA-STS record; its policy is only opened by mailtriage check."
        return _finding(domain, answer, "policy_unchecked", Status.SKIPPED, said)
    page = await tools.policies.fetch(_url(domain), (host,))
    return _of_page(domain, answer, page, mail, who)


def _url(domain: str) -> str:
    return f"https://mta-sts.{domain}/.well-known/mta-sts.txt"


def _of_page(domain: str, answer: Answer, page: Page, mail: MailHosts, who: WhoCanFix) -> Finding:
    if not page.ended.is_answer:
        said = f"The MTA-STS policy of {domain} could not be opened: {printable(page.why, 160)}."
        advice = f"Check again in a few minutes; if it stays so, {_url(domain)} has to be made to work."
        return _finding(domain, answer, "policy_unreachable", Status.TEMPERROR, said, advice, who)
    if page.status != 200:
        said = f"{domain} has an MTA-STS record, but no policy: {_url(domain)} answers with {page.status}."
        advice = f"Put the policy there, or delete the record _mta-sts.{domain}."
        return _finding(domain, answer, "policy_missing", Status.WARN, said, advice, who)
    try:
        policy = parse_policy(page.body)
    except PolicyError as error:
        said = f"The MTA-STS policy of {domain} cannot be used: {printable(str(error), 160)}."
        advice = f"Correct it at {_url(domain)}, then change id= in the record _mta-sts.{domain}."
        return _finding(domain, answer, "policy_invalid", Status.PERMERROR, said, advice, who)
    return _of_policy(domain, answer, policy, mail, who)


def _of_policy(domain: str, answer: Answer, policy: Policy, mail: MailHosts, who: WhoCanFix) -> Finding:
    if not mail.answer.outcome.is_answer:
        return could_not_check("mta_sts", mail.answer)
    strangers = [name for name in mail.names if not policy.allows(name)]
    data: Data = {"mode": policy.mode, "hosts": policy.hosts, "not_named": tuple(strangers)}
    if strangers and policy.mode != "none":
        strict = policy.mode == "enforce"
        said = f"The MTA-STS policy of {domain} does not name its mail server {listing(strangers)}"
        advice = (
            f"Add to the policy at {_url(domain)}: {', '.join(f'mx: {name}' for name in strangers)}; then "
            f"change id= in the record _mta-sts.{domain}."
        )
        said += ": large providers will not deliver there." if strict else "; it is only a test so far."
        status = Status.FAIL if strict else Status.WARN
        return _finding(domain, answer, "mx_not_named", status, said, advice, who, data)
    if policy.mode != "enforce":
        what = "only a test" if policy.mode == "testing" else "switched off"
        said = f"The MTA-STS policy of {domain} is {what} (mode: {policy.mode})."
        return _finding(domain, answer, "not_enforced", Status.NEUTRAL, said, data=data)
    said = f"{domain} demands TLS of those who send to it, and its policy names its mail servers."
    return _finding(domain, answer, "pass", Status.PASS, said, data=data)


def _finding(
    domain: str,
    answer: Answer,
    word: str,
    status: Status,
    said: str,
    advice: str = "",
    who: WhoCanFix | None = None,
    data: Data | None = None,
) -> Finding:
    known: Data = {"domain": domain, "records": answer.records}
    return Finding(
        "mta_sts", f"mta_sts.{word}", status, said, advice, who, source(answer), known | (data or {})
    )

"""Is the SPF record of the domain sound, whichever address sends? (RFC 7208 sections 3.2, 4.6 and 10.1.2)"""

from __future__ import annotations

from knowledge.vocabulary import Platform, Status, WhoCanFix
from triage.checks import check
from triage.checks.standards.findings import could_not_check, listing, printable, source
from triage.checks.standards.names import fact_domain
from triage.checks.standards.spf.advice import mended, merged
from triage.checks.standards.spf.record import Record
from triage.checks.standards.spf.survey import Survey, survey
from triage.model import Facts, Finding
from triage.tools.protocols import Outcome, Tools

CODES = {
    "spf_record.pass": "there is one record, and it follows the rules",
    "spf_record.none": "the domain has no SPF record",
    "spf_record.nxdomain": "the domain does not exist, so it has no SPF record",
    "spf_record.multiple_records": "there is more than one SPF record, here or in an include",
    "spf_record.syntax": "a record breaks the grammar, here or in an include",
    "spf_record.missing_include": "an include or redirect leads to a domain without SPF record",
    "spf_record.too_many_void_lookups": "more than 2 of the names in the record lead nowhere",
    "spf_record.too_many_mx": "an mx term leads to more than 10 mail servers",
    "spf_record.too_many_lookups": "the record needs more than 10 look-ups with all that it includes",
    "spf_record.allows_all": "the record allows everybody to send (+all)",
    "spf_record.after_all": "terms stand behind all, where nobody reads them",
    "spf_record.ptr": "the record uses ptr, which RFC 7208 says not to use: it is slow, and often fails",
    "spf_record.no_end": "the record ends without all or redirect, so other senders stay neutral",
}


@check("spf_record", codes=CODES, needs=("sender_domain",))
async def spf_record(facts: Facts, platform: Platform, tools: Tools) -> tuple[Finding, ...]:
    domain = fact_domain(facts, "sender_domain")
    if domain is None:
        return ()
    found = await survey(tools.resolver, domain)
    if found.answer is None or (found.trouble is not None and found.trouble is found.answer):
        return (could_not_check("spf_record", found.trouble),) if found.trouble else ()
    if not found.records:
        return (_none(found),)
    said = _mistakes(found)
    if found.trouble is not None:
        said.append(could_not_check("spf_record", found.trouble))
    if found.root is not None and not said:
        said.append(_sound(found, found.root))
    return tuple(said)


def _none(found: Survey) -> Finding:
    gone = found.answer is not None and found.answer.outcome is Outcome.NXDOMAIN
    if gone:
        return _finding(
            found,
            "nxdomain",
            Status.FAIL,
            f"{found.domain} does not exist (NXDOMAIN), so it has no SPF record.",
            f"Check how {found.domain} is spelt.",
        )
    return _finding(
        found,
        "none",
        Status.WARN,
        f"{found.domain} has no SPF record.",
        f'Publish one that names all its senders, such as: {found.domain}. TXT "v=spf1 mx ~all"',
        publish="v=spf1 mx ~all",
    )


def _mistakes(found: Survey) -> list[Finding]:
    record = " | ".join(found.records)
    seen: dict[str, Finding] = {}
    for problem, place, text in found.mistakes:
        where = f" (in {place})" if place != found.domain and place not in text else ""
        seen.setdefault(
            problem.value,
            _finding(
                found,
                problem.value,
                Status.PERMERROR,
                f"The SPF record of {found.domain} is broken: {printable(text, 200)}{where}.",
                mended(problem, place, record if place == found.domain else None),
                place,
                merged(found.records) if len(found.records) > 1 and place == found.domain else None,
            ),
        )
    return list(seen.values())


def _sound(found: Survey, record: Record) -> Finding:
    ends = [one for one in record.mechanisms if one.name == "all"]
    if ends and ends[0].qualifier == "+":
        return _finding(
            found,
            "allows_all",
            Status.FAIL,
            f"The SPF record of {found.domain} allows everybody to send in its name ({ends[0].text}).",
            f"Replace {ends[0].text} by ~all, and by -all when all real senders are named: "
            f"{printable(record.text.replace(ends[0].text, '~all'), 600)}",
            publish=record.text.replace(ends[0].text, "~all"),
        )
    if not ends and record.redirect is None:
        return _finding(
            found,
            "no_end",
            Status.WARN,
            f"The SPF record of {found.domain} does not say what holds for all other senders.",
            f"Add ~all at its end: {printable(record.text.rstrip(), 600)} ~all",
            publish=f"{record.text.rstrip()} ~all",
        )
    if late := _behind_all(record):
        return _finding(
            found,
            "after_all",
            Status.WARN,
            f"Nobody reads what stands behind {ends[0].text} in the SPF record of {found.domain}: "
            f"{printable(listing(late), 200)}.",
            f"Move it before {ends[0].text}, or take it out.",
        )
    if slow := next((one for one in record.mechanisms if one.name == "ptr"), None):
        return _finding(
            found,
            "ptr",
            Status.WARN,
            f"The SPF record of {found.domain} uses {slow.text}; RFC 7208 says not to: it is slow, and some "
            "receivers do not ask.",
            f"Write the addresses of the senders in its place (ip4:, ip6:), and take {slow.text} out.",
        )
    return _finding(
        found,
        "pass",
        Status.PASS,
        f"The SPF record of {found.domain} is sound and needs {found.lookups} of 10 look-ups.",
        "",
    )


def _behind_all(record: Record) -> list[str]:
    names = [one.name for one in record.mechanisms]
    return [one.text for one in record.mechanisms[names.index("all") + 1 :]] if "all" in names else []


def _finding(
    found: Survey,
    word: str,
    status: Status,
    summary: str,
    advice: str,
    place: str | None = None,
    publish: str | None = None,
) -> Finding:
    return Finding(
        "spf_record",
        f"spf_record.{word}",
        status,
        summary,
        advice,
        WhoCanFix.SENDER if advice else None,
        source(found.answer) if found.answer else "",
        {
            "domain": found.domain,
            "lookups": found.lookups,
            "void_lookups": found.void_lookups,
            "records": found.records,
            "place": place or found.domain,
            "publish": f'{found.domain}. TXT "{publish}"' if publish else None,
        },
    )

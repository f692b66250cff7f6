"""Does the MX of a domain that should be hosted here lead to the platform, and to the right cluster?"""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass

from knowledge.vocabulary import Platform, Status, WhoCanFix
from triage.checks import check
from triage.checks.standards.accounts import known_clusters
from triage.checks.standards.findings import could_not_check, listing, printable, source
from triage.checks.standards.names import fact_domains
from triage.model import Facts, Finding
from triage.tools.protocols import Answer, Outcome, Tools

CODES = {
    "platform_mx.pass": "the MX leads to the platform, and to the right cluster where that is known",
    "platform_mx.wrong_cluster": "the MX leads to a cluster that does not hold the domain's mailboxes",
    "platform_mx.unknown_cluster": "the MX names a cluster that the platform does not have",
    "platform_mx.several_clusters": "the MX records lead to more than one cluster",
    "platform_mx.other_domain": "the MX is that of another domain on the platform",
    "platform_mx.mixed": "some MX records lead to the platform and some elsewhere",
    "platform_mx.elsewhere": "the MX leads to another provider",
    "platform_mx.none": "a domain of the platform has no MX record",
}
_WILD = re.escape("*.")


@dataclass(frozen=True)
class _Match:
    """How one MX host fits the platform's patterns; `domain` and `cluster` as the host has them."""

    host: str
    here: bool
    domain: str | None = None
    cluster: str | None = None


@check("platform_mx", codes=CODES, any_of=("recipient_domain", "sender_domain"))
async def platform_mx(facts: Facts, platform: Platform, tools: Tools) -> tuple[Finding, ...]:
    if not platform.mx_patterns:
        return ()
    domains = _own_domains(facts, platform)
    answers = await asyncio.gather(*(tools.resolver.query(domain, "MX") for domain in domains))
    known = await known_clusters(facts, platform, tools)
    return tuple(
        _judge(domain, answer, platform, known.get(domain) or facts.get("cluster"))
        for domain, answer in zip(domains, answers, strict=True)
    )


def _own_domains(facts: Facts, platform: Platform) -> list[str]:
    """The side of the mail that lives on the platform; where the direction is unknown, what is known to."""
    by_direction = {"inbound": "recipient_domain", "outbound": "sender_domain"}
    side = by_direction.get(facts.get("direction") or "")
    if side is not None:
        return fact_domains(facts, side)
    both = dict.fromkeys(fact_domains(facts, "recipient_domain") + fact_domains(facts, "sender_domain"))
    known = [domain for domain in both if domain in platform.domains]
    return (known or list(both))[:3]


def _judge(domain: str, answer: Answer, platform: Platform, cluster: str | None) -> Finding:
    ours = domain in platform.domains
    if not answer.outcome.is_answer:
        return could_not_check("platform_mx", answer)
    if not answer.records:
        return _none(domain, answer, platform, cluster, ours)
    matches = [_match(record.partition(" ")[2].rstrip(".").lower(), platform) for record in answer.records]
    here = [match for match in matches if match.here]
    if not here:
        return _elsewhere(domain, answer, platform, cluster, ours)
    if len(here) < len(matches):
        away = [printable(match.host, 80) for match in matches if not match.here]
        return _mended(
            "mixed",
            f"{domain} is delivered partly to {platform.title} and partly to {listing(away)}",
            domain,
            answer,
            platform,
            cluster or here[0].cluster,
        )
    return _judge_cluster(domain, answer, platform, cluster, here)


def _judge_cluster(
    domain: str, answer: Answer, platform: Platform, cluster: str | None, here: list[_Match]
) -> Finding:
    foreign = next((match for match in here if match.domain not in (None, domain)), None)
    seen = sorted({match.cluster for match in here if match.cluster})
    common = (domain, answer, platform)
    if foreign is not None:
        return _mended("other_domain", f"the MX of {domain} is that of {foreign.domain}", *common, cluster)
    if unknown := [name for name in seen if platform.clusters and name not in platform.clusters]:
        return _mended(
            "unknown_cluster",
            f"the MX of {domain} names the cluster {unknown[0]}, which {platform.title} does not have",
            *common,
            cluster,
        )
    if len(seen) > 1:
        return _mended(
            "several_clusters",
            f"the MX records of {domain} lead to the clusters {listing(seen)}",
            *common,
            cluster,
        )
    if cluster and seen and seen[0] != cluster:
        return _mended(
            "wrong_cluster",
            f"the MX of {domain} leads to cluster {seen[0]}, but its mailboxes are on cluster {cluster}",
            *common,
            cluster,
        )
    return Finding(
        "platform_mx",
        "platform_mx.pass",
        Status.PASS,
        f"{domain} is delivered to {platform.title}{f', cluster {seen[0]}' if seen else ''}.",
        source=source(answer),
        data={"domain": domain, "cluster": seen[0] if seen else None},
    )


def _mended(
    word: str, said: str, domain: str, answer: Answer, platform: Platform, cluster: str | None
) -> Finding:
    return Finding(
        "platform_mx",
        f"platform_mx.{word}",
        Status.FAIL,
        f"{said[0].upper()}{said[1:]}.",
        f"Let {domain} have this MX and no other: {_wanted(domain, platform, cluster)}",
        WhoCanFix.RECIPIENT,
        source(answer),
        {"domain": domain, "cluster": cluster, "publish": _publish(domain, platform, cluster)},
    )


def _elsewhere(domain: str, answer: Answer, platform: Platform, cluster: str | None, ours: bool) -> Finding:
    hosts = [printable(record.partition(" ")[2], 80) for record in answer.records]
    advice = f"If its mailboxes are here, publish: {_wanted(domain, platform, cluster)}"
    return Finding(
        "platform_mx",
        "platform_mx.elsewhere",
        Status.FAIL if ours else Status.NEUTRAL,
        f"{domain} is not delivered to {platform.title}: its MX is {listing(hosts)}.",
        advice,
        WhoCanFix.RECIPIENT if ours else None,
        source(answer),
        {"domain": domain, "hosts": tuple(hosts), "publish": _publish(domain, platform, cluster)},
    )


def _none(domain: str, answer: Answer, platform: Platform, cluster: str | None, ours: bool) -> Finding:
    why = "does not exist (NXDOMAIN)" if answer.outcome is Outcome.NXDOMAIN else "has no MX record"
    return Finding(
        "platform_mx",
        "platform_mx.none",
        Status.FAIL if ours else Status.NEUTRAL,
        f"{domain} {why}, so it is not delivered to {platform.title}.",
        f"If its mailboxes are here, publish: {_wanted(domain, platform, cluster)}",
        WhoCanFix.RECIPIENT if ours else None,
        source(answer),
        {
            "domain": domain,
            "outcome": answer.outcome.value,
            "publish": _publish(domain, platform, cluster),
        },
    )


def _publish(domain: str, platform: Platform, cluster: str | None) -> str | None:
    """The record to publish; `None` where the cluster is not known and there are several."""
    wanted = _records(domain, platform, cluster)
    return wanted[0] if len(wanted) == 1 else None


def _wanted(domain: str, platform: Platform, cluster: str | None) -> str:
    """The record to publish; with an unknown cluster, one for each that there is."""
    return " or ".join(_records(domain, platform, cluster))


def _records(domain: str, platform: Platform, cluster: str | None) -> list[str]:
    pattern = platform.mx_patterns[0]
    clusters = [cluster] if cluster else list(platform.clusters) or [""]
    hosts = [pattern.replace("{domain}", domain).replace("{cluster}", name) for name in clusters]
    if "{cluster}" not in pattern:
        hosts = hosts[:1]
    return [f"{domain}. MX 10 {host}." for host in hosts]


def _match(host: str, platform: Platform) -> _Match:
    for pattern in platform.mx_patterns:
        found = _compiled(pattern).fullmatch(host)
        if found is not None:
            parts = found.groupdict()
            return _Match(host, True, parts.get("domain"), parts.get("cluster"))
    return _Match(host, False)


def _compiled(pattern: str) -> re.Pattern[str]:
    text = re.escape(pattern.lower())
    if text.startswith(_WILD):
        text = r"(?:[^.]+\.)*[^.]+\." + text[len(_WILD) :]
    text = text.replace(re.escape("{domain}"), "(?P<domain>[^/ ]+)", 1)
    return re.compile(text.replace(re.escape("{cluster}"), r"(?P<cluster>[^. ]+)", 1))

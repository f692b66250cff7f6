"""Which hosts take mail for a domain, and whose business the domain is."""

from __future__ import annotations

from dataclasses import dataclass

from knowledge.vocabulary import WhoCanFix
from triage.checks.standards.names import ascii_domain, fact_domains, parse_ip
from triage.model import Facts
from triage.tools.protocols import Answer, Outcome, Resolver

_HOSTS_AT_MOST = 8


@dataclass(frozen=True)
class MailHosts:
    """`names`: the hosts of the MX records, the preferred one first; empty for a null MX and without MX."""

    answer: Answer
    names: tuple[str, ...]

    @property
    def none_for_sure(self) -> bool:
        """Whether the answer says that no mail gets there by MX: no such domain, or a null MX."""
        return self.answer.outcome is Outcome.NXDOMAIN or (bool(self.answer.records) and not self.names)


async def mail_hosts(resolver: Resolver, domain: str) -> MailHosts:
    """At most 8 hosts; what is no host name (an address, the root) is left to the check `mx`."""
    answer = await resolver.query(domain, "MX")
    targets = sorted(_target(record) for record in answer.records)
    names = dict.fromkeys(
        name for _, text in targets if parse_ip(text) is None and (name := ascii_domain(text))
    )
    return MailHosts(answer, tuple(names)[:_HOSTS_AT_MOST])


def _target(record: str) -> tuple[int, str]:
    preference, _, host = record.partition(" ")
    return int(preference) if preference.isdigit() else 0, host.strip().rstrip(".")


def receiving_domains(facts: Facts) -> dict[str, WhoCanFix]:
    """The domains that mail was to go to; where none is known, the sender's."""
    domains = dict.fromkeys(fact_domains(facts, "recipient_domain"), WhoCanFix.RECIPIENT)
    return domains or dict.fromkeys(fact_domains(facts, "sender_domain", most=1), WhoCanFix.SENDER)

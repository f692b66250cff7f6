"""Which hosts are the platform's, where its profile names none? Those in the domain of the desk's address.

A profile that names hosts knows better and stays as it is: a reseller's own domain is not the platform.
Nothing is concluded from an address at a provider that everybody uses. The header's trusted part is not
read by such hosts (`triage.evidence.boundary`): the help address may be hosted at quite another place.
"""

from __future__ import annotations

from dataclasses import replace

from knowledge.providers import is_a_desk, is_everybodys
from knowledge.vocabulary import Platform
from triage.facts.hosts import domain_of
from triage.model import Evidence

_MOST_ADDRESSES = 20


def with_own_domain(platform: Platform, *addresses: str) -> Platform:
    """The profile with the hosts in the domains of the desk's addresses, where it names no hosts itself."""
    if platform.mail_hosts and not platform.hosts_assumed:
        return platform
    homes = dict.fromkeys(home for address in addresses if (home := _home(address)))
    if not homes:
        return platform
    hosts = tuple(pattern for home in homes for pattern in (home, f"*.{home}"))
    return replace(platform, mail_hosts=hosts, hosts_assumed=True)


def desk_address(letter: Evidence) -> str | None:
    """The desk's own address, as the letter's To or Cc names it, or `None`: a local part such as `help`."""
    people = (*letter.message.to[:_MOST_ADDRESSES], *letter.cc[:_MOST_ADDRESSES])
    return next((address for address in people if _is_desk(address)), None)


def _is_desk(address: str) -> bool:
    return is_a_desk(address.rpartition("@")[0]) and _home(address) is not None


def _home(address: str) -> str | None:
    domain = domain_of(address)
    usable = domain and "." in domain and not domain.startswith("[") and not is_everybodys(domain)
    return domain if usable else None

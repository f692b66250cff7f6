"""What do several spam samples have in common, what would blocking it catch, and what would it hurt?"""

from __future__ import annotations

import ipaddress
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from knowledge.vocabulary import Platform
from triage.evidence.links import link_hosts
from triage.facts.hosts import domain_of, is_platform_domain, is_platform_ip
from triage.facts.journey import entered_by, is_submission
from triage.model import Evidence, SeenMail, Trait

MOST_SAMPLES = 200
MOST_SHOWN = 12
_LONGEST = 200
_SIGNED_BY = re.compile(r"(?:^|;)\s*d\s*=\s*([A-Za-z0-9._-]{1,253})")
_PREFIX = re.compile(
    r"^(?:\s*(?:(?:re|fw|fwd|aw|wg|sv|vs|tr)\s*:|\[[^\[\]]{1,30}\]|\*{2,5}\s?\w{1,12}\s?\*{2,5}))+", re.I
)
_DIGITS = re.compile(r"\d+")
_NOT_WORDS = re.compile(r"[^\w#]+")
_ANNOUNCED = re.compile(r"\bAS(\d{1,10})\b[^0-9a-f:.]{1,5}([0-9a-f:.]{2,45}/\d{1,3})", re.I)
_ORDER = ("ip", "network", "envelope_domain", "from_domain", "dkim_domain", "link", "subject")
_FEWEST_LETTERS = 5
_Network = ipaddress.IPv4Network | ipaddress.IPv6Network


@dataclass(frozen=True)
class SharedFeature:
    """One value that several samples share. `kinds`: where it stands, such as From and DKIM alike."""

    kinds: tuple[str, ...]
    value: str
    caught: int
    """How many of the samples have it."""
    of: int
    """How many samples there are."""
    hurts: tuple[tuple[str, int], ...] = ()
    """Good mail that has it, too: why it is good, and how many."""

    @property
    def hurt(self) -> int:
        return sum(count for _, count in self.hurts)


def shared_features(
    samples: Sequence[frozenset[Trait]], seen: Sequence[SeenMail] = ()
) -> tuple[SharedFeature, ...]:
    """What at least two samples share: what catches most first, then what hurts least."""
    held = samples[:MOST_SAMPLES]
    alike: dict[tuple[str, str], set[Trait]] = {}
    for trait in {trait for traits in held for trait in traits}:
        alike.setdefault((_family(trait), trait.value), set()).add(trait)
    counts = {key: sum(1 for traits in held if traits & same) for key, same in alike.items()}
    found = [
        SharedFeature(
            tuple(sorted({trait.kind for trait in alike[key]}, key=_ORDER.index)),
            key[1],
            caught,
            len(held),
            tuple(sorted(Counter(mail.why for mail in seen if mail.traits & alike[key]).items())),
        )
        for key, caught in counts.items()
        if caught >= 2 and not _says_no_more(key, counts)
    ]
    found.sort(key=lambda item: (-item.caught, item.hurt, _ORDER.index(item.kinds[0]), item.value))
    ranges = [
        ipaddress.ip_network(item.value) for item in found if item.kinds == ("network",) and not item.hurt
    ]
    return tuple(item for item in found if not _is_covered(item, ranges))[:MOST_SHOWN]


def _is_covered(item: SharedFeature, ranges: Sequence[_Network]) -> bool:
    """It lies in a range that catches more and hurts nothing."""
    return item.kinds[0] in ("ip", "network") and any(
        _inside((item.kinds[0], item.value), network) for network in ranges
    )


def traits_of(mail: Evidence, platform: Platform) -> frozenset[Trait]:
    """What a filter could tell this mail by. Nothing of the platform's own, or of its recipients' domains."""
    own = {domain_of(address) for address in (*mail.message.to, *mail.cc, mail.header("Delivered-To"))}

    def foreign(domain: str | None) -> bool:
        return bool(domain) and domain not in own and not is_platform_domain(domain, platform)

    found = [*_addresses(mail, platform)]
    found += [Trait(kind, domain) for kind, domain in _domains(mail) if foreign(domain)]
    found += [Trait("link", host) for host in (*mail.link_hosts, *link_hosts((mail.text,))) if foreign(host)]
    subject = normal_subject(mail.message.subject or "")
    if sum(char.isalpha() for char in subject) >= _FEWEST_LETTERS:
        found.append(Trait("subject", subject))
    return frozenset(found)


def sending_ip(mail: Evidence, platform: Platform) -> str | None:
    """The address that handed the mail to the platform; `None` for a client that logged in, or unknown."""
    hop = entered_by(mail, platform)
    said = mail.authentication.sending_ip or (hop.ip if hop and not is_submission(hop) else None)
    try:
        address = ipaddress.ip_address((said or "").strip("[]").removeprefix("IPv6:"))
    except ValueError:
        return None
    if isinstance(address, ipaddress.IPv6Address):
        address = address.ipv4_mapped or address
    unknown = address.is_loopback or address.is_link_local or is_platform_ip(str(address), platform)
    return None if unknown else str(address)


def normal_subject(subject: str) -> str:
    """A subject without its prefixes, numbers as `#`, so that a series reads the same."""
    bare = _PREFIX.sub("", subject[:_LONGEST])
    return _NOT_WORDS.sub(" ", _DIGITS.sub("#", bare.casefold())).strip()


def network_of(ip: str) -> str:
    """The range that one party usually holds: /24 of IPv4, /48 of IPv6."""
    address = ipaddress.ip_address(ip)
    return str(ipaddress.ip_network(f"{address}/{24 if address.version == 4 else 48}", strict=False))


def _addresses(mail: Evidence, platform: Platform) -> Iterator[Trait]:
    ip = sending_ip(mail, platform)
    if ip is None:
        return
    yield Trait("ip", ip)
    yield Trait("network", network_of(ip))
    announced = _ANNOUNCED.search(mail.header("X-Spam-ASN") or "")
    if announced:
        try:
            network = ipaddress.ip_network(announced.group(2), strict=False)
        except ValueError:
            return
        if ipaddress.ip_address(ip) in network and network.prefixlen >= 8:
            yield Trait("network", str(network))


def _domains(mail: Evidence) -> Iterator[tuple[str, str]]:
    envelope = mail.message.return_path or mail.sender.return_path
    for kind, domain in (
        ("envelope_domain", domain_of(envelope)),
        ("from_domain", domain_of(mail.message.from_)),
    ):
        if domain:
            yield kind, domain[:_LONGEST]
    for name, value in mail.headers:
        if name.lower() == "dkim-signature" and (signed := _SIGNED_BY.search(value[:4000])):
            yield "dkim_domain", signed.group(1).lower().rstrip(".")[:_LONGEST]


def _family(trait: Trait) -> str:
    """A sender's domain is one thing, wherever it stands."""
    return "domain" if trait.kind.endswith("_domain") else trait.kind


def _says_no_more(key: tuple[str, str], counts: Mapping[tuple[str, str], int]) -> bool:
    """A range that catches no more than a narrower value inside it."""
    if key[0] != "network":
        return False
    network = ipaddress.ip_network(key[1])
    return any(count == counts[key] and _inside(other, network) for other, count in counts.items())


def _inside(other: tuple[str, str], network: _Network) -> bool:
    family, value = other
    if family == "ip":
        return ipaddress.ip_address(value) in network
    if family != "network" or value == str(network):
        return False
    narrower = ipaddress.ip_network(value)
    return narrower.version == network.version and narrower.subnet_of(network)  # type: ignore[arg-type]


_KINDS = {
    "ip": "sending address",
    "network": "network",
    "envelope_domain": "envelope sender",
    "from_domain": "From",
    "dkim_domain": "DKIM signature",
    "link": "links",
    "subject": "subject",
}
_WHY = {
    "customer": ("mail from somebody who wrote to the desk", "mails from people who wrote to the desk"),
    "list": ("newsletter of a proven sender", "newsletters of proven senders"),
    "wanted": ("mail that somebody wanted", "mails that somebody wanted"),
}


def kinds_in_words(kinds: Iterable[str]) -> str:
    """`From, DKIM signature`."""
    return ", ".join(_KINDS.get(kind, kind) for kind in kinds)


def hurts_in_words(hurts: Iterable[tuple[str, int]]) -> str:
    """What blocking would have stopped beside the samples."""
    said = [f"{count} {_WHY[why][count != 1]}" for why, count in hurts if why in _WHY]
    if not said:
        return "nothing else that the desk has seen"
    return "also " + (" and ".join(said))


def in_words(feature: SharedFeature) -> str:
    """One line for a person."""
    return (
        f"{kinds_in_words(feature.kinds)} {feature.value}: {feature.caught} of {feature.of} samples; "
        f"blocking it stops {hurts_in_words(feature.hurts)}"
    )

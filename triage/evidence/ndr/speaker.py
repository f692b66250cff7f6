"""Who said no: which host spoke, and is it the platform, a third party or the sender's own side?"""

from __future__ import annotations

import ipaddress
import re
from functools import lru_cache

from knowledge.vocabulary import Platform, Reason, RejectedBy
from triage.evidence.ndr.addresses import domain

_SPOKE = re.compile(
    r"(?:(?<!at )(?<!client )(?<!sending )(?<!your )(?<!relay )\bhost:?"
    r"|\bserver(?: at)?|talking to|conversation with|connect(?:ed)? to|connection with"
    r"|for the recipient domain [^\s]{1,255} by|remote (?:mail )?(?:server|host)(?: at|:)?)[ <\[\"']{1,3}"
    r"([A-Za-z0-9_][A-Za-z0-9_.-]{0,252}\.[A-Za-z0-9-]{1,63}|[0-9A-Fa-f]{0,4}:[0-9A-Fa-f:]{3,40})",
    re.IGNORECASE,
)
_IP_SPOKE = re.compile(
    r"^(?:From: \S{1,300} RCPT: \S{1,300} )?(?:Connected to )?(\d{1,3}(?:\.\d{1,3}){3})"
    r" (?:does not like|failed after|but )"
    r"|^([A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8}) \[[0-9A-Fa-f.:]{3,45}\] did not like",
    re.MULTILINE,
)
# A line that begins with the other server's name, and what was said behind or below it: Exchange, Courier.
_FIRST = re.compile(
    r"^([A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8})(?: gave this error:$| #(?:[45]\d\d |[45]\.|<)"
    r"|(?: \[[0-9A-Fa-f.:]{3,45}\]:?)?\n(?:>>> [^\n]{0,500}\n)?(?:<<< |Remote Server returned ))",
    re.MULTILINE | re.IGNORECASE,
)
_KEYS = ("host", "server", "talking to", "conversation with", "connect", "recipient domain")
_REMOTELY = (
    "remote server", "remote host", "remote smtp", "remote mail", "other server", "recipient server",
    "recipient's server", "recipient mail server", "recipient's mail server",
    "server for the recipient domain", "by the recipient domain", "in reply to ", "does not like recipient",
    "after i sent the message", "<<< 4", "<<< 5", "the other server", "[rcpt_to]", "[mail_from]",
)  # fmt: skip
_INSIDE = tuple(
    map(
        ipaddress.ip_network,
        ("127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "::1", "fc00::/7", "fe80::/10"),
    )
)
# Nobody at the recipient's answered: the mail did not get that far.
_NO_ANSWER = frozenset({Reason.UNREACHABLE, Reason.BAD_DOMAIN})
# Only the server that keeps the mailbox can say this.
_OF_A_MAILBOX = frozenset({Reason.NO_SUCH_USER, Reason.MAILBOX_DISABLED, Reason.MAILBOX_FULL})
# What a filter or relay of the reporting side's own network may say about a mail that is on its way out;
# of a mailbox in a foreign domain, of the sender's records or of a listing it would not speak.
_OF_A_RELAY = _NO_ANSWER | {
    Reason.SPAM_CONTENT, Reason.MALWARE, Reason.POLICY, Reason.RATE_LIMITED, Reason.RELAY_DENIED,
    Reason.SERVER_ERROR, Reason.SENDER_REJECTED, Reason.UNKNOWN,
}  # fmt: skip
# Exchange writes these about itself, in the form of an SMTP reply.
_OF_ITSELF = (
    "resolver.", "storedrv.", "queue.", "routing.", "smtpsend.", "transport.", "categorizer.", "agent.",
)  # fmt: skip
_REPLY = re.compile(r"[45]\d\d[ \-:]")


def host_in(text: str) -> str | None:
    """The other server's name or address in words such as "host mx.example.org[192.0.2.1] said:"."""
    low = text[:2_000].lower()
    named = _SPOKE.search(text, 0, 2_000) if any(key in low for key in _KEYS) else None
    match = _FIRST.search(text, 0, 2_000) or named or _IP_SPOKE.search(text, 0, 1_000)
    return next(name for name in match.groups() if name).rstrip(".").lower() if match else None


def spoke_remotely(reply: str, text: str, recipient: str, reporting: str | None, platform: Platform) -> bool:
    """Did another server answer, without being named: in so many words, or because a reply is quoted?

    A server that keeps the recipient's mailbox, or the platform's own, quotes itself.
    """
    reply_low = reply.lower()
    itself = any(words in reply_low for words in _OF_ITSELF)
    said = reply_low + text[:4_000].lower()
    if itself or any(words in said for words in _REMOTELY):
        return not itself
    own = is_platform(reporting, platform) or _same_site(reporting, domain(recipient))
    return bool(reporting) and not own and _REPLY.match(reply) is not None


def rejected_by(
    platform: Platform,
    reason: Reason,
    one: str,
    sender: str | None,
    remote: str | None,
    reporting: str | None,
) -> RejectedBy:
    """Which side said no to the recipient `one`.

    Judged by the other server where one answered (`remote` may be empty for one without a name), else by
    the server that wrote the report: it spoke for itself.
    """
    here, there, mine = domain(one), domain(sender), domain(one) in platform.domains
    if remote is not None and not _same(remote, reporting) and not _is_inside(remote, platform):
        return RejectedBy.PLATFORM if mine or is_platform(remote, platform) else RejectedBy.THIRD_PARTY
    if reason in _NO_ANSWER and not _same_site(reporting, here):
        return RejectedBy.SENDER_SIDE if reporting else RejectedBy.UNKNOWN
    if remote and platform.domains and not mine and reason not in _OF_A_RELAY:
        return RejectedBy.THIRD_PARTY
    if mine or is_platform(reporting, platform):
        return RejectedBy.PLATFORM
    if _same_site(reporting, here) or (reporting and reason in _OF_A_MAILBOX):
        return RejectedBy.THIRD_PARTY
    return RejectedBy.SENDER_SIDE if _same_site(reporting, there) else RejectedBy.UNKNOWN


def _is_inside(host: str, platform: Platform) -> bool:
    """The reporting server's own next hop: a name without a dot, or an address of its own network."""
    if not host or is_platform(host, platform):
        return False
    try:
        address = ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return "." not in host or host.endswith((".localdomain", ".local", ".internal", ".lan"))
    return any(address in network for network in _INSIDE)


def is_platform(host: str | None, platform: Platform) -> bool:
    """Is this host name or IP address one of the platform's own?"""
    if not host:
        return False
    host = host.lower().rstrip(".")
    if any(_fits(host, pattern.lower()) for pattern in platform.mail_hosts) or host in platform.domains:
        return True
    try:
        address = ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return False
    return any(address in network for network in _networks(platform.networks))


def _fits(host: str, pattern: str) -> bool:
    """`*.` matches any depth of sub-domains."""
    return host.endswith(pattern[1:]) if pattern.startswith("*.") else host == pattern


@lru_cache(maxsize=32)
def _networks(texts: tuple[str, ...]) -> tuple[ipaddress.IPv4Network | ipaddress.IPv6Network, ...]:
    return tuple(ipaddress.ip_network(text, strict=False) for text in texts)


def _same(one: str | None, other: str | None) -> bool:
    return bool(one) and one == other


def _same_site(host: str | None, name: str) -> bool:
    """Does the host belong to the domain: equal, below it, or a sibling under the same registered name?"""
    if not host or not name:
        return False
    host = host.lower().rstrip(".")
    return (
        host == name or host.endswith("." + name) or name.endswith("." + host) or _site(host) == _site(name)
    )


def _site(name: str) -> str:
    """The last two labels, three below a short second level (`example.co.uk`): near enough here."""
    labels = name.split(".")
    short = len(labels) > 2 and len(labels[-1]) == 2 and len(labels[-2]) <= 3
    return ".".join(labels[-3 if short else -2 :])

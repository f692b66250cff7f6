"""Where do the links of a mail lead? Hosts only, in plain text and in HTML alike."""

from __future__ import annotations

import re
from collections.abc import Iterable

MAX_HOSTS = 30
_LOOKED_AT = 200_000
# The look behind comes after the first letter, so that the search can jump from one "h" to the next.
_LINK = re.compile(
    r"[hH](?<!\w[hH])[tT][tT][pP][sS]?://([A-Za-z0-9][A-Za-z0-9.-]{1,252})(?=[/:?#\s<>\"')\]]|$)"
)


def link_hosts(texts: Iterable[str]) -> tuple[str, ...]:
    """The hosts that `http` and `https` links name, in order, without `www.`; at most `MAX_HOSTS`."""
    hosts: dict[str, None] = {}
    for text in texts:
        if "://" not in text:
            continue
        for match in _LINK.finditer(text, 0, _LOOKED_AT):
            host = match.group(1).lower().rstrip(".-").removeprefix("www.")
            if "." in host:
                hosts[host] = None
            if len(hosts) >= MAX_HOSTS:
                return tuple(hosts)
    return tuple(hosts)

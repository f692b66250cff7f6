"""By which words is a ticket found that stand in its evidence only? Addresses, hosts, Message-IDs, subjects.

Works on the evidence as it is stored (plain JSON values), so that a migration can use it as well.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

MOST_CHARACTERS = 6_000
_LONGEST = 400
_MOST_VALUES = 2_000
_KEYS = frozenset({
    "address", "by", "cc", "diagnostic", "from_", "ip", "link_hosts", "message_id", "remote_mta", "reply_to",
    "reporting_mta", "return_path", "sending_ip", "subject", "to",
})  # fmt: skip
_WITHIN = frozenset(
    {"message", "ndr", "original", "recipients", "hops", "authentication", "nested", "sender"}
)


def words_of(evidence: Mapping[str, Any]) -> str:
    """One value a line, in lower case, each once; the outermost mail's first, and bounded."""
    found: dict[str, None] = {}
    size = 0
    for value in _values(evidence):
        word = " ".join(value[:_LONGEST].lower().split())
        if not word or word in found:
            continue
        size += len(word) + 1
        if size > MOST_CHARACTERS:
            break
        found[word] = None
    return "\n".join(found)


def _values(evidence: Mapping[str, Any]) -> Iterator[str]:
    """Breadth first, so that what is deep within gives way to what stands on top."""
    waiting: list[Any] = [evidence]
    seen = 0
    while waiting and seen < _MOST_VALUES:
        item = waiting.pop(0)
        seen += 1
        if isinstance(item, list | tuple):
            waiting[:0] = item[:100]
            continue
        if not isinstance(item, dict):
            continue
        for key, value in item.items():
            if key in _KEYS:
                yield from _texts(value)
            elif key in _WITHIN:
                waiting.append(value)


def _texts(value: Any) -> Iterator[str]:
    for item in value[:100] if isinstance(value, list | tuple) else [value]:
        if isinstance(item, str):
            yield item

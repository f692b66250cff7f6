"""Which recipients does a notice list, and what stands with each of them?

Most servers list a recipient a line, alone or before a colon, and say below or behind it what happened:

    <user@example.org>: host mx.example.org[192.0.2.1] said: 550 5.1.1 no such user
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from triage.evidence.ndr.addresses import ADDRESS, clean
from triage.evidence.ndr.codes import find_codes

MAX_BLOCKS = 500
MAX_BLOCK = 4_000
_BULLET = re.compile(
    r"[ \t]{0,20}(?:[*>•·+-]{1,4}[ \t]{1,4}|\[)?[<\"'(\[]{0,2}(?:smtp:|mailto:)?", re.IGNORECASE
)
_BEHIND = re.compile(
    r"""[>"')\]]{0,2}(?:<mailto:[^>]{1,300}>|\s{0,4}<[^<>\s]{1,300}@[^<>\s]{1,300}>)?[ ]{0,4}
        (?:\((?:expanded|generated|reading|originally|from|ultimately)[^)\n]{0,300}\)?)?[ ]{0,4}
        (?:$|:|\.\.\.|;|-{1,2}\s|\[|\(|(?P<when>,?\ on\ (?=[\w/]{1,10}[ ,/]))
          |(?=Invalid\ Address|Error,|ERROR_CODE))""",
    re.VERBOSE | re.IGNORECASE,
)
# How the address came about, which is no reason.
_GENERATED = re.compile(
    r"\s{0,20}\(?(?:ultimately |originally )?(?:generated|expanded) (?:from|by) ", re.IGNORECASE
)
_TYPED = re.compile(r"smtp; ?$", re.IGNORECASE)
# What was said in the session, which some put at the margin below an indented host.
_SESSION = (">>> ", "<<< ")
_WORDS = re.compile(r"[^\n]{0,40}?[^\W\d_]{2}")
_REPLY = re.compile(r"(?<![\w.])[45]\d\d(?:[ :\-][ #]{0,3}[245]\.\d{1,3}\.\d{1,3}|[ :\-])")


@dataclass
class Block:
    """One listed recipient: the text right below or behind it, and the paragraphs up to the next one."""

    address: str
    near: list[str] = field(default_factory=list)
    later: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "\n".join(dict.fromkeys(self.near or self.later))[:MAX_BLOCK]

    @property
    def whole(self) -> str:
        return "\n".join(dict.fromkeys(self.near + self.later))[:MAX_BLOCK]


def blocks(lines: tuple[str, ...]) -> list[Block]:
    """The listed recipients in order, each once. One with nothing of its own gets what follows the list."""
    found: dict[str, Block] = {}
    current: Block | None = None
    gap = hanging = of_sender = False
    indent = 0
    for line in lines:
        deep = len(line) - len(line.lstrip())
        # an address in the indented lines below a recipient is part of what is said of that one
        below = current is not None and not gap and deep > indent and bool(current.near)
        started = _start(line) if "@" in line and not below and not of_sender else None
        of_sender = line.rstrip().endswith("sent by") or (of_sender and not line.strip())
        if started and len(found) < MAX_BLOCKS:
            address, behind = started
            indent = deep
            current = found.setdefault(address.lower(), Block(address))
            current.near += [behind] if behind else []
            gap = hanging = False
        elif not line.strip(" =-*_#") or (
            hanging and not gap and deep <= indent and not line.startswith(_SESSION)
        ):
            gap = True
        elif current is not None and not (_GENERATED.match(line) and not gap):
            hanging = hanging or (not gap and deep > indent)
            (current.later if gap else current.near).append(line.strip())
    listed = list(found.values())
    _share(listed)
    return listed


def _share(listed: list[Block]) -> None:
    """What follows a list of bare addresses is said of each, but a line that names one only of that one."""
    bare = [block for block in listed if not block.near]
    common = listed[-1].later if listed and bare and not listed[-1].near else []
    if len(listed) < 2 or not common:
        return
    named = any(block.address.lower() in line.lower() for line in common for block in listed)
    for block in bare:
        own = [line for line in common if block.address.lower() in line.lower()]
        block.later = own if named else block.later or list(common)


def _start(line: str) -> tuple[str, str] | None:
    """The address that a line begins with, and what is said behind it; `None` for any other line."""
    before = _BULLET.match(line)
    begin = before.end() if before else 0
    match = ADDRESS.match(line, begin)
    address = clean(match.group()) if match else None
    if match is None or address is None:
        return None
    end = begin + match.group().rfind(address) + len(address)
    behind = _BEHIND.match(line, end)
    if behind is None:
        return None
    said = line[behind.end() :].strip()
    if behind.group()[-1:] in ("[", "("):
        said = said.rstrip(")]")
    return address, "" if behind.group("when") else said


def reply_in(text: str) -> str:
    """The other server's own words in a block: from its reply code on, else the whole block, on one line."""
    found = list(_REPLY.finditer(text))
    match = next((one for one in found if _WORDS.match(text, one.end())), found[0] if found else None)
    if match is None:
        return " ".join(text.split())
    start = text.rfind("\n", 0, match.start()) + 1
    if text.startswith("<<< ", start) or _TYPED.search(text, max(0, match.start() - 8), match.start()):
        start = match.start()
    return " ".join(text[start:].split()) if match.start() - start < 200 else text[match.start() :]


def has_code(text: str) -> bool:
    codes = find_codes(" ".join(text.split()))
    return codes.reply is not None or codes.enhanced is not None


def has_reply(text: str) -> bool:
    """Does a server's answer stand in it: a reply code with words, or an enhanced code?"""
    return _REPLY.search(text) is not None or has_code(text)

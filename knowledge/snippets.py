"""Commands that an agent may paste, as a platform's profile words them: `[snippets]`, name -> command.

A value is filled in with the shell's quotes around it, so a placeholder may not stand inside quotes itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

SNIPPETS = {
    "block_ip": ("ip",),
    "block_sender": ("sender",),
    "allow_sender": ("sender",),
    "release_mail": ("message_id",),
    "ask_delisting": ("ip",),
}
"""Name -> the placeholders without which the command makes no sense."""
PLACEHOLDERS = frozenset({"ip", "sender", "recipient", "domain", "list", "message_id"})
LONGEST = 1_000
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_QUOTES = "'\"`"


def placeholders(command: str) -> tuple[str, ...]:
    """The names in braces, in order."""
    return tuple(_PLACEHOLDER.findall(command))


def what_is_wrong(name: str, command: str) -> str | None:
    """What a command should be, where it is something else."""
    if not command.strip() or len(command) > LONGEST or not command.isprintable():
        return f"one line of at most {LONGEST} characters"
    unknown = [one for one in placeholders(command) if one not in PLACEHOLDERS]
    if unknown or re.sub(_PLACEHOLDER, "", command).strip("{}") != re.sub(_PLACEHOLDER, "", command):
        return f"a command with placeholders of {', '.join(f'{{{one}}}' for one in sorted(PLACEHOLDERS))}"
    missing = [one for one in SNIPPETS.get(name, ()) if one not in placeholders(command)]
    if missing:
        return f"a command that holds {{{missing[0]}}}"
    if any(_inside_quotes(command)):
        return "a command without quotes around its placeholders: they are quoted when they are filled in"
    return None


def _inside_quotes(command: str) -> Iterator[bool]:
    """For each placeholder: does it stand inside quotes, or behind a backslash or a dollar sign?"""
    for found in _PLACEHOLDER.finditer(command):
        before = command[: found.start()]
        yield _open_quote(before) or before.endswith(("\\", "$"))


def _open_quote(text: str) -> bool:
    """Is a quote open at the end, as a POSIX shell reads it?"""
    quote, at = "", 0
    while at < len(text):
        char = text[at]
        if char == "\\" and quote != "'":
            at += 1
        elif quote:
            quote = "" if char == quote else quote
        elif char in _QUOTES:
            quote = char
        at += 1
    return bool(quote)

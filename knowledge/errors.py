"""What is wrong with a file of knowledge, in words for the person who wrote it."""

from __future__ import annotations

from collections.abc import Iterable

MOST_NAMED = 20


class KnowledgeError(Exception):
    """A profile, problem, article or example that cannot be used; the text names file and key."""


def nearest(word: str, known: Iterable[str]) -> str:
    """A hint such as ` (did you mean "mail_hosts"?)`, or, where they are few, every known word."""
    import difflib  # only when something is wrong

    names = sorted(known)
    close = difflib.get_close_matches(word, names, n=1)
    if close:
        return f' (did you mean "{close[0]}"?)'
    if len(names) > MOST_NAMED:
        return ""
    return f" (known: {', '.join(names)})" if names else ""

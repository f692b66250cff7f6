"""Does the requester say a thing, and not deny it?"""

from __future__ import annotations

from knowledge.roles import load_roles
from triage.details.lexicon import Hit, Words
from triage.routing.negation import is_denied

_NEAR = 8


def denied(hit: Hit, words: Words) -> bool:
    """ "Nothing in my sent folder", "not in Junk": looked at within its sentence."""
    near = range(max(0, hit.first - _NEAR), min(len(words.tokens), hit.first + 3 * _NEAR))
    row = [words.tokens[at] if words.sentences[at] == hit.sentence else "." for at in near]
    length = sum(1 for at in near if hit.start <= words.starts[at] < hit.end)
    first = hit.first - near.start
    return is_denied(row, first, first + max(1, length) - 1, load_roles().surely(words.tokens))


def in_junk(words: Words) -> bool:
    """Is a mail said to lie in Junk? "It came to the inbox, not to Junk" says the contrary."""
    hits = words.all("in_junk")
    return bool(hits) and not (words.has("in_inbox") and all(denied(hit, words) for hit in hits))

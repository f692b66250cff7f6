"""Does the text name at all what a route is about? Where it does not, the rest of its words are chance.

A ticket about printing has words in common with some newsletter tickets ("I cannot", "all", "thanks"). The
linear model has never seen printing and takes them for telling; so the routes that end in a reply need one
concept of their own, or evidence, before the desk is sure of them.
"""

from __future__ import annotations

from collections.abc import Mapping

from knowledge.folding import words
from knowledge.vocabulary import Route
from triage.routing.features import MAX_CHARS
from triage.routing.negation import meant
from triage.routing.spoken import spoken

_NAMED: Mapping[Route, frozenset[str]] = {
    Route.NEWSLETTER: frozenset(
        {"newsletter", "unsubscribe", "nounsubscribe", "knownfirm", "reward", "stop", "valued", "pitch"}
    ),
    Route.JUNK_EXPECTED: frozenset({"spam", "junkfolder", "nojunkfolder", "emptying"}),
    Route.THIRD_PARTY_REJECT: frozenset(
        {
            *("bounce", "reject", "blocklist", "nouser", "full", "toolarge", "auth", "theirside", "tothem"),
            *(
                "delay",
                "queued",
                "missing",
                "junkfolder",
                "nojunkfolder",
                "departed",
                "spam",
                "arrive",
                "ourmail",
            ),
        }
    ),
}


def is_named(route: Route, text: str) -> bool:
    """Does one of the route's own concepts stand in the text? The other routes need none."""
    names = _NAMED.get(route)
    if names is None:
        return True
    row = words(spoken(text)[:MAX_CHARS])
    return any(name in names for _, name in meant(row))

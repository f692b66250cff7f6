"""Who wrote to whom, by the head that a mail program printed above a quoted mail."""

from __future__ import annotations

from knowledge.vocabulary import ProblemKind
from triage.details.addresses import is_own
from triage.details.earlier import Earlier
from triage.details.telling import Telling

_SAMPLES = frozenset(
    {
        ProblemKind.SPOOFED,
        ProblemKind.JUNKED_WRONGLY,
        ProblemKind.SPAM_RECEIVED,
        ProblemKind.SPAM_FLOOD,
    }
)
"""Who quotes a mail on such a ticket quotes the mail in question."""


def printed_roles(telling: Telling, quoted: Earlier) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Sender and recipients of the quoted mail, where it can be the mail in question.

    It is so when it went between the requester's side and another, the right way; a colleague's complaint
    that is passed on is not.
    """
    author, to = quoted.author, quoted.to
    if not author:
        return (), ()
    if telling.problem in _SAMPLES:
        return (author,), to
    own = is_own(author, telling)
    if own != telling.outgoing:
        return (), ()
    other = tuple(address for address in to if is_own(address, telling) != own)
    if own:
        return ((author,), other) if other else ((), ())
    return (author,), other

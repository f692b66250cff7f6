"""The request for what is missing, and only for that, with how to get it. It repeats nothing of the mail."""

from __future__ import annotations

from collections.abc import Iterable

from knowledge.vocabulary import Detail, ProblemKind
from triage.details.spoken_sides import is_forged
from triage.details.telling import Telling
from triage.model import Request, Source
from triage.replies.client import client_of
from triage.replies.parts import Part, bullets, paragraph
from triage.replies.sentences import Voice

_MANY = frozenset({ProblemKind.SPAM_FLOOD, ProblemKind.SPAM_RECEIVED})


def opening(requests: tuple[Request, ...], missing: tuple[Detail, ...]) -> str:
    """The key of a request's first sentence: a second one says whether anything has come."""
    if not requests:
        return "ask.opening"
    asked = {name for request in requests for name in request.details}
    came = asked - {detail.value for detail in missing}
    return "ask.again" if came else "ask.again_nothing"


def wanted(
    voice: Voice, telling: Telling, lead: str, problem: ProblemKind | None, missing: tuple[Detail, ...]
) -> Iterable[Part]:
    """What is missing, how to get it, and the page to fill in."""
    about = f"{telling.case.platform.title}: required for {problem.value if problem else 'any problem'}"
    yield bullets(
        voice.say(lead),
        [Source(_asked(voice, problem, one), "policy", about, f"missing: {one.value}") for one in missing],
    )
    if Detail.SPAM_SAMPLES in missing or Detail.NDR in missing:
        letter = telling.picture.opening
        client = client_of(letter.evidence if letter else None)
        if client and voice.has(f"ask.how.{client}"):
            said = voice.say(f"ask.how.{client}")
            yield paragraph(Source(said, "evidence", "the requester's mail program", client))
    if problem is ProblemKind.SPOOFED and not telling.case.requests and _own_name(telling):
        yield paragraph(Source(voice.say("ask.calm.spoofed"), "article", "a forged sender"))
    wish = f"ask.wish.{problem.value}" if problem is not None else ""
    if not telling.case.requests and voice.has(wish):
        yield paragraph(Source(voice.say(wish), "policy", about))
    if link := telling.case.form_link:
        yield paragraph(Source(voice.say("ask.form", link=link), "policy", "the page to fill in"))


def _asked(voice: Voice, problem: ProblemKind | None, detail: Detail) -> str:
    """Spam comes from everywhere: nobody can name the one address, but everybody an example."""
    if problem in _MANY and voice.has(f"ask.spam.{detail.value}"):
        return voice.say(f"ask.spam.{detail.value}")
    return voice.say(f"ask.{detail.value}")


def _own_name(telling: Telling) -> bool:
    """Was it the requester's own address that somebody wrote with?"""
    own = telling.picture.requester_domain
    return is_forged(telling) or (own is not None and telling.facts.get("from_domain") == own)

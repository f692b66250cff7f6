"""The request for what is missing, and only for that, with how to get it. It repeats nothing of the mail."""

from __future__ import annotations

from collections.abc import Iterable

from knowledge.vocabulary import Detail, ProblemKind
from triage.details.telling import Telling
from triage.model import Request, Source
from triage.replies.client import client_of
from triage.replies.parts import Part, bullets, paragraph
from triage.replies.sentences import Voice


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
        [Source(voice.say(f"ask.{one.value}"), "policy", about, f"missing: {one.value}") for one in missing],
    )
    if Detail.SPAM_SAMPLES in missing or Detail.NDR in missing:
        letter = telling.picture.opening
        client = client_of(letter.evidence if letter else None)
        if client and voice.has(f"ask.how.{client}"):
            said = voice.say(f"ask.how.{client}")
            yield paragraph(Source(said, "evidence", "the requester's mail program", client))
    wish = f"ask.wish.{problem.value}" if problem is not None else ""
    if not telling.case.requests and voice.has(wish):
        yield paragraph(Source(voice.say(wish), "policy", about))
    if link := telling.case.form_link:
        yield paragraph(Source(voice.say("ask.form", link=link), "policy", "the page to fill in"))

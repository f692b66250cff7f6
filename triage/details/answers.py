"""What the requester answered to a request for details, part by part.

What was asked gives meaning to a short answer: numbered parts, words under our quoted questions, lines in the
order of the questions, or one answer to the only question. Each part is then read as that detail.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from itertools import islice
from pathlib import Path

from triage.details.lexicon import fold
from triage.details.spelt import plain_addresses
from triage.model import Case, CaseMessage, Request

_MOST_LINES = 200
_LONGEST = 400
_ALIKE = 56
"""So many letters of a question tell it: mail programs break the rest into lines."""
_NUMBERED = re.compile(
    r"^[ \t]{0,6}\(?(\d|10|[a-j])(?:\)|[.:](?=[ \t]))[ \t]{0,4}(?!\d{1,2}[./]\s?\d)(\S.*)$"
)
_INLINE_NUMBER = re.compile(r"(?:(?<=^)|(?<=[\s,;]))\(?(\d)\)\s{1,3}")
_BULLET = re.compile(r"^[ \t]{0,6}[-*•–][ \t]{1,3}(\S.*)$")
_QUOTED = re.compile(r"^[ \t]{0,3}>[> \t]{0,20}(.*)$")
_DATA = Path(__file__).parent / "data" / "answers.toml"


def answers_of(case: Case) -> dict[str, str]:
    """The part of an answer that belongs to each detail that was asked for, by its name; the newest wins."""
    found: dict[str, str] = {}
    for message in case.messages[1:]:
        request = _before(message, case.requests)
        if request is not None and message.evidence.kind != "auto_reply":
            found.update(_read(message, request.details, _questions(case, request)))
    return found


def free_answers(case: Case) -> tuple[tuple[str, frozenset[str]], ...]:
    """All that was newly written after a request, with what it had asked for."""
    told = ((message.text, _before(message, case.requests)) for message in case.messages[1:])
    return tuple((text[:4_000], frozenset(request.details)) for text, request in told if request)


def _before(message: CaseMessage, requests: tuple[Request, ...]) -> Request | None:
    at = message.at or message.evidence.message.date
    earlier = [request for request in requests if at is None or request.at <= at]
    return earlier[-1] if earlier else None


def _questions(case: Case, request: Request) -> tuple[str, ...]:
    """What the request's bullets said, one for each detail; empty where that is not known."""
    for sent in reversed(case.sent):
        said = [match[1] for line in sent.text.split("\n") if (match := _BULLET.match(line[:_LONGEST]))]
        if sent.kind == "ask" and len(said) == len(request.details):
            return tuple(fold(one)[:_ALIKE] for one in said)
    return ()


def _read(message: CaseMessage, asked: tuple[str, ...], questions: tuple[str, ...]) -> dict[str, str]:
    under = _under_questions(message.evidence.text, asked, questions)
    if under:
        return under
    text = plain_addresses(message.text[:20_000])
    lines = [line.strip()[:_LONGEST] for line in text.split("\n")[:_MOST_LINES]]
    lines = [line for line in lines if line]
    numbered = dict(_numbered_in_a_row(" ".join(lines)[:2_000])) or dict(_numbered(lines))
    if numbered:
        return {asked[number]: said for number, said in numbered.items() if number < len(asked)}
    told = [line for line in lines if not _is_courtesy(line)]
    told = told[:-1] if len(told) == len(asked) + 1 and _is_name(told[-1]) else told
    if len(told) == len(asked) or len(asked) == 1:
        bare = [_BULLET.sub(r"\1", line) for line in told]
        return {asked[0]: "\n".join(bare)} if len(asked) == 1 else dict(zip(asked, bare, strict=True))
    return {}


def _numbered(lines: list[str]) -> Iterator[tuple[int, str]]:
    for line in lines:
        match = _NUMBERED.match(line)
        if match:
            mark = match[1]
            yield (int(mark) - 1 if mark.isdigit() else ord(mark) - ord("a")), match[2].strip()


def _numbered_in_a_row(text: str) -> Iterator[tuple[int, str]]:
    """ "1) 14:05 CET 2) to anna@…"."""
    marks = list(islice(_INLINE_NUMBER.finditer(text), 20))
    if [int(mark[1]) for mark in marks[:2]] != [1, 2]:
        return
    ends = [*(mark.start() for mark in marks[1:]), len(text)]
    for mark, end in zip(marks, ends, strict=True):
        yield int(mark[1]) - 1, text[mark.end() : end].strip(" ,;")


def _under_questions(text: str, asked: tuple[str, ...], questions: tuple[str, ...]) -> dict[str, str]:
    """What stands unquoted below each quoted bullet: by the question's words, else in their order."""
    found: dict[str, list[str]] = {}
    number, known, after = -1, False, False
    for line in islice(text.split("\n"), 3_000):
        quoted = _QUOTED.match(line[:_LONGEST])
        if quoted:
            bullet = _BULLET.match(quoted[1])
            if bullet:
                said = fold(bullet[1])[:_ALIKE].strip()
                alike = [at for at, question in enumerate(questions) if question.startswith(said)]
                known = len(alike) == 1
                number, after = (alike[0] if known else number + 1), True
        elif after and 0 <= number < len(asked) and line.strip():
            found.setdefault(asked[number], []).append(line.strip()[:_LONGEST])
    # by their order only where all of them stand there: else it is not known which was left out
    if not found or not (known or number + 1 == len(asked)):
        return {}
    return {name: "\n".join(lines[:10]) for name, lines in found.items()}


def _is_courtesy(line: str) -> bool:
    folded = fold(line)
    return bool(_courtesy().match(folded)) and len(folded) < 60 and not re.search(r"\d|@", folded)


def _is_name(line: str) -> bool:
    return bool(re.fullmatch(r"[^\W\d_][\w.' -]{0,40}", line)) and line[:1].isupper()


def small_words(name: str) -> tuple[str, ...]:
    """A list of `data/answers.toml`: `courtesy`, `no` or `everybody`."""
    return _small_words()[name]


@cache
def _small_words() -> dict[str, tuple[str, ...]]:
    return {name: tuple(words) for name, words in tomllib.loads(_DATA.read_text("utf-8")).items()}


@cache
def _courtesy() -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(map(re.escape, small_words('courtesy')))})\b")

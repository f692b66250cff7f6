"""The rules about reasons: `knowledge/reasons.toml`, and one file a provider in `knowledge/reasons/`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import knowledge
from knowledge.vocabulary import Reason, WhoCanFix
from triage.evidence.ndr.cues import by_cue

_ADDRESS = re.compile(r"<?[^\s<>()\[\]:;,@\"']{1,128}@[^\s<>()\[\]:;,@]{1,253}[^\s<>()\[\]:;,@.]>?")
_GAP = 80
# A short word is looked for as a whole: "ip" is not in "recipient".
_SHORT = 5
_WORD_AT_START = re.compile(r"[a-z0-9]+")
_WORD_AT_END = re.compile(r"(?<![a-z0-9])[a-z]+$")
MAX_TEXT = 4_000


@dataclass(frozen=True)
class Phrase:
    """Words that must stand in the text in this order, each at most 80 characters after the one before."""

    parts: tuple[str, ...]
    first_edge: bool
    last_edge: bool

    def find(self, text: str) -> int:
        """Where it begins, or -1. Linear: every start is tried with one bounded look ahead."""
        first = self.parts[0]
        at = text.find(first)
        while at >= 0:
            end = at + len(first)
            for part in self.parts[1:]:
                end_of_gap = end + _GAP + len(part)
                next_at = text.find(part, end, end_of_gap)
                if next_at < 0:
                    break
                end = next_at + len(part)
            else:
                starts = not self.first_edge or at == 0 or not text[at - 1].isalnum()
                if starts and not (self.last_edge and text[end : end + 1].isalnum()):
                    return at
            at = text.find(first, at + 1)
        return -1


@dataclass(frozen=True)
class Rule:
    reason: Reason
    phrases: tuple[Phrase, ...]
    unless: tuple[Phrase, ...] = ()
    status: tuple[str, ...] = ()
    reply: tuple[int, ...] = ()
    who: WhoCanFix | None = None

    def find(
        self, text: str, status: str | None, reply: int | None, only: Sequence[Phrase] | None = None
    ) -> int:
        """Where in the text it is said, or -1. `only`: those of its phrases that can stand there."""
        if self.status and "x" + (status or "")[1:] not in self.status:
            return -1
        if self.reply and reply not in self.reply:
            return -1
        if not self.phrases:
            return 0
        for phrase in self.phrases if only is None else only:
            # the plain containment test is what most phrases end with
            if phrase.parts[0] in text and (at := phrase.find(text)) >= 0:
                taken_back = any(other.parts[0] in text and other.find(text) >= 0 for other in self.unless)
                return -1 if taken_back else at
        return -1


@dataclass(frozen=True)
class Provider:
    """Rules for one provider's wording; `hosts` end a remote host's name, `marks` stand in its replies."""

    name: str
    hosts: tuple[str, ...]
    marks: tuple[str, ...]
    rules: tuple[Rule, ...]

    def speaks(self, text: str, host: str | None) -> bool:
        return bool(host and host.endswith(self.hosts)) or any(mark in text for mark in self.marks)


@dataclass(frozen=True)
class Saying:
    """How to say a reason, and who can fix it from which side."""

    says: str
    who_can_fix: WhoCanFix
    at_platform: WhoCanFix | None = None
    from_platform: WhoCanFix | None = None
    from_sender_side: WhoCanFix | None = None


@dataclass(frozen=True)
class Rulebook:
    sayings: Mapping[Reason, Saying]
    rules: tuple[Rule, ...]
    providers: tuple[Provider, ...]
    status: Mapping[str, Reason]
    reply: Mapping[int, Reason]
    cues: Mapping[str, tuple[tuple[int, int], ...]]
    """A piece of a word -> the rules and their phrases (by number) that have it."""
    without_words: tuple[int, ...]

    def match(
        self, text: str, host: str | None, status: str | None, reply: int | None
    ) -> tuple[Rule, int] | None:
        """The first rule whose words stand in the normal text, with where; a provider's own rules first."""
        for provider in self.providers:
            if provider.speaks(text, host):
                for rule in provider.rules:
                    if (at := rule.find(text, status, reply)) >= 0:
                        return rule, at
        for number, phrases in self._possible(text):
            rule = self.rules[number]
            if (at := rule.find(text, status, reply, phrases)) >= 0:
                return rule, at
        return None

    def _possible(self, text: str) -> Iterator[tuple[int, list[Phrase]]]:
        """The rules in their order that can match, each with those of its phrases that can stand there."""
        found: dict[int, list[int]] = {number: [] for number in self.without_words}
        for cue, places in self.cues.items():
            if cue in text:
                for rule, phrase in places:
                    found.setdefault(rule, []).append(phrase)
        for number in sorted(found):
            yield number, [self.rules[number].phrases[at] for at in sorted(found[number])]

    def by_status(self, status: str | None) -> Reason | None:
        """The reason that an enhanced code stands for by itself: the whole code, else its subject."""
        if not status:
            return None
        code = "x" + status[1:]
        return self.status.get(code) or self.status.get(code.rpartition(".")[0])


def normal(text: str) -> str:
    """Lower case, single spaces, addresses as `<>`, so that nobody's address can look like a reason."""
    words = (_ADDRESS.sub("<>", word) if "@" in word else word for word in text[:MAX_TEXT].split())
    return " ".join(words).lower().replace("’", "'").replace("`", "'")


def load(folder: Path) -> Rulebook:
    """Read the rules of a knowledge folder. Raises `ValueError` or `KeyError` for a file that is wrong."""
    table = _toml(folder / "reasons.toml")
    sayings = {Reason(name): _saying(values) for name, values in table["reasons"].items()}
    files = sorted((folder / "reasons").glob("*.toml"))
    rules = tuple(map(_rule, table["rule"]))
    return Rulebook(
        sayings,
        rules,
        tuple(_provider(path.stem, _toml(path)) for path in files),
        {code: Reason(name) for code, name in table["status"].items()},
        {int(code): Reason(name) for code, name in table["reply"].items()},
        _cues(rules),
        tuple(number for number, rule in enumerate(rules) if not rule.phrases),
    )


def _cues(rules: tuple[Rule, ...]) -> dict[str, tuple[tuple[int, int], ...]]:
    places = [(number, at) for number, rule in enumerate(rules) for at in range(len(rule.phrases))]
    first = [rules[number].phrases[at].parts[0] for number, at in places]
    return {cue: tuple(places[at] for at in found) for cue, found in by_cue(first).items()}


@cache
def rulebook() -> Rulebook:
    """The package's rules, read once when they are first needed."""
    return load(Path(knowledge.__file__).parent)


def _toml(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text("utf-8"))


def _saying(values: Mapping[str, str]) -> Saying:
    sides = {name: WhoCanFix(value) for name, value in values.items() if name != "says"}
    return Saying(values["says"], **sides)


def _provider(name: str, table: Mapping[str, Any]) -> Provider:
    hosts, marks = tuple(table.get("hosts", ())), tuple(table.get("marks", ()))
    return Provider(name, hosts, marks, tuple(map(_rule, table["rule"])))


def _rule(values: Mapping[str, Any]) -> Rule:
    return Rule(
        Reason(values["reason"]),
        _phrases(values["phrases"]),
        _phrases(values.get("unless", ())),
        tuple(values.get("status", ())),
        tuple(values.get("reply", ())),
        WhoCanFix(values["who"]) if "who" in values else None,
    )


def _phrases(texts: Iterable[str]) -> tuple[Phrase, ...]:
    return tuple(_phrase(text) for text in texts)


def _phrase(text: str) -> Phrase:
    parts = tuple(part for part in text.strip("|").lower().split(" * ") if part)
    if not parts:
        raise ValueError(f"a phrase without words: {text!r}")
    first, last = _WORD_AT_START.match(parts[0]), _WORD_AT_END.search(parts[-1])
    short_first = first is not None and len(first.group()) < _SHORT
    short_last = last is not None and len(last.group()) < _SHORT - 1
    return Phrase(parts, text.startswith("|") or short_first, text.endswith("|") or short_last)

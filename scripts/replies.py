"""Writes docs/replies.md: sample tickets, what came in and what the desk suggests to answer.

    python -m scripts.replies          writes the page
    python -m scripts.replies --check  exit status 1 where it is not up to date

The mails are those of `tests/cases/`; what is looked up for them stands in `scripts/replies.toml`.
"""

from __future__ import annotations

import sys
import tempfile
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from knowledge.library import Library, load_library
from triage.arrival import arrived
from triage.evidence.reader import read
from triage.model import Case, Decision, Source
from triage.pipeline import triage
from triage.routing.train import load_or_train
from triage.tools.clock import FixedClock
from triage.tools.lookups import Account, AccountAnswer, Ended, Fate, TraceAnswer, TraceEvent, TraceQuery
from triage.tools.protocols import Classifier, Resolver, Tools
from triage.tools.resolver import OfflineResolver
from triage.tools.static_zones import StaticZones

HERE = Path(__file__).resolve().parent
CASES = HERE.parent / "tests" / "cases"
PAGE = HERE.parent / "docs" / "replies.md"
NOW = datetime(2026, 3, 12, 9, 0, tzinfo=UTC)
_KINDS = {
    "evidence": "evidence",
    "finding": "check",
    "article": "advice",
    "policy": "policy",
    "verdict": "verdict",
}
_LONGEST_MAIL = 14


@dataclass(frozen=True)
class Directory:
    """An account directory that knows one mailbox."""

    account: Account

    async def look_up(self, address: str) -> AccountAnswer:
        known = address == self.account.address
        return AccountAnswer(
            Ended.FOUND if known else Ended.ABSENT, "the directory", self.account if known else None, NOW
        )


@dataclass(frozen=True)
class Log:
    """A mail log with one end of a mail's way, or none."""

    event: TraceEvent | None

    async def trace(self, query: TraceQuery) -> TraceAnswer:
        if self.event is None:
            return TraceAnswer(Ended.ABSENT, "mail.log", at=NOW)
        return TraceAnswer(Ended.FOUND, "mail.log", (self.event,), NOW)


def page(classifier: Classifier, library: Library | None = None) -> str:
    """The whole page, from the samples as they are now."""
    listed = tomllib.loads((HERE / "replies.toml").read_text("utf-8"))
    platforms = tomllib.loads((CASES / "expected.toml").read_text("utf-8"))
    known = library or load_library()
    parts = [listed["intro"].strip()]
    for number, sample in enumerate(listed["sample"], 1):
        name = str(platforms[sample["mail"]]["platform"])
        case, decision = decided(sample, name, known, classifier)
        parts.append("\n".join(_shown(number, sample, case, decision)))
    return "\n\n".join([*parts, listed["outro"].strip()]) + "\n"


def decided(
    sample: dict[str, Any], platform: str, library: Library, classifier: Classifier
) -> tuple[Case, Decision]:
    """One sample through the whole of triage, with what is looked up for it."""
    profile = library.platform(str(CASES / "platforms" / f"{platform}.toml"))
    raw = (CASES / "mail" / f"{sample['mail']}.eml").read_bytes()
    case = arrived(read(raw, "", profile)[0], profile)
    account, log = sample.get("account"), sample.get("log")
    tools = Tools(
        _resolver(sample.get("zones")),
        FixedClock(NOW),
        classifier,
        accounts=Directory(Account(**{key: _plain(value) for key, value in account.items()}))
        if account
        else None,
        trace=Log(_event(log)) if log is not None else None,
    )
    return case, triage(case, library, tools)


def _resolver(zones: str | None) -> Resolver:
    return StaticZones.from_text(zones, zones=("test", "arpa")) if zones else OfflineResolver()


def _event(log: dict[str, Any]) -> TraceEvent | None:
    if not log:
        return None
    more = {key: value for key, value in log.items() if key not in ("fate", "at")}
    return TraceEvent(Fate(log["fate"]), log["at"], "", **more)


def _plain(value: object) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _shown(number: int, sample: dict[str, Any], case: Case, decision: Decision) -> Iterator[str]:
    letter = case.messages[0]
    yield f"## {number}. {sample['title']}"
    yield ""
    yield f"What came in, from {letter.evidence.message.from_}, on the `{decision.platform}` platform:"
    yield ""
    yield f"> **{letter.evidence.message.subject}**"
    yield ">"
    for line in letter.text.strip().splitlines()[:_LONGEST_MAIL]:
        yield f"> {line}".rstrip()
    yield ""
    if along := _along(case):
        yield f"With it: {along}. {sample.get('looked', '')}".strip()
        yield ""
    elif looked := sample.get("looked"):
        yield looked
        yield ""
    yield f"What goes out (`{decision.action.value}`, {_verdict(decision)}):"
    yield ""
    reply = decision.reply
    if reply is None:
        raise SystemExit(
            f"{sample['mail']}: there is no reply ({decision.action.value}): choose another sample"
        )
    yield "```text"
    yield f"Subject: {reply.subject}"
    yield ""
    yield from reply.text.rstrip("\n").splitlines()
    yield "```"
    yield ""
    yield f"What the agent sees beside it: {_behind(reply.sources)}."


def _along(case: Case) -> str:
    kinds = {"ndr": "a bounce", "message": "a mail", "headers": "a header block"}
    nested = case.messages[0].evidence.nested
    return ", ".join(kinds.get(item.kind, item.kind) for item in nested)


def _verdict(decision: Decision) -> str:
    problem = f", `{decision.problem.value}`" if decision.problem else ""
    return f"`{decision.route.value}`{problem}"


def _behind(sources: tuple[Source, ...]) -> str:
    named = dict.fromkeys(f"{_KINDS.get(one.kind, one.kind)} `{one.name}`" for one in sources)
    return "; ".join(named)


def main() -> int:
    with tempfile.TemporaryDirectory() as data:
        text = page(load_or_train(Path(data), load_library()))
    if "--check" in sys.argv[1:]:
        return 0 if PAGE.read_text("utf-8") == text else 1
    PAGE.write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())

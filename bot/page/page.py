"""What the evidence says, as one page for a browser: no script, no request to anywhere, light and dark."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from bot.page import journey, score, way
from bot.terminal import words
from triage.model import Authentication, Evidence, ExplainedMessage

_FOLDER = Path(__file__).parent / "templates"
_MOST_RECIPIENTS = 50
_GOOD = frozenset({"pass", "bestguesspass"})
_BAD = frozenset({"fail", "hardfail", "permerror", "invalid", "softfail", "policy"})


class Page:
    """Messages are added one by one and drawn at once: what was drawn is kept, not the message."""

    def __init__(self, junk_from: float = 4.0) -> None:
        """`junk_from`: the spam level (SCL) from which on the platform files mail as junk."""
        self._junk_from = junk_from
        self._drawn: list[dict[str, Any]] = []

    def add(self, explained: ExplainedMessage) -> None:
        mark, title = words.headline(explained.evidence)
        number = len(self._drawn) + 1
        drawn = (
            _environment()
            .get_template("message.html")
            .render(
                evidence=explained.evidence,
                path=explained.path,
                index=explained.index,
                number=number,
                junk_from=self._junk_from,
            )
        )
        self._drawn.append(
            {
                "number": number,
                "mark": mark,
                "title": title,
                "path": explained.path,
                "subject": explained.evidence.message.subject,
                "html": Markup(drawn),  # noqa: S704 - drawn by the template above, which escapes
            }
        )

    def text(self) -> str:
        """The whole page."""
        style = Markup((_FOLDER / "page.css").read_text("utf-8"))  # noqa: S704 - the project's own file
        return _environment().get_template("page.html").render(messages=self._drawn, style=style)


@lru_cache(maxsize=1)
def _environment() -> Environment:
    """Everything is escaped, and a name that is not there is an error."""
    environment = Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(shown=shown, in_pieces=in_pieces)
    environment.globals.update(
        words=words,
        journey=journey.journey,
        bar=score.bar,
        stops=way.stops,
        whole_time=way.whole_time,
        results=results,
        titled=titled,
        most_recipients=_MOST_RECIPIENTS,
    )
    return environment


def shown(text: str | None, most: int = 2_000) -> str:
    """A stranger's text on one line: no control characters, none that turn the direction of writing."""
    said = "".join(char if char.isprintable() else " " for char in (text or "")[: most + 1])
    return f"{said[:most]}…" if len(said) > most else said


def in_pieces(text: str | None) -> Markup:
    """As `shown`, with places to break the line after the dots of a host's name."""
    return Markup(".<wbr>").join(escape(shown(text, 320)).split("."))


def titled(evidence: Evidence) -> bool:
    """Is its subject what to call it by? Not where something happened that says more."""
    return evidence.ndr is None and evidence.kind != "unreadable" and bool(evidence.message.subject)


def results(shown: Authentication) -> tuple[tuple[str, str, str], ...]:
    """Name, result and look (`good`, `bad`, `open`) of each method that a host of the platform noted."""
    found = (("SPF", shown.spf), ("DKIM", shown.dkim), ("DMARC", shown.dmarc), ("ARC", shown.arc))
    return tuple((name, result, _look(result)) for name, result in found if result)


def _look(result: str) -> str:
    low = result.lower()
    return "good" if low in _GOOD else "bad" if low in _BAD else "open"

"""Strangers' words on their way into and out of Slack.

What strangers wrote goes out as `plain_text` objects, which Slack neither links nor turns into mentions;
where a field takes mrkdwn only, `&`, `<` and `>` are escaped (Slack: "Formatting text for app surfaces").
"""

from __future__ import annotations

import html
import re
import unicodedata

SECTION_LIMIT = 3_000
"""Characters that Slack takes in one section block."""

_LINK = re.compile(r"<([^<>\n]{1,3000})>")
_MARKUP = re.compile(r"<(?=[!@#]|[A-Za-z][A-Za-z0-9+.-]{1,20}:[^<>|\n]{0,2000}\|)")
"""Where a mention, or a link under another name, would begin in mrkdwn."""


def harmless(text: str) -> str:
    """The text without bidi controls and other invisible format characters; new lines and tabs stay."""
    return "".join(
        char
        for char in text
        if char in "\n\t" or unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Co", "Cn")
    )


def cut(text: str, limit: int) -> str:
    """At most `limit` characters, with an ellipsis where something was cut."""
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def one_line(text: str, limit: int) -> str:
    return cut(" ".join(harmless(text).split()), limit)


def escape(text: str) -> str:
    """For mrkdwn and message text: nothing in it can be a mention, a link or an entity."""
    return harmless(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def plain(text: str, limit: int = SECTION_LIMIT) -> dict[str, object]:
    """A `plain_text` object; Slack refuses an empty one, so nothing becomes an en dash.

    Should a program show it as mrkdwn all the same (a notification, a bridge), it still names nobody.
    """
    text = _MARKUP.sub("‹", harmless(text))
    return {"type": "plain_text", "text": cut(text, limit) or "–", "emoji": False}


def chunks(text: str, limit: int = SECTION_LIMIT) -> list[str]:
    """The text in pieces of at most `limit` characters, broken at a line's end where there is one."""
    pieces: list[str] = []
    rest = harmless(text)
    while len(rest) > limit:
        at = rest.rfind("\n", 1, limit)
        at = at if at > limit // 2 else limit
        pieces.append(rest[:at])
        rest = rest[at:].lstrip("\n")
    return [*pieces, rest] if rest.strip() else pieces


def unformat(text: str) -> str:
    """What a person typed, from the text that Slack made of it: `<mailto:a@b|a@b>` is `a@b` again."""

    def shown(match: re.Match[str]) -> str:
        target, _, label = match.group(1).partition("|")
        if target.startswith(("@", "#", "!")):
            return label or target
        if target.startswith("mailto:"):
            return label or target.removeprefix("mailto:")
        return target

    return html.unescape(_LINK.sub(shown, text))

"""Where does a bounce begin in a text that a person wrote around it?"""

from __future__ import annotations

import re

MAX_PASTED = 120_000
_QUOTE = re.compile(r"^(?:[ \t]{0,3}[>|]){1,9} ?", re.MULTILINE)


def pasted_text(text: str) -> str:
    """The text with quote marks taken off, or empty when nothing in it looks like a delivery report."""
    text = text[:MAX_PASTED].replace("\r\n", "\n").replace("\r", "\n")
    plain = _QUOTE.sub("", text)
    return plain

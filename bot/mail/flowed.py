"""Plain text that fits any screen and can be joined again (`format=flowed`, RFC 3676)."""

from __future__ import annotations

_WIDTH = 74
_SIGNATURE = "-- "


def flowed(text: str) -> str:
    """Long lines broken at spaces, each soft break marked by a space before it (section 4.1).

    Lines that begin with a space stay as they are: a record to copy must not be broken.
    """
    return "\n".join(part for line in _lines(text) for part in _flow(line, ""))


def quoted(text: str) -> str:
    """The same beneath a `>` on every line (section 4.5)."""
    return "\n".join(part for line in _lines(text) for part in _flow(line, "> "))


def _lines(text: str) -> list[str]:
    return text.replace("\r\n", "\n").replace("\r", "\n").rstrip("\n").split("\n")


def _flow(line: str, mark: str) -> list[str]:
    if line == _SIGNATURE and not mark:
        return [line]
    line = line.rstrip(" ")  # a space at the end would join it with the next line
    if not line:
        return [mark.rstrip()]
    if len(line) <= _WIDTH or line.startswith((" ", "\t")):
        return [f"{mark}{_stuffed(line, mark)}"]
    parts, part = [], ""
    for word in line.split(" "):
        if part.strip() and len(part) + len(word) > _WIDTH:
            parts.append(part)
            part = ""
        part += f"{word} "
    parts.append(part[:-1])
    return [f"{mark}{_stuffed(one, mark)}" for one in parts]


def _stuffed(line: str, mark: str) -> str:
    """What begins like a quote, or like an mbox's separator, gets a space before it (section 4.4)."""
    return f" {line}" if not mark and line.startswith((" ", ">", "From ")) else line

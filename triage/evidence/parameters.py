"""What do a structured field's parameters say (RFC 2045 section 5.1, RFC 2231)?"""

from __future__ import annotations

import re
from urllib.parse import unquote_to_bytes

from triage.evidence.charsets import decode_bytes

_PARAMETER = re.compile(r""";\s*([^\s=;"]{1,80})\s*=\s*(?:"((?:[^"\\]|\\.)*)("|$)|([^;]*))""")
_ESCAPE = re.compile(r"\\(.)")
_MAX_CHARS = 8_192


def parse_parameters(value: str) -> tuple[str, dict[str, str]]:
    """The value before the first `;` in lower case without comments, and the parameters by lower name.

    Continued and encoded parameters (`name*0*=`) are put together.
    """
    value = value[:_MAX_CHARS]
    main, _, rest = value.partition(";")
    kind = main.partition("(")[0].strip().strip('"').lower().replace(" ", "")
    if not rest:
        return kind, {}
    plain: dict[str, str] = {}
    pieces: dict[str, dict[int, tuple[str, bool]]] = {}
    for match in _PARAMETER.finditer(";" + rest):
        name, quoted, _, bare = match.groups()
        name = name.lower()
        text = _ESCAPE.sub(r"\1", quoted) if quoted is not None else bare.strip()
        base, star, tail = name.partition("*")
        if not star:
            plain.setdefault(name, text)
            continue
        number = tail.rstrip("*")
        at = int(number) if number.isascii() and number.isdigit() and len(number) < 4 else 0
        pieces.setdefault(base, {})[at] = (text, name.endswith("*"))
    for base, found in pieces.items():
        plain[base] = _join(found)
    return kind, plain


def _join(pieces: dict[int, tuple[str, bool]]) -> str:
    charset = ""
    data = b""
    for at, (text, encoded) in sorted(pieces.items()):
        if encoded and at == min(pieces) and text.count("'") >= 2:
            charset, _, text = text.split("'", 2)
        data += unquote_to_bytes(text) if encoded else text.encode("utf-8", "replace")
    return decode_bytes(data, charset)

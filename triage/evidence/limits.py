"""How much of a stranger's mail is read. A limit that is met is named in `problems`, never silent."""

from __future__ import annotations

MAX_BYTES = 25 * 1024 * 1024
MAX_PARTS = 200
MAX_DEPTH = 20
MAX_FIELDS = 1_000
MAX_FIELD_CHARS = 64 * 1024
MAX_DECODED_CHARS = 4 * 1024
"""Of one field, encoded words (RFC 2047) are decoded up to here."""
MAX_ENCODED_WORDS = 100
MAX_TEXT_CHARS = 200_000
"""Of one body text."""
MAX_PACKED_RTF = 1024 * 1024
"""Of an Outlook body that is there as compressed RTF only: unpacking runs at about 1 MB a second."""
MAX_HOPS = 100
MAX_ADDRESSES = 20_000
MAX_PROBLEMS = 50
MAX_MAILS = 10_000
"""Of one mailbox file that is read at once."""

CPU_SECONDS = 10
WALL_SECONDS = 20
MEMORY_BYTES = 512 * 1024 * 1024
MAX_NESTED = 200
"""Attached, forwarded and pasted mails within one mail, at all depths together."""
MAX_NESTED_BYTES = 4 * MAX_BYTES
"""Of those, all together; one within another counts at every depth."""
MAX_SEARCHED_CHARS = 8_000_000
"""Of their texts and of text files, searched for bounces: that runs at 1 to 3 million a second."""
MAX_SIGNED_BYTES = 2 * 1024 * 1024
"""Of attached mails whose signatures are looked at, all together: that runs at 1 to 8 MB a second."""

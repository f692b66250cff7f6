"""What the cases of many checks are made of: zones by the names in them, and facts to ask with."""

from __future__ import annotations

import base64
from typing import Any

Row = tuple[str, dict[str, Any], str, str]
"""zone, facts, the last words of the codes in order, a piece of the first finding's summary or advice"""


def rsa_key(bits: int) -> str:
    """A SubjectPublicKeyInfo with a modulus of that many bits."""

    def tlv(tag: int, body: bytes) -> bytes:
        size = len(body)
        head = bytes([size]) if size < 128 else bytes([0x82]) + size.to_bytes(2, "big")
        return bytes([tag]) + head + body

    modulus = b"\0" + (1 << (bits - 1) | 1).to_bytes(bits // 8, "big")
    key = tlv(0x30, tlv(0x02, modulus) + tlv(0x02, b"\1\0\1"))
    oid = tlv(0x06, bytes.fromhex("2a864886f70d010101"))
    return base64.b64encode(tlv(0x30, tlv(0x30, oid + tlv(0x05, b"")) + tlv(0x03, b"\0" + key))).decode()


def txt(name: str, text: str) -> str:
    parts = " ".join(f'"{text[at : at + 250]}"' for at in range(0, len(text), 250))
    return f"{name} TXT {parts}\n"


def key(text: str) -> str:
    return txt("k._domainkey.s.test", text)


S = "s.test"
A = "a.s.test A 192.0.2.99\n"
TO = {"recipient_domain": S}
IP = {"sender_domain": S, "sending_ip": "192.0.2.1"}
FROM = {"from_domain": S}
K = {"dkim": "k/s.test"}
GOOD_KEY = key(f"v=DKIM1; k=rsa; p={rsa_key(2048)}")
PTR = "1.2.0.192.in-addr.arpa PTR a.s.test.\n"
WAS = IP | {"header_spf": "softfail"}
M = "s.test MX 10 a.s.test.\n"
REJECT = txt("_dmarc.s.test", "v=DMARC1; p=reject")
REPORTS = txt("_dmarc.s.test", "v=DMARC1; p=none; rua=mailto:a@s.test,mailto:b@r.test!10m")
ACCEPTS = "s.test._report._dmarc.r.test"

ASKS_NOBODY = ("typo", "junk_score", "shared_features")
"""Checks whose facts are among those here, and that ask the DNS nothing."""

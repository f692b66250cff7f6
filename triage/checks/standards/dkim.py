"""Reading a DKIM key record (RFC 6376 section 3.6.1, RFC 8301, RFC 8463)."""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass

_RSA_OID = bytes.fromhex("2a864886f70d010101")
_SPACE = re.compile(r"\s+")
_LONGEST = 16_384
_LEAST_BITS, _MOST_BITS = 1024, 8192
# What stands before a SHA-256 digest that is signed (RFC 8017 section 9.2, note 1).
_SHA256 = bytes.fromhex("3031300d060960864801650304020105000420")


@dataclass(frozen=True)
class DkimKey:
    """`bits` is the length of an RSA key; `mistake` says why the key cannot be used, in words."""

    text: str
    kind: str
    bits: int | None = None
    revoked: bool = False
    testing: bool = False
    mistake: str | None = None

    numbers: tuple[int, int] | None = None
    """Modulus and exponent of an RSA key."""

    @property
    def usable(self) -> bool:
        return not self.revoked and self.mistake is None


def is_key(text: str) -> bool:
    """Whether a TXT record at a key's name is meant as a key: `v=DKIM1`, or no version and a `p=`."""
    tags = _tags(text)
    return tags.get("v") == "DKIM1" or ("v" not in tags and "p" in tags)


def parse(text: str) -> DkimKey:
    """Read a key record; trouble is told, not raised."""
    tags = _tags(text)
    kind = tags.get("k", "rsa").lower()
    testing = "y" in [flag.strip() for flag in tags.get("t", "").split(":")]
    if len(text) > _LONGEST:
        return DkimKey(text[:80], kind, mistake="it is too long to be a key")
    if "p" not in tags:
        return DkimKey(text, kind, testing=testing, mistake="the key itself (p=) is missing")
    if not tags["p"]:
        return DkimKey(text, kind, revoked=True, testing=testing)
    services = [name.strip() for name in tags.get("s", "*").split(":")]
    if "*" not in services and "email" not in services:
        return DkimKey(
            text, kind, testing=testing, mistake=f"s={tags['s']} keeps it from being used for mail"
        )
    hashes = [name.strip() for name in tags.get("h", "sha256").split(":")]
    if "sha256" not in hashes:
        return DkimKey(text, kind, testing=testing, mistake=f"h={tags['h']} leaves out sha256")
    return _key(text, kind, tags["p"], testing)


def _key(text: str, kind: str, encoded: str, testing: bool) -> DkimKey:
    try:
        raw = base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError):
        return DkimKey(text, kind, testing=testing, mistake="the key (p=) is not Base64")
    if kind == "ed25519":
        mistake = None if len(raw) == 32 else f"an Ed25519 key has 32 bytes, this one {len(raw)}"
        return DkimKey(text, kind, testing=testing, mistake=mistake)
    if kind != "rsa":
        return DkimKey(text, kind, testing=testing, mistake=f"k={kind} is no key type that DKIM knows")
    numbers = rsa_numbers(raw)
    bits = numbers[0].bit_length() if numbers else None
    mistake = None if bits else "the key (p=) is no RSA key"
    return DkimKey(text, kind, bits or None, testing=testing, mistake=mistake, numbers=numbers)


def holds(key: DkimKey, digest: bytes, signature: bytes) -> bool:
    """Did this RSA key sign that SHA-256 digest (RSASSA-PKCS1-v1_5, RFC 8017 section 8.2.2)?

    Never for a key below 1024 bits (RFC 8301 section 3.2), nor for one that nobody uses (too costly).
    """
    modulus, exponent = key.numbers or (0, 0)
    if not key.usable or not _LEAST_BITS <= (key.bits or 0) <= _MOST_BITS or not 1 < exponent < 1 << 64:
        return False
    size = (modulus.bit_length() + 7) // 8
    if len(signature) != size:
        return False
    wanted = b"\x00\x01" + b"\xff" * (size - len(_SHA256 + digest) - 3) + b"\x00" + _SHA256 + digest
    return pow(int.from_bytes(signature, "big"), exponent, modulus).to_bytes(size, "big") == wanted


def rsa_numbers(der: bytes) -> tuple[int, int] | None:
    """Modulus and exponent of a SubjectPublicKeyInfo (RFC 5280) or a bare RSAPublicKey (RFC 8017)."""
    outer = _read(der, 0, 0x30)
    if outer is None:
        return None
    inner, algorithm = outer[0], _read(outer[0], 0, 0x30)
    if algorithm is not None:
        oid = _read(algorithm[0], 0, 0x06)
        packed = _read(inner, algorithm[1], 0x03)
        if oid is None or oid[0] != _RSA_OID or packed is None:
            return None
        key = _read(packed[0][1:], 0, 0x30)
        if key is None:
            return None
        inner = key[0]
    modulus = _read(inner, 0, 0x02)
    if modulus is None or not any(modulus[0]):
        return None
    exponent = _read(inner, modulus[1], 0x02)
    return int.from_bytes(modulus[0], "big"), int.from_bytes(exponent[0], "big") if exponent else 0


def _read(data: bytes, at: int, tag: int) -> tuple[bytes, int] | None:
    """One DER value with that tag: its content, and where the next one begins."""
    if len(data) < at + 2 or data[at] != tag:
        return None
    length, at = data[at + 1], at + 2
    if length & 0x80:
        count = length & 0x7F
        if not 0 < count <= 4 or len(data) < at + count:
            return None
        length, at = int.from_bytes(data[at : at + count], "big"), at + count
    return (data[at : at + length], at + length) if len(data) >= at + length else None


def _tags(text: str) -> dict[str, str]:
    tags: dict[str, str] = {}
    for part in text[: _LONGEST + 1].split(";"):
        name, equals, value = part.partition("=")
        if equals:
            tags.setdefault(name.strip(), _SPACE.sub("", value))
    return tags

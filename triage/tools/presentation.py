"""How a DNS record is written down in an `Answer`, and how a name is read from people's hands."""

from __future__ import annotations

import dns.exception
import dns.name
import dns.rdata
from dns.rdtypes.ANY.TXT import TXT

_CODEC = dns.name.IDNA_2008_Practical if dns.name.have_idna_2008 else dns.name.IDNA_2003_Practical


def presentation(rdata: dns.rdata.Rdata) -> str:
    """One record as text without trailing dots: TXT with its strings joined, else RFC 1035 form."""
    if isinstance(rdata, TXT):
        return b"".join(rdata.strings).decode("utf-8", "replace")
    if (target := getattr(rdata, "target", None)) is not None and rdata.rdtype.name in ("PTR", "CNAME", "NS"):
        return str(target.to_text(omit_final_dot=True))
    text = rdata.to_text()
    if rdata.rdtype.name in ("MX", "SRV"):
        return text[:-1] if text.endswith(".") else text
    return text


def wire_name(name: str) -> dns.name.Name | None:
    """The name as DNS can carry it (IDNA applied), or `None` when it cannot (RFC 1035 section 2.3.4)."""
    try:
        labels = [
            label.encode("ascii") if label.isascii() else _CODEC.encode(label)
            for label in name.rstrip(".").split(".")
        ]
        if not all(labels):
            return None
        return dns.name.Name((*labels, b""))
    except (dns.exception.DNSException, UnicodeError, ValueError):
        return None

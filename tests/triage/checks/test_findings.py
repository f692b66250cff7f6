"""Every check against zones of many shapes: what it says, and that trouble is never taken for an answer."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from knowledge.vocabulary import Status
from triage.checks import all_checks
from triage.model import Finding
from triage.tools.protocols import Outcome

Ask = Callable[..., tuple[Finding, ...]]
Case = tuple[str, str, dict[str, Any], tuple[str, ...], str]
"""check, zone, facts, the codes in order, a piece of the first finding's summary or advice"""

CODE = re.compile(r'"([a-z_]+\.[a-z_0-9]+)"')
S = "s.test"
A = "a.s.test A 192.0.2.99\n"
TO = {"recipient_domain": S}
IP = {"sender_domain": S, "sending_ip": "192.0.2.1"}


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


GOOD_KEY = key(f"v=DKIM1; k=rsa; p={rsa_key(2048)}")
K = {"dkim": "k/s.test"}
MX_HERE = "hosted.test MX 10 mx.hosted.test.cust.a.platform.test.\n"
INBOUND = {"direction": "inbound", "recipient_domain": "hosted.test"}
LISTED = "1.2.0.192.rbl.test A 127.0.0.2\n"

MX: list[Case] = [
    ("mx", "s.test MX 10 a.s.test.\na.s.test A 192.0.2.1", TO, ("mx.pass",), "a.s.test"),
    ("mx", "s.test MX 10 a.s.test.\na.s.test AAAA 2001:db8::1", TO, ("mx.pass",), "a.s.test"),
    ("mx", "other.test A 192.0.2.1", TO, ("mx.nxdomain",), "NXDOMAIN"),
    ("mx", "s.test TXT x", TO, ("mx.none",), "neither an MX record nor an address"),
    ("mx", "s.test A 192.0.2.1", TO, ("mx.implicit",), "192.0.2.1"),
    ("mx", "s.test MX 0 .", TO, ("mx.null",), "null MX"),
    ("mx", "s.test MX 0 .\ns.test MX 5 a.s.test.\na.s.test A 192.0.2.1", TO, ("mx.null_mixed",), "MX 0 ."),
    ("mx", "s.test MX 10 gone.s.test.", TO, ("mx.target_missing",), "NXDOMAIN"),
    ("mx", "s.test MX 10 192.0.2.1.", TO, ("mx.target_is_address",), "only a host name"),
    (
        "mx",
        "s.test MX 10 a.s.test.\na.s.test CNAME b.s.test.\nb.s.test A 192.0.2.1",
        TO,
        ("mx.target_is_alias",),
        "Write b.s.test",
    ),
    (
        "mx",
        "s.test MX 10 a.s.test.\ns.test MX 20 gone.s.test.\na.s.test A 192.0.2.1",
        TO,
        ("mx.target_missing",),
        "mail still gets in by a.s.test",
    ),
    ("mx", "s.test MX 0 .", {"sender_domain": S}, ("mx.null",), "refuse mail from it"),
    ("mx", "s.test MX 0 .", {"recipient_domain": "not a domain"}, (), ""),
]
PLATFORM_MX: list[Case] = [
    ("platform_mx", MX_HERE, INBOUND, ("platform_mx.pass",), "cluster a"),
    ("platform_mx", MX_HERE, INBOUND | {"cluster": "a"}, ("platform_mx.pass",), "cluster a"),
    (
        "platform_mx",
        MX_HERE,
        INBOUND | {"cluster": "b"},
        ("platform_mx.wrong_cluster",),
        "hosted.test. MX 10 mx.hosted.test.cust.b.platform.test.",
    ),
    (
        "platform_mx",
        "hosted.test MX 10 mx.hosted.test.cust.c.platform.test.",
        INBOUND,
        ("platform_mx.unknown_cluster",),
        "cluster c",
    ),
    (
        "platform_mx",
        MX_HERE + "hosted.test MX 20 mx.hosted.test.cust.b.platform.test.",
        INBOUND,
        ("platform_mx.several_clusters",),
        "a and b",
    ),
    (
        "platform_mx",
        "hosted.test MX 10 mx.another.test.cust.a.platform.test.",
        INBOUND,
        ("platform_mx.other_domain",),
        "another.test",
    ),
    ("platform_mx", MX_HERE + "hosted.test MX 20 x.test.", INBOUND, ("platform_mx.mixed",), "x.test"),
    ("platform_mx", "hosted.test MX 10 x.test.", INBOUND, ("platform_mx.elsewhere",), "not delivered to"),
    ("platform_mx", "hosted.test TXT x", INBOUND, ("platform_mx.none",), "no MX record"),
    (
        "platform_mx",
        "s.test MX 1 x.test.",
        TO | {"direction": "inbound"},
        ("platform_mx.elsewhere",),
        "x.test",
    ),
    (
        "platform_mx",
        MX_HERE,
        {"sender_domain": S, **TO, "recipient_domain": "hosted.test"},
        ("platform_mx.pass",),
        "",
    ),
]
SPF: list[Case] = [
    ("spf", txt(S, "v=spf1 ip4:192.0.2.0/28 -all"), IP, ("spf.pass",), "ip4:192.0.2.0/28"),
    (
        "spf",
        txt(S, "v=spf1 mx -all") + "s.test MX 1 a.s.test.\na.s.test A 192.0.2.9",
        IP,
        ("spf.fail",),
        'add "ip4:192.0.2.1" to the record: v=spf1 mx ip4:192.0.2.1 -all',
    ),
    ("spf", txt(S, "v=spf1 ~all"), IP, ("spf.softfail",), "v=spf1 ip4:192.0.2.1 ~all"),
    ("spf", txt(S, "v=spf1 ?all"), IP, ("spf.neutral",), ""),
    ("spf", "s.test TXT hello", IP, ("spf.none",), 's.test. TXT "v=spf1 mx ip4:192.0.2.1 ~all"'),
    (
        "spf",
        txt(S, "v=spf1 -all"),
        IP | {"sending_ip": "203.0.113.5"},
        ("spf.fail",),
        "v=spf1 include:_spf.platform.test -all",
    ),
    ("spf", txt(S, "v=spf1 -all"), IP | {"sending_ip": "2001:db8::1"}, ("spf.fail",), "ip6:2001:db8::1"),
    (
        "spf",
        txt(S, "v=spf1 a -all") + txt(S, "v=spf1 mx ~all"),
        IP,
        ("spf.multiple_records",),
        's.test. TXT "v=spf1 a mx ~all"',
    ),
    ("spf", txt(S, "v=spf1 ipv4:192.0.2.1 -all"), IP, ("spf.syntax",), "ipv4"),
    ("spf", txt(S, "v=spf1 include:s.test -all"), IP, ("spf.too_many_lookups",), "10 look-ups"),
    (
        "spf",
        A + txt(S, "v=spf1 include:i.test -all") + txt("i.test", "v=spf1 " + "a:a.s.test " * 10 + "-all"),
        IP,
        ("spf.too_many_lookups",),
        "Bring the record of s.test down to 10",
    ),
    ("spf", txt(S, "v=spf1 a:x.test a:y.test a:z.test -all"), IP, ("spf.too_many_void_lookups",), "z.test"),
    ("spf", txt(S, "v=spf1 include:x.test -all"), IP, ("spf.missing_include",), "x.test"),
    (
        "spf",
        txt(S, "v=spf1 mx -all") + "".join(f"s.test MX {n} m{n}.s.test.\n" for n in range(11)),
        IP,
        ("spf.too_many_mx",),
        "11 MX records",
    ),
    ("spf", txt(S, "v=spf1 -all"), IP | {"sending_ip": "10.1.2.3"}, ("spf.private_address",), "10.1.2.3"),
    (
        "spf",
        txt(S, "v=spf1 exists:%{l}.s.test -all") + "ann.s.test A 127.0.0.2",
        IP | {"sender": "ann@s.test"},
        ("spf.pass",),
        "",
    ),
    ("spf", txt(S, "v=spf1 -all"), IP | {"sending_ip": "nonsense"}, (), ""),
]
SPF_RECORD: list[Case] = [
    (
        "spf_record",
        txt(S, "v=spf1 a include:i.test -all") + txt("i.test", "v=spf1 mx"),
        IP,
        ("spf_record.pass",),
        "3 of 10",
    ),
    ("spf_record", "s.test A 192.0.2.1", IP, ("spf_record.none",), "no SPF record"),
    ("spf_record", "x.test A 192.0.2.1", IP, ("spf_record.nxdomain",), "NXDOMAIN"),
    ("spf_record", txt(S, "v=spf1 a") + txt(S, "v=spf1 mx"), IP, ("spf_record.multiple_records",), "2 SPF"),
    ("spf_record", txt(S, "v=spf1 foo -all"), IP, ("spf_record.syntax",), "foo"),
    (
        "spf_record",
        txt(S, "v=spf1 include:i.test -all") + txt("i.test", "v=spf1 ip4:300.1.1.1"),
        IP,
        ("spf_record.syntax",),
        "i.test",
    ),
    ("spf_record", txt(S, "v=spf1 include:i.test -all"), IP, ("spf_record.missing_include",), "i.test"),
    ("spf_record", txt(S, "v=spf1 include:s.test -all"), IP, ("spf_record.too_many_lookups",), "10 look-ups"),
    (
        "spf_record",
        txt(S, "v=spf1 a mx include:i.test include:j.test -all")
        + txt("i.test", "v=spf1 a mx ptr exists:x.test")
        + txt("j.test", "v=spf1 a:b.test mx redirect=i.test"),
        IP,
        ("spf_record.too_many_lookups",),
        "15 look-ups",
    ),
    (
        "spf_record",
        txt(S, "v=spf1 a:x.test mx:y.test exists:z.test -all"),
        IP,
        ("spf_record.too_many_void_lookups",),
        "a:x.test",
    ),
    (
        "spf_record",
        txt(S, "v=spf1 mx -all") + "".join(f"s.test MX {n} m{n}.s.test.\n" for n in range(11)),
        IP,
        ("spf_record.too_many_mx",),
        "11 MX records",
    ),
    ("spf_record", txt(S, "v=spf1 -all a"), IP, ("spf_record.after_all",), "behind -all"),
    ("spf_record", txt(S, "v=spf1 ptr -all"), IP, ("spf_record.ptr",), "ip4:"),
    ("spf_record", txt(S, "v=spf1 +all"), IP, ("spf_record.allows_all",), "v=spf1 ~all"),
    ("spf_record", txt(S, "v=spf1 all"), IP, ("spf_record.allows_all",), "v=spf1 ~all"),
    ("spf_record", txt(S, "v=spf1 a"), IP, ("spf_record.no_end",), "v=spf1 a ~all"),
]
DKIM: list[Case] = [
    ("dkim_key", GOOD_KEY, K, ("dkim_key.pass",), "2048 bits"),
    (
        "dkim_key",
        key(f"k=ed25519; p={base64.b64encode(bytes(32)).decode()}"),
        K,
        ("dkim_key.pass",),
        "Ed25519",
    ),
    ("dkim_key", "s.test A 192.0.2.1", K, ("dkim_key.nxdomain",), "NXDOMAIN"),
    ("dkim_key", "x.k._domainkey.s.test A 192.0.2.1", K, ("dkim_key.missing",), "holds no DKIM key"),
    ("dkim_key", key("hello"), K, ("dkim_key.missing",), ""),
    ("dkim_key", GOOD_KEY + key(f"p={rsa_key(1024)}"), K, ("dkim_key.multiple_records",), "2 DKIM keys"),
    ("dkim_key", key("v=DKIM1; p="), K, ("dkim_key.revoked",), "revoked"),
    ("dkim_key", key("v=DKIM1; p=AAAA"), K, ("dkim_key.invalid",), "no RSA key"),
    ("dkim_key", key("v=DKIM1; p=#!"), K, ("dkim_key.invalid",), "Base64"),
    ("dkim_key", key("v=DKIM1; k=rsa"), K, ("dkim_key.invalid",), "missing"),
    ("dkim_key", key(f"v=DKIM1; s=tlsrpt; p={rsa_key(2048)}"), K, ("dkim_key.invalid",), "s=tlsrpt"),
    ("dkim_key", key(f"v=DKIM1; h=sha1; p={rsa_key(2048)}"), K, ("dkim_key.invalid",), "sha256"),
    ("dkim_key", key(f"v=DKIM1; p={rsa_key(512)}"), K, ("dkim_key.too_short",), "512 bits"),
    ("dkim_key", key(f"v=DKIM1; p={rsa_key(1024)}"), K, ("dkim_key.short",), "1024 bits"),
    ("dkim_key", key(f"v=DKIM1; t=y:s; p={rsa_key(2048)}"), K, ("dkim_key.testing",), "t=y"),
    ("header_dkim", GOOD_KEY, K | {"header_dkim": "pass/pass"}, ("header_dkim.pass",), "still at"),
    ("header_dkim", "s.test A 192.0.2.1", K | {"header_dkim": "pass"}, ("header_dkim.key_gone",), "today"),
    ("header_dkim", GOOD_KEY, K | {"header_dkim": "fail"}, ("header_dkim.fail_key_good",), "is good today"),
    ("header_dkim", key("p="), K | {"header_dkim": "fail"}, ("header_dkim.fail_no_key",), "no usable key"),
    ("header_dkim", "", {"header_dkim": "pass"}, ("header_dkim.pass",), "was good"),
    ("header_dkim", "", {"header_dkim": "fail/none"}, ("header_dkim.fail",), "was bad"),
    ("header_dkim", "", {"header_dkim": "none/none"}, ("header_dkim.none",), "no DKIM signature"),
    ("header_dkim", "", {"header_dkim": "temperror"}, ("header_dkim.temperror",), ""),
    ("header_dkim", "", {"header_dkim": "what?"}, (), ""),
]
FROM = {"from_domain": S}
REJECT = txt("_dmarc.s.test", "v=DMARC1; p=reject")
SEEN = FROM | {"sender_domain": "mailer.test", "header_spf": "pass"}
DMARC: list[Case] = [
    ("dmarc", REJECT, FROM, ("dmarc.pass",), "refuse it"),
    ("dmarc", txt("_dmarc.s.test", "v=DMARC1; p=quarantine; pct=20"), FROM, ("dmarc.pass",), "20 %"),
    (
        "dmarc",
        txt("_dmarc.s.test", "v=DMARC1; p=none; rua=mailto:d@s.test"),
        FROM,
        ("dmarc.policy_none",),
        "p=quarantine",
    ),
    (
        "dmarc",
        txt("_dmarc.s.test", "v=DMARC1; p=reject; sp=none; rua=mailto:d@s.test"),
        FROM,
        ("dmarc.subdomains_open",),
        "v=DMARC1; p=reject; rua=mailto:d@s.test",
    ),
    ("dmarc", REJECT, {"from_domain": "news.s.test"}, ("dmarc.pass",), "by the record of s.test"),
    (
        "dmarc",
        txt("_dmarc.s.test", "v=DMARC1; p=reject; sp=none"),
        {"from_domain": "news.s.test"},
        ("dmarc.policy_none",),
        "do nothing",
    ),
    ("dmarc", "s.test A 192.0.2.1", FROM, ("dmarc.none",), '_dmarc.s.test. TXT "v=DMARC1; p=none;'),
    ("dmarc", txt("_dmarc.s.test", "v=spf1 -all"), FROM, ("dmarc.none",), ""),
    ("dmarc", "x.test A 192.0.2.1", FROM, ("dmarc.nxdomain",), "NXDOMAIN"),
    (
        "dmarc",
        REJECT + txt("_dmarc.s.test", "v=DMARC1; p=none"),
        FROM,
        ("dmarc.multiple_records",),
        "2 DMARC",
    ),
    ("dmarc", txt("_dmarc.s.test", "v=DMARC1; p=refuse"), FROM, ("dmarc.syntax",), "p=refuse"),
    (
        "dmarc",
        txt("_dmarc.s.test", "v=DMARC1; rua=mailto:d@s.test"),
        FROM,
        ("dmarc.partly_ignored",),
        "counts, as p=none",
    ),
    ("dmarc", txt("_dmarc.s.test", "v=DMARC1; p=reject; sp=x"), FROM, ("dmarc.syntax",), "sp=x"),
    (
        "dmarc",
        txt("_dmarc.s.test", "v=DMARC1; p=none; rua=d@s.test"),
        FROM,
        ("dmarc.partly_ignored",),
        "mailto:",
    ),
    (
        "dmarc",
        txt("_dmarc.s.test", "v=DMARC1; p=reject; pct=120"),
        FROM,
        ("dmarc.partly_ignored",),
        "p=reject",
    ),
    ("dmarc_alignment", REJECT, SEEN, ("dmarc_alignment.fail",), "does not go with From"),
    ("dmarc_alignment", REJECT, SEEN | {"sender_domain": "b.s.test"}, ("dmarc_alignment.pass",), "SPF for"),
    (
        "dmarc_alignment",
        txt("_dmarc.s.test", "v=DMARC1; p=reject; aspf=s"),
        SEEN | {"sender_domain": "b.s.test"},
        ("dmarc_alignment.fail",),
        "b.s.test",
    ),
    (
        "dmarc_alignment",
        REJECT,
        SEEN | K | {"header_dkim": "pass"},
        ("dmarc_alignment.pass",),
        "DKIM of s.test",
    ),
    ("dmarc_alignment", REJECT, SEEN | {"header_dkim": "pass/pass"}, ("dmarc_alignment.pass",), "signature"),
    ("dmarc_alignment", REJECT, FROM | {"header_spf": "fail"}, ("dmarc_alignment.fail",), "to refuse"),
    (
        "dmarc_alignment",
        REJECT,
        FROM | {"header_spf": "fail", "reason": "sender_auth"},
        ("dmarc_alignment.fail",),
        "and it was refused for that",
    ),
    (
        "dmarc_alignment",
        txt("_dmarc.s.test", "v=DMARC1; p=none"),
        SEEN,
        ("dmarc_alignment.fail_no_action",),
        "asks for nothing",
    ),
    ("dmarc_alignment", "", SEEN, ("dmarc_alignment.no_policy",), ""),
    ("dmarc_alignment", REJECT, SEEN | {"header_dmarc": "pass"}, ("dmarc_alignment.pass",), "in the header"),
    (
        "dmarc_alignment",
        REJECT,
        SEEN | K | {"header_dkim": "pass", "header_dmarc": "fail"},
        ("dmarc_alignment.fail",),
        "to refuse",
    ),
    ("header_dmarc", REJECT, FROM | {"header_dmarc": "fail"}, ("header_dmarc.fail",), "reject"),
    ("header_dmarc", REJECT, FROM | {"header_dmarc": "pass"}, ("header_dmarc.pass",), ""),
    (
        "header_dmarc",
        REJECT,
        FROM | {"header_dmarc": "none"},
        ("header_dmarc.changed",),
        "there is one today",
    ),
    ("header_dmarc", "", FROM | {"header_dmarc": "pass"}, ("header_dmarc.changed",), "no usable one today"),
    ("header_dmarc", "", FROM | {"header_dmarc": "none"}, ("header_dmarc.none",), ""),
]
WAS = IP | {"header_spf": "softfail"}
PTR = "1.2.0.192.in-addr.arpa PTR a.s.test.\n"
REST: list[Case] = [
    ("header_spf", txt(S, "v=spf1 ~all"), WAS, ("header_spf.same",), "the same"),
    ("header_spf", txt(S, "v=spf1 ip4:192.0.2.1 ~all"), WAS, ("header_spf.changed",), "send the mail again"),
    ("header_spf", txt(S, "v=spf1 -all"), WAS, ("header_spf.changed",), "it is fail"),
    ("header_spf", txt(S, "v=spf1 -all"), IP | {"header_spf": "hardfail"}, ("header_spf.same",), ""),
    ("ptr", PTR + "a.s.test A 192.0.2.1", IP, ("ptr.pass",), "a.s.test"),
    ("ptr", PTR + "a.s.test A 192.0.2.2", IP, ("ptr.not_confirmed",), "a.s.test. A 192.0.2.1"),
    ("ptr", PTR, IP, ("ptr.not_confirmed",), "NXDOMAIN"),
    ("ptr", "s.test A 192.0.2.1", IP, ("ptr.nxdomain",), "NXDOMAIN"),
    ("ptr", "1.2.0.192.in-addr.arpa TXT x", IP, ("ptr.none",), "no PTR record"),
    ("ptr", "", {"sending_ip": "192.168.1.1"}, ("ptr.private_address",), ""),
    ("ptr", "", {"sending_ip": "203.0.113.9"}, ("ptr.nxdomain",), "203.0.113.9"),
    ("helo", "a.s.test A 192.0.2.1", IP | {"helo": "a.s.test"}, ("helo.pass",), "a.s.test"),
    ("helo", "a.s.test A 192.0.2.2", IP | {"helo": "a.s.test"}, ("helo.other_address",), "192.0.2.1"),
    ("helo", "a.s.test TXT x", IP | {"helo": "a.s.test"}, ("helo.no_address",), ""),
    ("helo", "", IP | {"helo": "a.s.test"}, ("helo.nxdomain",), "NXDOMAIN"),
    ("helo", "", IP | {"helo": "DESKTOP-1"}, ("helo.not_a_name",), "DESKTOP-1"),
    ("helo", "", IP | {"helo": "[192.0.2.1]"}, ("helo.address_literal",), ""),
    ("blocklist", "", IP, ("blocklist.pass",), "rbl.test and zen.test"),
    ("blocklist", LISTED, IP, ("blocklist.pass", "blocklist.listed"), "zen.test"),
    (
        "blocklist",
        "1.2.0.192.rbl.test A 127.255.255.254",
        IP,
        ("blocklist.pass", "blocklist.list_refused"),
        "",
    ),
    ("blocklist", "1.2.0.192.rbl.test A 127.0.0.1", IP, ("blocklist.pass", "blocklist.list_refused"), ""),
    ("blocklist", "1.2.0.192.rbl.test A 192.0.2.80", IP, ("blocklist.pass", "blocklist.not_a_list"), ""),
    (
        "blocklist",
        LISTED + "1.0.0.127.rbl.test A 127.0.0.2",
        IP,
        ("blocklist.pass", "blocklist.not_a_list"),
        "",
    ),
    ("blocklist", "", {"sending_ip": "10.0.0.1"}, (), ""),
    (
        "typo",
        "",
        {"recipient_domain": "gmial.com", "recipient": "ann@gmial.com"},
        ("typo.possible",),
        "ann@gmail.com",
    ),
    ("typo", "", {"recipient_domain": "hostd.test"}, ("typo.possible",), "hosted.test"),
    ("typo", "", {"recipient_domain": "example.org"}, (), ""),
    ("domain_blocklist", "", FROM, ("domain_blocklist.pass",), "s.test"),
    ("domain_blocklist", "s.test.dbl.test A 127.0.1.2", FROM, ("domain_blocklist.listed",), "dbl.test"),
    ("domain_blocklist", "s.test.dbl.test A 127.0.0.1", FROM, ("domain_blocklist.list_refused",), ""),
    ("domain_blocklist", "s.test.dbl.test A 192.0.2.1", FROM, ("domain_blocklist.not_a_list",), ""),
]


def filter_said(numbers: str, code: str) -> Case:
    return ("junk_score", "", {"spam_numbers": numbers}, (f"junk_score.{code}",), "SCL")


JUNK_SCORE: list[Case] = [
    filter_said("flag=no score=3.8 required=5 scl=4", "rounded_into_junk"),
    filter_said("flag=yes score=8.1 required=5 scl=8", "junk"),
    filter_said("flag=yes score=3.1 required=3 scl=3", "spam_in_inbox"),
    filter_said("flag=no score=0.4 scl=0", "inbox"),
    filter_said("flag=no score=2 scl=-1", "scl_set_otherwise"),
    ("junk_score", "", {"spam_numbers": "score=X"}, ("junk_score.allow_listed",), "no test ran"),
]


def refused_by(host: str, code: str, zone: str = "s.test MX 10 in.filter.test.") -> Case:
    facts = {"remote_mta": host, "recipient_domain": S, "sender_domain": "from.test"}
    return ("rejecting_host", zone, facts, (f"rejecting_host.{code}",), host)


REJECTING_HOST: list[Case] = [
    refused_by("mx.hosted.test", "platform", "mx.hosted.test A 203.0.113.4"),
    refused_by("in2.filter.test", "third_party"),
    refused_by("out.from.test", "sender_side"),
    refused_by("out.gateway.test", "elsewhere"),
]


def shared(code: str, hurts: str, piece: str) -> Case:
    value = f'{{"kinds": ["ip"], "value": "192.0.2.9", "caught": 3, "of": 4, "hurts": {hurts}}}'
    return ("shared_features", "", {"shared_feature": value}, (f"shared_features.{code}",), piece)


SHARED_FEATURES: list[Case] = [
    shared("safe", "{}", "3 of 4 samples share the sending address 192.0.2.9"),
    shared("hurts", '{"list": 2}', "2 newsletters of proven senders"),
]

M = "s.test MX 10 a.s.test.\n"
STS = txt("_mta-sts.s.test", "v=STSv1; id=20260301")
STS_HOST = "mta-sts.s.test A 192.0.2.80\n"
RPT = "_smtp._tls.s.test"
PIN = "_25._tcp.a.s.test TLSA 3 1 1 " + "ab" * 32 + "\n"
REPORTS = txt("_dmarc.s.test", "v=DMARC1; p=none; rua=mailto:a@s.test,mailto:b@r.test!10m")
ACCEPTS = "s.test._report._dmarc.r.test"
TRANSPORT: list[Case] = [
    ("mx_address", M + A, TO, ("mx_address.pass",), "192.0.2.99"),
    ("mx_address", M + "a.s.test A 10.0.0.1", TO, ("mx_address.private",), "10.0.0.1"),
    ("mx_address", M + "a.s.test AAAA 2001:db8::1", TO, ("mx_address.ipv6_only",), "IPv4"),
    ("mx_address", M, TO, (), ""),
    ("mx_address", "s.test MX 0 .", TO, (), ""),
    ("mta_sts", "s.test A 192.0.2.1", TO, ("mta_sts.none",), "no MTA-STS"),
    ("mta_sts", txt("_mta-sts.s.test", "v=STSv2; id=1"), TO, ("mta_sts.none",), ""),
    (
        "mta_sts",
        STS + txt("_mta-sts.s.test", "v=STSv1; id=2"),
        TO,
        ("mta_sts.multiple_records",),
        "2 MTA-STS",
    ),
    ("mta_sts", txt("_mta-sts.s.test", "v=STSv1;"), TO, ("mta_sts.syntax",), "id= is missing"),
    ("mta_sts", txt("_mta-sts.s.test", "v=STSv1; id=a-b"), TO, ("mta_sts.syntax",), "id=a-b"),
    ("mta_sts", STS, TO, ("mta_sts.policy_missing",), "mta-sts.s.test has no address (NXDOMAIN)"),
    ("mta_sts", STS + STS_HOST, TO, ("mta_sts.policy_unchecked",), "only opened by mailtriage check"),
    ("mta_sts", "s.test MX 0 .", TO, (), ""),
    ("tls_rpt", "x.test A 192.0.2.1", TO, (), ""),
    ("tls_rpt", "s.test A 192.0.2.1", TO, ("tls_rpt.none",), "v=TLSRPTv1; rua=mailto:postmaster@s.test"),
    ("tls_rpt", txt(RPT, "v=TLSRPTv1; rua=mailto:t@s.test"), TO, ("tls_rpt.pass",), "mailto:t@s.test"),
    ("tls_rpt", txt(RPT, "v=TLSRPTv1;rua=https://s.test/r"), {"sender_domain": S}, ("tls_rpt.pass",), ""),
    ("tls_rpt", txt(RPT, "v=TLSRPTv1; rua=t@s.test"), TO, ("tls_rpt.syntax",), "rua=t@s.test"),
    ("tls_rpt", txt(RPT, "v=TLSRPTv1"), TO, ("tls_rpt.syntax",), "rua="),
    (
        "tls_rpt",
        txt(RPT, "v=TLSRPTv1; rua=mailto:t@s.test") + txt(RPT, "v=TLSRPTv1; rua=mailto:u@s.test"),
        TO,
        ("tls_rpt.multiple_records",),
        "2 TLS-RPT",
    ),
    ("dane", M + A, TO, ("dane.none",), "no TLSA records"),
    ("dane", M + A + PIN, TO, ("dane.not_verified",), "did not verify"),
    ("dane", M + A + PIN.replace("3 1 1", "0 0 1"), TO, ("dane.unusable",), "usage 2 and 3"),
    ("dane", M + A + "_25._tcp.a.s.test TLSA 3 1 3 abcd", TO, ("dane.unusable",), ""),
    ("dane", "s.test A 192.0.2.1", TO, (), ""),
    ("dmarc_reports", REPORTS, FROM, ("dmarc_reports.not_accepted",), f'{ACCEPTS}. TXT "v=DMARC1"'),
    (
        "dmarc_reports",
        REPORTS + txt(ACCEPTS, "v=DMARC1;"),
        FROM,
        ("dmarc_reports.pass",),
        "s.test and r.test",
    ),
    ("dmarc_reports", REJECT, FROM, ("dmarc_reports.none",), "rua=mailto:postmaster@s.test"),
    ("dmarc_reports", "", FROM, (), ""),
]
CASES = [
    *TRANSPORT,
    *MX,
    *PLATFORM_MX,
    *SPF,
    *SPF_RECORD,
    *DKIM,
    *DMARC,
    *JUNK_SCORE,
    *REJECTING_HOST,
    *SHARED_FEATURES,
    *REST,
]


@pytest.mark.parametrize(("check", "zone", "facts", "codes", "piece"), CASES)
def test_says(
    ask: Ask, check: str, zone: str, facts: dict[str, Any], codes: tuple[str, ...], piece: str
) -> None:
    found = ask(check, zone, facts)
    assert tuple(one.code for one in found) == codes
    if piece:
        assert piece in f"{found[0].summary} {found[0].advice}"


def test_every_code_is_shown_by_a_case() -> None:
    """Here, or in a check's own test file, where it needs more than zones."""
    shown = {code for *_, codes, _ in CASES for code in codes}
    for path in Path(__file__).parent.glob("test_*.py"):
        shown |= set(CODE.findall(path.read_text(encoding="utf-8")))
    assert {code for one in all_checks() for code in one.codes} - shown == set()


@pytest.mark.parametrize(("check", "zone", "facts", "codes", "piece"), CASES)
def test_every_finding_holds_together(
    ask: Ask, check: str, zone: str, facts: dict[str, Any], codes: tuple[str, ...], piece: str
) -> None:
    for one in ask(check, zone, facts):
        assert one.summary.endswith(".") and one.summary.isprintable() and one.advice.isprintable()
        if one.status is Status.PASS:
            assert one.advice == "" and one.who_can_fix is None
        if one.status in (Status.FAIL, Status.PERMERROR):
            assert one.advice and one.who_can_fix is not None
        assert "2026-03-02 12:00 UTC" in one.source or not one.source or one.check in ASKS_NOBODY


ASKS_NOBODY = ("typo", "junk_score", "shared_features")
"""Of those whose facts are in EVERYTHING; a check of other facts has tests of its own."""
EVERYTHING = (
    IP
    | K
    | FROM
    | TO
    | {"helo": "a.s.test", "header_dmarc": "pass", "header_dkim": "pass", "header_spf": "pass"}
    | {"remote_mta": "out.gateway.test"}
)
ASKS_THE_DNS = [
    one.name
    for one in all_checks()
    if one.name not in ASKS_NOBODY and {*one.needs, *one.any_of[:1]} <= {*EVERYTHING}
]


@pytest.mark.parametrize("outcome", [one for one in Outcome if not one.is_answer], ids=lambda one: one.value)
@pytest.mark.parametrize("check", ASKS_THE_DNS)
def test_trouble_is_never_an_answer(ask: Ask, check: str, outcome: Outcome) -> None:
    places = (
        "s.test _dmarc.s.test k._domainkey.s.test 1.2.0.192.in-addr.arpa a.s.test s.test.dbl.test "
        "1.2.0.192.rbl.test 1.2.0.192.zen.test _mta-sts.s.test _smtp._tls.s.test"
    )
    found = ask(check, "", EVERYTHING, dict.fromkeys(places.split(), outcome))
    wanted = Status.SKIPPED if outcome is Outcome.OFFLINE else Status.TEMPERROR
    assert {(one.code, one.status) for one in found} == {(f"{check}.{outcome.value}", wanted)}


@pytest.mark.parametrize(
    ("check", "zone", "facts", "trouble"),
    [
        ("mx", "s.test MX 1 a.s.test.", TO, "a.s.test"),
        ("mx", "x.s.test A 192.0.2.1", TO, ("s.test", "A")),
        ("mx_address", "s.test MX 1 a.s.test.", TO, "a.s.test"),
        ("dane", "s.test MX 1 a.s.test.", TO, "_25._tcp.a.s.test"),
        ("dmarc_reports", REPORTS, FROM, ACCEPTS),
        ("spf", txt(S, "v=spf1 include:i.test -all"), IP, "i.test"),
        ("spf", txt(S, "v=spf1 mx -all") + "s.test MX 1 a.s.test.", IP, "a.s.test"),
        ("spf_record", txt(S, "v=spf1 include:i.test -all"), IP, "i.test"),
        ("ptr", PTR, IP, "a.s.test"),
        ("dmarc", "", {"from_domain": "news.s.test"}, "_dmarc.s.test"),
        ("header_spf", txt(S, "v=spf1 include:i.test -all"), WAS, "i.test"),
    ],
)
def test_trouble_further_on(ask: Ask, check: str, zone: str, facts: dict[str, Any], trouble: Any) -> None:
    found = ask(check, zone, facts, {trouble: Outcome.SERVFAIL})
    assert [one.code for one in found] == [f"{check}.servfail"]


def test_a_listing_names_meaning_reason_and_page(ask: Ask, platform: Any) -> None:
    import dataclasses

    known = dataclasses.replace(platform, blocklists=("zen.spamhaus.org",))
    name = "5.113.0.203.zen.spamhaus.org"
    zone = f'{name} A 127.0.0.4\n{name} TXT "see https://check.test/ip/203.0.113.5"'
    (listed,) = ask("blocklist", zone, {"sending_ip": "203.0.113.5"}, platform=known)
    assert "infected machine" in listed.summary
    assert "https://check.test/ip/203.0.113.5" in listed.advice
    assert listed.who_can_fix == "platform"
    assert listed.data["codes"] == ("127.0.0.4",)

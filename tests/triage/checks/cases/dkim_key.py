from __future__ import annotations

import base64

from tests.triage.checks.zones import GOOD_KEY, K, Row, key, rsa_key

CASES: list[Row] = [
    (GOOD_KEY, K, "pass", "2048 bits"),
    (key(f"k=ed25519; p={base64.b64encode(bytes(32)).decode()}"), K, "pass", "Ed25519"),
    ("s.test A 192.0.2.1", K, "nxdomain", "NXDOMAIN"),
    ("x.k._domainkey.s.test A 192.0.2.1", K, "missing", "holds no DKIM key"),
    (key("hello"), K, "missing", ""),
    (GOOD_KEY + key(f"p={rsa_key(1024)}"), K, "multiple_records", "2 DKIM keys"),
    (key("v=DKIM1; p="), K, "revoked", "revoked"),
    (key("v=DKIM1; p=AAAA"), K, "invalid", "no RSA key"),
    (key("v=DKIM1; p=#!"), K, "invalid", "Base64"),
    (key("v=DKIM1; k=rsa"), K, "invalid", "missing"),
    (key(f"v=DKIM1; s=tlsrpt; p={rsa_key(2048)}"), K, "invalid", "s=tlsrpt"),
    (key(f"v=DKIM1; h=sha1; p={rsa_key(2048)}"), K, "invalid", "sha256"),
    (key(f"v=DKIM1; p={rsa_key(512)}"), K, "too_short", "512 bits"),
    (key(f"v=DKIM1; p={rsa_key(1024)}"), K, "short", "1024 bits"),
    (key(f"v=DKIM1; t=y:s; p={rsa_key(2048)}"), K, "testing", "t=y"),
]

"""The words and bytes that damaged mail is made with: what servers write, and what none should."""

from __future__ import annotations

PIECES = (
    b"\n", b"\r", b"\0", b"\n\n", b" ", b"\t", b":", b";", b",", b"=?utf-8?q?", b"=?utf-8?b?w6k=?= ", b"(",
    b")", b'"', b"<", b">", b"@", b"\\", b"--", b"=", b"=\n", b"\xff\xfe", b"\xef\xbb\xbf",
    b"\xe2\x80\xae", b"\x1b$B", b"From ", b">From ", b"550 5.1.1 ", b"<a@b.c>", b"a@b.c, ", b"> ", b"| ",
    b"&#", b"<!--", b"<div>", b"<a href=", b"{\\rtf1", b"begin 644 a\n", b"[", b"%s", b"1.", b"0", b"-",
    b"_", b"Received: ", b"Subject: ", b"\xc3", b"\xe3\x81",
    b"X-Spam-Status: Yes, score=1e999 required=nan tests=A=-inf\n",
)  # fmt: skip
CHARSETS = (
    b"utf-8", b"utf-7", b"utf-16", b"utf-16-le", b"utf-32", b"us-ascii", b"iso-8859-1", b"iso-8859-8-i",
    b"iso-2022-jp", b"iso-2022-kr", b"hz", b"gb2312", b"big5", b"shift_jis", b"euc-kr", b"koi8-r",
    b"windows-1251", b"cp037", b"idna", b"punycode", b"rot13", b"unicode_escape", b"base64", b"zlib",
    b"undefined", b"x-unknown", b"", b"%00", b"utf-8''",
)  # fmt: skip
TYPES = (
    b"text/plain", b"text/html", b"multipart/mixed; boundary=x",
    b"multipart/report; report-type=delivery-status; boundary=b", b"multipart/alternative; boundary=\"\"",
    b"multipart/digest; boundary=x", b"message/rfc822", b"message/delivery-status",
    b"message/global-delivery-status", b"message/partial", b"message/feedback-report",
    b"text/rfc822-headers", b"application/ms-tnef", b"application/vnd.ms-outlook",
    b"application/pkcs7-mime", b"multipart/", b"/", b"nonsense",
)  # fmt: skip
ENCODINGS = (b"base64", b"quoted-printable", b"7bit", b"8bit", b"binary", b"x-uuencode", b"", b"none")
NAMES = (
    b"From", b"To", b"Cc", b"Subject", b"Date", b"Received", b"Message-ID", b"Return-Path",
    b"Content-Type", b"Content-Disposition", b"Content-Transfer-Encoding", b"X-Spam-Status",
    b"X-Spam-Report", b"X-Spam-Score", b"X-Spam-Level", b"X-Spamd-Result",
    b"X-MS-Exchange-Organization-SCL", b"X-Forefront-Antispam-Report", b"Authentication-Results",
    b"ARC-Authentication-Results", b"Received-SPF", b"DKIM-Signature", b"List-Unsubscribe",
    b"Auto-Submitted", b"X-Failed-Recipients", b"References", b"Reply-To", b"Final-Recipient",
    b"Original-Recipient", b"Action", b"Status", b"Diagnostic-Code", b"Remote-MTA", b"Reporting-MTA",
    b"X-HE-DKIM-Result", b"X-Actual-Recipient",
)  # fmt: skip
VALUES = (
    b"99999999999999999999", b"-1", b"0", b"1e400", b"nan", b"inf", b"-inf", b"5.1.1", b"9.9.9",
    b"5.1.1111", b"550", b"999", b"Mon, 99 Foo 99999 99:99:99 +9999", b"Mon, 31 Dec 9999 23:59:59 -2359",
    b"Mon, 1 Jan 0001 00:00:00 +1400", b"\xd9\xa1\xd9\xa2\xd9\xa3",
    b"\xef\xbc\x95.\xef\xbc\x91.\xef\xbc\x91", b"[256.1.1.1]", b"[IPv6:::::::]", b"::ffff:1.2.3.4%eth0",
)  # fmt: skip
ADDRESSES = (
    b"a@b@c.d", b"@", b"a@", b"@b", b'"a b"@c.d', b"a@[1.2.3.4]", b"\xc3\xa9@\xc3\xa9.fr",
    b"a" * 400 + b"@b.c", b"=?utf-8?q?a=40b=2Ec?=", b"a@b..c", b"<<a@b.c>>", b"(a)b@c.d", b"a\n @b.c",
)  # fmt: skip

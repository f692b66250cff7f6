"""What are these bytes? A media type (RFC 2046) by content alone; `None` where it cannot be told."""

from __future__ import annotations

import re
import struct

from triage.evidence.files.zips import zip_kind

ZIP, OLE, EXECUTABLE = "application/zip", "application/x-ole-storage", "application/x-executable"
WINDOWS, MACH, JAVA = (
    "application/vnd.microsoft.portable-executable",
    "application/x-mach-binary",
    "application/java-vm",
)
SCRIPT, SHORTCUT, DISK = "text/x-script", "application/x-ms-shortcut", "application/x-iso9660-image"
PROGRAMS = frozenset(
    {WINDOWS, MACH, JAVA, EXECUTABLE, SCRIPT, SHORTCUT, "application/java-archive"}
    | {"application/vnd.android.package-archive", "text/html-application"}
)
"""What a double click runs."""

_HEAD = 4096
_AT_START = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"\x00\x00\x01\x00", "image/vnd.microsoft.icon"),
    (b"\x7fELF", EXECUTABLE),
    (b"\xfe\xed\xfa\xce", MACH),
    (b"\xfe\xed\xfa\xcf", MACH),
    (b"\xce\xfa\xed\xfe", MACH),
    (b"\xcf\xfa\xed\xfe", MACH),
    (b"L\x00\x00\x00\x01\x14\x02\x00", SHORTCUT),
    (b"\x1f\x8b\x08", "application/gzip"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"Rar!\x1a\x07", "application/vnd.rar"),
    (b"\xfd7zXZ\x00", "application/x-xz"),
    (b"\x28\xb5\x2f\xfd", "application/zstd"),
    (b"MSCF\x00\x00\x00\x00", "application/vnd.ms-cab-compressed"),
    (b"ITSF\x03\x00\x00\x00", "application/vnd.ms-htmlhelp"),
    (b"\x78\x9f\x3e\x22", "application/ms-tnef"),
    (b"!BDN", "application/vnd.ms-outlook-pst"),
    (b"\xe4\x52\x5c\x7b\x8c\xd8\xa7\x4d", "application/onenote"),
    (b"{\\rtf", "application/rtf"),
    (b"%!PS-Adobe", "application/postscript"),
    (b"wOFF", "font/woff"),
    (b"wOF2", "font/woff2"),
    (b"OggS", "application/ogg"),
    (b"ID3", "audio/mpeg"),
    (b"-----BEGIN PGP MESSAGE", "application/pgp-encrypted"),
    (b"-----BEGIN PGP SIGNATURE", "application/pgp-signature"),
)
_BRANDS = (
    ((b"heic", b"heix", b"heim", b"heis", b"mif1", b"msf1"), "image/heic"),
    ((b"avif", b"avis"), "image/avif"),
    ((b"M4A ",), "audio/mp4"),
    ((b"qt  ",), "video/quicktime"),
)
_RIFF = {b"WEBP": "image/webp", b"WAVE": "audio/wav", b"AVI ": "video/x-msvideo"}
_STREAMS = (
    ("__properties_version1.0", "application/vnd.ms-outlook"),
    ("EncryptedPackage", "application/vnd.ms-office-encrypted"),
    ("WordDocument", "application/msword"),
    ("PowerPoint Document", "application/vnd.ms-powerpoint"),
    ("Workbook", "application/vnd.ms-excel"),
)
"""Names in the directory of a compound file (MS-CFB section 2.6) and what they give away."""
_MARKUP = re.compile(
    rb"<(!doctype html|html|head|body|script|svg|hta:application|\?xml|!--)[\s>:/\]]", re.IGNORECASE
)
_FIELD = re.compile(rb"[A-Za-z][A-Za-z0-9-]{1,60}:[ \t]")
_MAIL_FIELDS = (b"from:", b"received:", b"return-path:", b"message-id:", b"delivered-to:", b"mime-version:")
_NOT_TEXT = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def kind_of(content: bytes) -> str | None:
    """The media type of a file, by its bytes. Looks at a few kilobytes, and at an archive's directory."""
    head = content[:_HEAD]
    found = next((kind for magic, kind in _AT_START if head.startswith(magic)), None)
    return found or _structured(content, head) or _text(head)


def _structured(content: bytes, head: bytes) -> str | None:
    if b"%PDF-" in head[:1024]:
        return "application/pdf"
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return zip_kind(content) or ZIP
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return next((kind for name, kind in _STREAMS if _name(name) in content), OLE)
    if head.startswith(b"MZ"):
        return WINDOWS if _is_windows_program(content) else None
    if head.startswith(b"\xca\xfe\xba\xbe") and len(head) >= 8:
        # A fat Mach-O counts its parts here; a Java class has its version, 45 and above.
        return JAVA if struct.unpack_from(">I", head, 4)[0] & 0xFFFF >= 45 else MACH
    if head.startswith(b"BZh") and head[4:10] == b"1AY&SY":
        return "application/x-bzip2"
    if head.startswith(b"RIFF"):
        return _RIFF.get(head[8:12])
    if head[4:8] == b"ftyp":
        brand = head[8:12]
        return next((kind for brands, kind in _BRANDS if brand in brands), "video/mp4")
    if head[257:262] == b"ustar":
        return "application/x-tar"
    if (
        head.startswith(b"BM")
        and len(head) > 18
        and struct.unpack_from("<I", head, 14)[0] in (12, 40, 108, 124)
    ):
        return "image/bmp"
    return DISK if content[32769:32774] == b"CD001" else None


def has_macros(content: bytes) -> bool:
    """Whether a compound file holds Visual Basic."""
    return _name("_VBA_PROJECT") in content


def _name(text: str) -> bytes:
    return text.encode("utf-16-le")


def _is_windows_program(content: bytes) -> bool:
    """The DOS header, and what it points to (PE format, "MS-DOS Stub")."""
    if len(content) < 64:
        return False
    at = struct.unpack_from("<I", content, 0x3C)[0]
    return content[at : at + 2] in (b"PE", b"NE", b"LE", b"LX") or at < 64


def _text(head: bytes) -> str | None:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head.decode("utf-16", "replace").encode("utf-8", "replace")
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if not start or _NOT_TEXT.search(head):
        return None
    if start.startswith(b"#!"):
        return SCRIPT
    marked = _MARKUP.match(start)
    if marked:
        return _markup(marked[1].lower(), head.lower())
    upper = start[:20].upper()
    if upper.startswith(b"BEGIN:VCALENDAR"):
        return "text/calendar"
    if upper.startswith(b"BEGIN:VCARD"):
        return "text/vcard"
    return "message/rfc822" if _is_mail(start) else "text/plain"


def _markup(word: bytes, lower: bytes) -> str | None:
    if b"<hta:application" in lower:
        return "text/html-application"
    if word == b"svg" or (word in (b"?xml", b"!--") and b"<svg" in lower):
        return "image/svg+xml"
    if word == b"?xml":
        return "application/xhtml+xml" if b"<html" in lower else "application/xml"
    return "text/html"


def _is_mail(start: bytes) -> bool:
    """Three header fields in a row, one of which only a mail has (RFC 5322 section 2.2)."""
    lines = [line for line in start.split(b"\n", 12)[:12] if not line.startswith((b" ", b"\t"))]
    fields = [line for line in lines[:4] if _FIELD.match(line)]
    return len(fields) >= 3 and any(line.lower().startswith(_MAIL_FIELDS) for line in fields)

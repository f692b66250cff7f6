"""What bytes are, whatever they are called."""

from __future__ import annotations

import gzip
import io
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

from triage.evidence.files.kinds import kind_of

OFFICE = "application/vnd.openxmlformats-officedocument"


def zipped(*names: str, first: tuple[str, str] | None = None) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in ([first] if first else []) + [(name, "x") for name in names]:
            archive.writestr(name, text)
    return out.getvalue()


def tarred(*names: str) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.USTAR_FORMAT) as archive:
        for name in names:
            archive.addfile(tarfile.TarInfo(name))
    return out.getvalue()


def compound(stream: str) -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + stream.encode("utf-16-le")


def dos(signature: bytes, at: int = 128) -> bytes:
    return b"MZ" + b"\x90\0" * 29 + at.to_bytes(4, "little") + b"\0" * (at - 64) + signature + b"\0" * 20


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"%PDF-1.7\n", "application/pdf"),
        (b"\xef\xbb\xbf\n%PDF-1.4", "application/pdf"),
        (b"\x89PNG\r\n\x1a\n\0\0", "image/png"),
        (b"\xff\xd8\xff\xe0", "image/jpeg"),
        (b"GIF89a\1", "image/gif"),
        (b"RIFF\x10\0\0\0WEBPVP8 ", "image/webp"),
        (b"RIFF\x10\0\0\0WAVEfmt ", "audio/wav"),
        (b"RIFF\x10\0\0\0????", None),
        (b"\0\0\0\x18ftypheic\0\0", "image/heic"),
        (b"\0\0\0\x18ftypavif\0\0", "image/avif"),
        (b"\0\0\0\x18ftypisom\0\0", "video/mp4"),
        (b"BM" + b"\0" * 12 + b"\x28\0\0\0\0\0", "image/bmp"),
        (b"BMW is a car, and this is a long enough text.", "text/plain"),
        (b"II*\0", "image/tiff"),
        (zipped("a.txt"), "application/zip"),
        (zipped("[Content_Types].xml", "word/document.xml"), f"{OFFICE}.wordprocessingml.document"),
        (zipped("[Content_Types].xml", "xl/workbook.xml"), f"{OFFICE}.spreadsheetml.sheet"),
        (zipped("[Content_Types].xml", "ppt/a.xml"), f"{OFFICE}.presentationml.presentation"),
        (zipped("[Content_Types].xml", "other/a.xml"), "application/zip"),
        (zipped("META-INF/MANIFEST.MF"), "application/java-archive"),
        (zipped("AndroidManifest.xml", "META-INF/MANIFEST.MF"), "application/vnd.android.package-archive"),
        (
            zipped("content.xml", first=("mimetype", "application/vnd.oasis.opendocument.text")),
            "application/vnd.oasis.opendocument.text",
        ),
        (zipped("a.txt")[:40], "application/zip"),
        (compound("WordDocument"), "application/msword"),
        (compound("Workbook"), "application/vnd.ms-excel"),
        (compound("PowerPoint Document"), "application/vnd.ms-powerpoint"),
        (compound("__properties_version1.0"), "application/vnd.ms-outlook"),
        (compound("EncryptedPackage"), "application/vnd.ms-office-encrypted"),
        (compound("Something"), "application/x-ole-storage"),
        (dos(b"PE\0\0"), "application/vnd.microsoft.portable-executable"),
        (dos(b"NE"), "application/vnd.microsoft.portable-executable"),
        (dos(b"??"), None),
        (
            b"MZ, our friend, is away until Monday and cannot answer your mail before that. Sorry.",
            "text/plain",
        ),
        (Path(sys.executable).read_bytes()[:8192], "application/x-executable"),
        (b"\xcf\xfa\xed\xfe\x07\0\0\1", "application/x-mach-binary"),
        (b"\xca\xfe\xba\xbe\0\0\0\x02", "application/x-mach-binary"),
        (b"\xca\xfe\xba\xbe\0\0\0\x34", "application/java-vm"),
        (b"L\0\0\0\1\x14\2\0", "application/x-ms-shortcut"),
        (b"\0" * 32769 + b"CD001\1", "application/x-iso9660-image"),
        (gzip.compress(b"x"), "application/gzip"),
        (b"7z\xbc\xaf\x27\x1c\0\4", "application/x-7z-compressed"),
        (b"Rar!\x1a\7\1\0", "application/vnd.rar"),
        (b"BZh91AY&SY", "application/x-bzip2"),
        (b"\xfd7zXZ\0", "application/x-xz"),
        (tarred("a.txt"), "application/x-tar"),
        (b"{\\rtf1\\ansi hello}", "application/rtf"),
        (b"\x78\x9f\x3e\x22\0", "application/ms-tnef"),
        (b"\xef\xbb\xbf <!DOCTYPE html><p>", "text/html"),
        (b"<HTML><body>", "text/html"),
        (b"<script>alert(1)</script>", "text/html"),
        (b"<html><HTA:APPLICATION id=x><script>", "text/html-application"),
        (b"<svg xmlns='x'>", "image/svg+xml"),
        (b"<?xml version='1.0'?><svg>", "image/svg+xml"),
        (b"<?xml version='1.0'?><note/>", "application/xml"),
        ("<html>".encode("utf-16"), "text/html"),
        (b"<bob@example.org> wrote:", "text/plain"),
        (b"#!/bin/sh\nrm -rf x\n", "text/x-script"),
        (b"BEGIN:VCALENDAR\r\nVERSION:2.0", "text/calendar"),
        (b"begin:vcard\r\n", "text/vcard"),
        (b"Return-Path: <a@b.test>\r\nReceived: x\r\n\ty\r\nFrom: a@b.test\r\n\r\nhi", "message/rfc822"),
        (b"Time: now\nPlace: here\nFood: good\n", "text/plain"),
        (b"From: me\nHello there", "text/plain"),
        ("Grüße, ¿qué tal?".encode("latin-1"), "text/plain"),
        (b"some\0thing", None),
        (b"", None),
        (b"   \n", None),
    ],
)
def test_bytes_say_what_they_are(content: bytes, kind: str | None) -> None:
    assert kind_of(content) == kind


@pytest.mark.parametrize(
    "start", [b"PK\3\4", b"PK\5\6", b"MZ", b"\xca\xfe\xba\xbe", b"RIFF", b"BM", b"\xff\xfe", b"<"]
)
@pytest.mark.parametrize("length", [0, 1, 3, 7, 30, 63, 500])
def test_what_is_cut_short_breaks_nothing(start: bytes, length: int) -> None:
    found = [kind_of(start + fill * length) for fill in (b"\xff", b"\0", b"PK\1\2")]
    assert all(kind is None or "/" in kind for kind in found)

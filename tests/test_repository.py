"""What must never be in the repository, and what the lock and the docs must hold."""

from __future__ import annotations

import hashlib
import re
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def tracked(pattern: str = "*") -> list[Path]:
    try:
        listed = subprocess.run(
            ["git", "ls-files", "-z", pattern], cwd=ROOT, capture_output=True, check=True, text=True
        ).stdout
    except (OSError, subprocess.CalledProcessError) as error:
        pytest.skip(f"not a git checkout: {error}")
    return [ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()]


def bare(requirement: str) -> str:
    """A requirement's name in its normal form (PEP 503)."""
    return re.sub(r"[-_.]+", "-", re.split(r"[\s<>=!~;\[]", requirement, maxsplit=1)[0]).lower()


def test_the_lock_pins_every_dependency_with_hashes() -> None:
    pinned = {bare(line) for line in LOCK.splitlines() if re.match(r"^[a-z0-9]", line)}
    groups = [*PROJECT["project"]["dependencies"], *PROJECT["dependency-groups"]["dev"]]
    assert {bare(name) for name in groups} <= pinned
    blocks = re.split(r"\n(?=[a-z0-9])", LOCK)
    assert [
        block.splitlines()[0] for block in blocks if re.match(r"^[a-z0-9]", block) and "sha256:" not in block
    ] == []


def test_the_lock_names_no_registry() -> None:
    assert "://" not in LOCK
    npm = (ROOT / "tests" / "peers" / "servers" / "npm" / "package-lock.json").read_text(encoding="utf-8")
    assert '"resolved"' not in npm


def test_every_runtime_dependency_is_imported_or_reached() -> None:
    """A dependency that nothing uses is weight and risk."""
    modules = {
        "python-oxmsg": "oxmsg", "compressed-rtf": "compressed_rtf", "dkimpy": "dkim", "dnspython": "dns",
        "flask-limiter": "flask_limiter", "flask-login": "flask_login", "flask-wtf": "flask_wtf",
        "imap-tools": "imap_tools", "mail-parser-reply": "mailparser_reply", "scikit-learn": "sklearn",
        "prometheus-client": "prometheus_client", "slack-bolt": "slack_bolt", "slack-sdk": "slack_sdk",
        "sqlite-utils": "sqlite_utils",
    }  # fmt: skip
    source = "\n".join(
        path.read_text(encoding="utf-8")
        for path in tracked("*.py")
        if path.relative_to(ROOT).parts[0] in ("bot", "triage", "knowledge")
    )
    unused = [
        name
        for name in map(bare, PROJECT["project"]["dependencies"])
        if not re.search(rf"^\s*(import|from) {modules.get(name, name)}\b", source, re.MULTILINE)
    ]
    assert unused == []


def test_links_between_documents_lead_somewhere() -> None:
    dead = [
        f"{path.relative_to(ROOT)} -> {target}"
        for path in tracked("*.md")
        for target in re.findall(r"\]\((?!https?:|mailto:|#)([^)#\s]+)", path.read_text(encoding="utf-8"))
        if not (path.parent / target).exists()
    ]
    assert dead == []


def test_files_that_are_named_are_there() -> None:
    """In documents and docstrings; what stands for a name is written in capitals."""
    named = re.compile(r"`((?:bot|triage|knowledge|tests|docs|benchmarks|scripts)/[\w./-]+)`")
    gone = [
        f"{path.relative_to(ROOT)}: {name}"
        for path in [*tracked("*.md"), *tracked("*.py")]
        if path.name != "CHANGELOG.md"
        for name in named.findall(path.read_text(encoding="utf-8"))
        if not re.search(r"NAME|LANG|KIND|SUBJECT", name) and not (ROOT / name).exists()
    ]
    assert gone == []


def test_no_sample_mail_of_others_is_kept(samples: Path) -> None:
    """Samples are read from where they are, never copied."""
    theirs = {_digest(path) for path in samples.rglob("*") if path.is_file() and path.stat().st_size}
    assert [str(path.relative_to(ROOT)) for path in tracked() if _digest(path) in theirs] == []


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()

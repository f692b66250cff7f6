"""What every test may use."""

from __future__ import annotations

import base64
import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def samples() -> Path:
    """The folder of real samples; it stands beside the repository and is never part of it."""
    folder = Path(os.environ.get("MAILTRIAGE_SAMPLES", ROOT.parent / "shared" / "samples"))
    if not folder.is_dir():
        pytest.skip(f"no samples at {folder}: set MAILTRIAGE_SAMPLES to a folder that has them")
    return folder


@pytest.fixture(scope="session")
def key(tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, str]:
    """A private key (PEM, PKCS#1) to sign mail with, and the DKIM record of its public half."""
    if shutil.which("openssl") is None:
        reason = "needs openssl, to make a key: `make peers` installs it"
        pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)
    path = tmp_path_factory.mktemp("dkim") / "key.pem"
    make = ["openssl", "genrsa", "-traditional", "-out", str(path), "1024"]
    subprocess.run(make, check=True, capture_output=True)
    show = ["openssl", "rsa", "-in", str(path), "-pubout", "-outform", "DER"]
    public = subprocess.run(show, check=True, capture_output=True).stdout
    return path.read_bytes(), f"v=DKIM1; k=rsa; p={base64.b64encode(public).decode()}"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Names every test that was left out, and why."""
    reasons: dict[tuple[str, str], int] = {}
    for report in terminalreporter.stats.get("skipped", []):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        test = report.nodeid.partition("[")[0]
        reasons[test, reason] = reasons.get((test, reason), 0) + 1
    if not reasons:
        return
    terminalreporter.section("left out")
    for (test, reason), count in sorted(reasons.items()):
        cases = f" ({count} cases)" if count > 1 else ""
        terminalreporter.write_line(f"{test}{cases}: {reason.removeprefix('Skipped: ')}")

"""Makes the pictures of README and docs anew: a running demo in a real browser, and `mailtriage explain`.

Needs Chromium (`make peers`). Run it with `make pictures`.
"""

from __future__ import annotations

import io
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright
from rich.console import Console
from rich.text import Text

from bot.demo.run import free, running
from bot.demo.samples import samples
from bot.setting_types import Listen
from bot.web.agents import make_login_link
from tests.peers.servers import slack

ROOT = Path(__file__).resolve().parents[1]
PICTURES = ROOT / "docs" / "pictures"
CHROMIUM = "/usr/bin/chromium"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
TICKET = "Your server refuses our mail to Maria at the garage"
EXPLAINED = "07-refused-by-our-filter.eml"
PATIENCE_S = 30
DRAW_INPUT = """() => document.querySelectorAll(".home .bk-unknown").forEach(
    made => made.outerHTML = '<input class="bk-plain-input" placeholder="A number, an address or words">')"""
"""The workspace's page draws no inputs on the Home tab; Slack does."""


def main() -> int:
    PICTURES.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        explained(browser, PICTURES / "explain.png")
        with demo_page(browser) as (page, url):
            page.goto(f"{url}/")
            page.screenshot(path=PICTURES / "queue.png")
            page.set_viewport_size({"width": 1280, "height": 1330})
            page.get_by_role("link", name=TICKET).first.click()
            page.screenshot(path=PICTURES / "ticket.png", full_page=False)
        cards(browser, PICTURES)
        browser.close()
    for path in sorted(PICTURES.glob("*.png")):
        print(f"{path.relative_to(ROOT)}  {path.stat().st_size // 1024} kB")
    return 0


@contextmanager
def demo_page(browser: Browser) -> Iterator[tuple[Page, str]]:
    """A signed-in page on a demo whose sample tickets have all been triaged."""
    with tempfile.TemporaryDirectory() as folder:
        doors = [free(Listen("127.0.0.1", 0)) for _ in range(2)]
        with running(Path(folder), *doors) as demo:
            count = demo.feed()
            page = browser.new_page(viewport={"width": 1280, "height": 900}, device_scale_factor=1.25)
            page.goto(make_login_link(demo.desk, "Dana", base=demo.url))
            _settled(page, demo.url, count)
            yield page, demo.url


def _settled(page: Page, url: str, count: int) -> None:
    """Waits until every sample has been filed and thought about."""
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        ledger = page.request.get(f"{url}/api/v1/ledger", headers={"Authorization": "Bearer demo"}).json()
        tickets = page.request.get(
            f"{url}/api/v1/tickets?state=new", headers={"Authorization": "Bearer demo"}
        ).json()
        if ledger["tickets"] + ledger["set_aside"] == count and not tickets["tickets"]:
            return
        page.wait_for_timeout(100)
    raise TimeoutError("the demo's tickets were not triaged in time")


def cards(browser: Browser, target: Path) -> None:
    """Pictures of a card, a modal and the Home tab, in the page of a workspace that is not ours."""
    web, lmtp = (free(Listen("127.0.0.1", 0)) for _ in range(2))
    program = ROOT / "tests/peers/servers/npm/node_modules/local-slack-linux-x64/bin/local-slack"
    with (
        tempfile.TemporaryDirectory() as folder,
        slack.slack_workspace(
            str(program), Path(folder) / "slack", "events", f"http://{web}/slack/events"
        ) as workspace,
        running(
            Path(folder) / "desk",
            web,
            lmtp,
            slack_bot_token=slack.BOT_TOKEN,
            slack_signing_secret=slack.SIGNING_SECRET,
            slack_api_url=workspace.api_url,
            slack_support_channels=slack.SUPPORT,
            slack_triage_channel=slack.TRIAGE,
        ),
    ):
        sample = next(item for item in samples(datetime.now(UTC)) if item.name == EXPLAINED)
        workspace.upload(
            slack.SUPPORT, slack.ALICE, "Why does their server refuse us?", [("bounce.eml", sample.raw)]
        )
        page = browser.new_page(viewport={"width": 1100, "height": 1160}, device_scale_factor=1.25)
        page.goto(workspace.url)
        page.locator("select").first.select_option(label="Bob Baker")
        page.get_by_role("button", name="mail-desk").click()
        page.add_style_tag(content=".bk-text .plain {white-space: pre-line}")
        page.get_by_role("button", name="Accept").wait_for(timeout=PATIENCE_S * 1000)
        page.screenshot(path=target / "slack.png")
        in_slack(page, target)
        page.close()


def in_slack(page: Page, folder: Path) -> None:
    """A modal of the card, and the Home tab."""
    page.set_viewport_size({"width": 1100, "height": 620})
    page.get_by_role("button", name="Write to requester").click()
    page.locator(".modal").wait_for(timeout=PATIENCE_S * 1000)
    page.locator(".modal input").first.fill("Dear Alice, their server refuses our mail. We have told them.")
    page.get_by_label("Wait for their answer").check()
    page.screenshot(path=folder / "slack-write.png")
    page.locator(".modal-foot").get_by_role("button", name="Cancel").click()
    page.get_by_role("button", name="Take it").click()
    page.get_by_text("bob took it").wait_for(timeout=PATIENCE_S * 1000)
    page.set_viewport_size({"width": 1100, "height": 700})
    page.locator(".sidebar").get_by_role("button", name="mailtriage").click()
    page.get_by_text("What needs you now").wait_for(timeout=PATIENCE_S * 1000)
    page.evaluate(DRAW_INPUT)
    page.screenshot(path=folder / "slack-home.png")


def explained(browser: Browser, target: Path) -> None:
    """A picture of what the terminal shows for one mail."""
    with tempfile.TemporaryDirectory() as folder:
        sample = next(item for item in samples(datetime.now(UTC)) if item.name == EXPLAINED)
        (Path(folder) / "mail.eml").write_bytes(sample.raw)
        platform = ROOT / "bot" / "demo" / "platform.toml"
        command = [
            str(Path(sys.executable).with_name("mailtriage")),
            *("explain", "mail.eml", "--platform", str(platform)),
        ]
        environment = {**os.environ, "FORCE_COLOR": "1", "COLUMNS": "100", "TERM": "xterm-256color"}
        shown = subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=True).stdout
    console = Console(record=True, width=100, file=io.StringIO(), force_terminal=True)
    console.print(Text.from_ansi(shown.decode()))
    svg = console.export_svg(title="mailtriage explain mail.eml")
    page = browser.new_page(viewport={"width": 1240, "height": 900}, device_scale_factor=1.5)
    page.route(
        "**/*", lambda route: route.abort() if route.request.url.startswith("http") else route.continue_()
    )
    page.set_content(
        f'<body style="margin:0;background:#fff"><div id="shot" style="width:1100px">{svg}</div></body>'
    )
    page.locator("#shot").screenshot(path=target)
    page.close()


if __name__ == "__main__":
    sys.exit(main())

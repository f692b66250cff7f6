"""Take the pictures of the console for the documentation, from a demo that really runs.

    python scripts/screenshots.py                  docs/pictures/ticket.png
    python scripts/screenshots.py --all FOLDER     every page, light and dark, wide and narrow, to look at

Needs Chromium (`make peers`).
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from bot.demo.run import free, running
from bot.setting_types import Listen
from bot.store.queries.ticket_list import TicketFilter, list_tickets
from bot.web.agents import make_login_link

CHROMIUM = "/usr/bin/chromium"
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
PICTURES = Path(__file__).parents[1] / "docs" / "pictures"
SIZES = {"wide": (1360, 900), "narrow": (390, 844)}


@contextmanager
def demo() -> Iterator[tuple[str, str, list[int]]]:
    """A demo whose tickets have all been thought about: its address, a function's worth of links, the numbers."""
    with tempfile.TemporaryDirectory() as folder:
        doors = [free(Listen("127.0.0.1", 0)) for _ in range(2)]
        with running(Path(folder), *doors) as here:
            here.feed()
            until = time.monotonic() + 120
            while True:
                with here.desk.store.read() as connection:
                    rows = list_tickets(connection, TicketFilter(), 100)
                if rows and all(row.state != "new" for row in rows):
                    break
                if time.monotonic() > until:
                    raise SystemExit("the demo's tickets were not done in two minutes")
                time.sleep(0.2)
            names = ("Ada Quinn", "Ben Ito", "Cleo Marsh", "Dan Oyelaran")
            links = [make_login_link(here.desk, names[index % 4], base=here.url) for index in range(8)]
            yield here.url, "\n".join(links), [int(row.number) for row in rows]


def signed_in(browser: Browser, link: str, scheme: str, size: tuple[int, int], scale: float = 1) -> Page:
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        color_scheme="dark" if scheme == "dark" else "light",
        device_scale_factor=scale,
    )
    page = context.new_page()
    page.goto(link)
    return page


def take_ticket(browser: Browser, url: str, link: str, words: str, target: Path) -> None:
    """The ticket page of the first ticket whose row holds these words."""
    page = signed_in(browser, link, "light", (1360, 1050), 1.5)
    page.goto(f"{url}/queue?tab=all")
    page.locator(".row", has_text=words).first.locator("a.subject").click()
    page.wait_for_selector(".tickethead")
    target.parent.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=target)
    print(target)


def take_all(browser: Browser, url: str, links: list[str], numbers: list[int], folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    paths = {f"ticket{number}": f"/tickets/{number}" for number in sorted(numbers)}
    paths |= {"queue": "/queue?tab=all", "ledger": "/ledger", "knowledge": "/knowledge"}
    for scheme in ("light", "dark"):
        for name, size in SIZES.items():
            page = signed_in(browser, links.pop(), scheme, size)
            for label, path in paths.items():
                page.goto(url + path)
                page.screenshot(path=folder / f"{label}-{name}-{scheme}.png", full_page=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--all", type=Path, metavar="FOLDER", help="every page, into this folder")
    parser.add_argument("--ticket", default="My mail came back", help="words in the row of the ticket to show")
    given = parser.parse_args()
    with demo() as (url, links, numbers), sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        if given.all:
            take_all(browser, url, links.splitlines(), numbers, given.all)
        else:
            take_ticket(browser, url, links.splitlines()[0], given.ticket, PICTURES / "ticket.png")
        browser.close()


if __name__ == "__main__":
    main()

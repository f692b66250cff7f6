"""Pages that were opened once, and are kept as they came: what a page says now may be gone tomorrow."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError

from bot.store.engine import Store
from bot.store.raw import RawStore
from bot.store.schema.page import pages
from triage.tools.lookups import Ended, Fetch, Page

_FINAL = (404, 410)


class KeptFetch:
    """A `Fetch` that opens each address once. What was not reached is tried again when it is asked for."""

    def __init__(self, fetch: Fetch, store: Store, raw: RawStore) -> None:
        self._fetch, self._store, self._raw = fetch, store, raw

    async def fetch(self, url: str, hosts: tuple[str, ...]) -> Page:
        kept = self._kept(url)
        if kept is not None:
            return kept
        page = await self._fetch.fetch(url, hosts)
        return self._keep(page) if _says_something(page) else page

    def _kept(self, url: str) -> Page | None:
        with self._store.read() as connection:
            row = connection.execute(select(pages).where(pages.c.key == _key(url))).one_or_none()
        if row is None:
            return None
        try:
            body = self._raw.get(row.sha256)
        except LookupError:
            return None
        return Page(row.url, Ended.FOUND, row.status, row.content_type, body, row.at, sha256=row.sha256)

    def _keep(self, page: Page) -> Page:
        sha256 = self._raw.put(page.body)
        row = {
            "key": _key(page.url),
            "url": page.url,
            "status": page.status,
            "content_type": page.content_type,
            "sha256": sha256,
            "at": page.at,
        }
        try:
            with self._store.write() as connection:
                connection.execute(insert(pages).values(row))
        except IntegrityError:
            # another worker was first: what it kept counts for all
            return self._kept(page.url) or replace(page, sha256=sha256)
        return replace(page, sha256=sha256)


def _says_something(page: Page) -> bool:
    """A page, or word that it is gone. Anything else may be different next time."""
    if page.ended is not Ended.FOUND or page.status is None or page.at is None:
        return False
    return 200 <= page.status < 300 or page.status in _FINAL


def _key(url: str) -> str:
    return hashlib.sha256(url.encode("utf-8", "surrogatepass")).hexdigest()

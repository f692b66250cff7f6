"""Each question once, also while it is under way, and never more than so many."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import Any

from triage.tools.protocols import AccountAnswer, Accounts, Answer, Outcome, Resolver


class AskOnce:
    """A resolver for one run: the same question is asked once, also while it is under way.

    After `most` questions the rest gets `Outcome.UNASKED`.
    """

    def __init__(self, resolver: Resolver, most: int) -> None:
        self._resolver = resolver
        self._left = most
        self._asked: dict[tuple[str, str], asyncio.Task[Answer]] = {}

    async def query(self, name: str, rdtype: str) -> Answer:
        key = (name.rstrip(".").lower(), rdtype.upper())
        task = self._asked.get(key)
        if task is None:
            if self._left <= 0:
                return Answer(*key, Outcome.UNASKED)
            self._left -= 1
            task = asyncio.create_task(self._resolver.query(*key))
            self._asked[key] = task
        if task.done() and not task.cancelled():
            return task.result()
        # shielded: one check that runs out of time must not take the answer away from the others
        return await asyncio.shield(task)

    async def close(self) -> None:
        """Stop what is still under way."""
        await stop(self._asked.values())


class LookUpOnce:
    """Accounts for one run: all checks share one answer for an address."""

    def __init__(self, accounts: Accounts) -> None:
        self._accounts = accounts
        self._asked: dict[str, asyncio.Task[AccountAnswer]] = {}

    async def look_up(self, address: str) -> AccountAnswer:
        key = address.lower()
        if key not in self._asked:
            self._asked[key] = asyncio.create_task(self._accounts.look_up(address))
        return await asyncio.shield(self._asked[key])

    async def close(self) -> None:
        await stop(self._asked.values())


async def stop(tasks: Iterable[asyncio.Task[Any]]) -> None:
    """Cancel those that are not done, and wait until they are gone."""
    every = list(tasks)
    for task in every:
        task.cancel()
    await asyncio.gather(*every, return_exceptions=True)

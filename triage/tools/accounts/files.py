"""Accounts in a CSV or SQLite file (table `accounts`): `address`, and columns as `Account` names them."""

from __future__ import annotations

from triage.tools.accounts.reading import account_of
from triage.tools.lookups import AccountAnswer, Ended
from triage.tools.protocols import Clock
from triage.tools.source_url import SourceUrl
from triage.tools.table_file import TableError, TableFile
from triage.tools.threads import in_thread

SCHEMES = ("file",)


def make(url: SourceUrl, clock: Clock) -> FileAccounts:
    return FileAccounts(TableFile(url.file, "address", "accounts"), clock)


class FileAccounts:
    def __init__(self, table: TableFile, clock: Clock) -> None:
        self._table, self._clock = table, clock

    async def look_up(self, address: str) -> AccountAnswer:
        now, source = self._clock.now(), self._table.path.name
        try:
            row = await in_thread(lambda: self._table.find(address))
        except TableError as error:
            return AccountAnswer(Ended.BROKEN, source, at=now, why=str(error))
        if row is None:
            return AccountAnswer(Ended.ABSENT, source, at=now)
        return AccountAnswer(Ended.FOUND, source, account_of(address, row), now)

"""Customers in a CSV or SQLite file (table `customers`): `domain` holds a domain or an address."""

from __future__ import annotations

from triage.tools.customers.reading import customer_of
from triage.tools.lookups import CustomerAnswer, Ended
from triage.tools.protocols import Clock
from triage.tools.source_url import SourceUrl
from triage.tools.table_file import Row, TableError, TableFile
from triage.tools.threads import in_thread

SCHEMES = ("file",)


def make(url: SourceUrl, clock: Clock) -> FileCustomers:
    return FileCustomers(TableFile(url.file, "domain", "customers"), clock)


class FileCustomers:
    def __init__(self, table: TableFile, clock: Clock) -> None:
        self._table, self._clock = table, clock

    async def find(self, keys: tuple[str, ...]) -> CustomerAnswer:
        now, source = self._clock.now(), self._table.path.name
        try:
            found = await in_thread(lambda: self._first(keys))
        except TableError as error:
            return CustomerAnswer(Ended.BROKEN, source, at=now, why=str(error))
        if found is None:
            return CustomerAnswer(Ended.ABSENT, source, at=now)
        return CustomerAnswer(Ended.FOUND, source, customer_of(*found), now)

    def _first(self, keys: tuple[str, ...]) -> tuple[str, Row] | None:
        return next(((key, row) for key in keys if (row := self._table.find(key))), None)

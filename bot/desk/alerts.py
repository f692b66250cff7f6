"""What agents have to know now, whichever ticket they look at: raised once, told once by every channel.

An alert is a row for as long as it holds. The console and `/readyz` show it; a channel that has a `tell`
(Slack) says it to its people.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import Connection, Row, delete, insert, select, update

from bot.channels import Channel
from bot.desk.context import Desk
from bot.store.schema.watch import alerts

log = structlog.get_logger(__name__)

_TRY_FOR = timedelta(days=1)
_PAUSE = timedelta(minutes=1)


@dataclass(frozen=True)
class Alert:
    name: str
    words: str
    at: datetime


def raise_alert(connection: Connection, at: datetime, name: str, words: str) -> bool:
    """Have it told. One that holds already is not told again, but says the newer words.

    `False`: it says those words already.
    """
    row = connection.execute(select(alerts.c.words).where(alerts.c.name == name)).one_or_none()
    if row is None:
        new = {"name": name, "words": words, "at": at, "told": [], "due_at": at}
        connection.execute(insert(alerts).values(new))
    elif row.words != words:
        connection.execute(update(alerts).where(alerts.c.name == name).values(words=words))
    return row is None or row.words != words


def end_alert(connection: Connection, name: str) -> bool:
    """It holds no more. `False`: it did not."""
    return bool(connection.execute(delete(alerts).where(alerts.c.name == name)).rowcount)


def open_alerts(connection: Connection) -> Sequence[Alert]:
    """Those that hold, oldest first."""
    query = select(alerts.c.name, alerts.c.words, alerts.c.at).order_by(alerts.c.at, alerts.c.name)
    return [Alert(row.name, row.words, row.at) for row in connection.execute(query)]


def tell(desk: Desk, channels: Mapping[str, Channel], row: Row[Any]) -> None:
    """Have every channel that can tell its people do so, each once; what fails is tried again for a day."""
    told, trouble = list(row.told), None
    for name, channel in channels.items():
        say = getattr(channel, "tell", None)
        if not callable(say) or name in told:
            continue
        try:
            say(row.words)
        except Exception as error:
            log.warning("alert.not_told", alert=row.name, channel=name, why=str(error))
            trouble = f"{name}: {error}"
        else:
            told.append(name)
    now = desk.now()
    again = now + _PAUSE if trouble and now - row.at < _TRY_FOR else None
    values = {"told": told, "last_error": trouble, "due_at": again, "lease_until": None}
    with desk.store.write() as connection:
        connection.execute(update(alerts).where(alerts.c.name == row.name).values(values))

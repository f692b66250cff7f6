"""Is the database at the revision that this version needs, and as it was left?"""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy.exc import SQLAlchemyError

from bot.doctor.complaint import Complaint
from bot.settings import Settings
from bot.store.engine import Store
from bot.store.migrate import current, differences

ORDER = 60


def look(settings: Settings) -> Iterator[Complaint]:
    store = Store(settings.url_of_database())
    if store.path is not None and not store.path.exists():
        return  # made at the first start
    try:
        has, needs = current(store)
        if has is not None and has != needs:
            wrong = f"it is at revision {has}, this version needs {needs}"
            yield Complaint("database", wrong, "mailtriage db upgrade", fatal=True)
        elif has is not None and (found := differences(store)):
            remedy = "restore the last backup, or ask for help with these lines"
            yield Complaint(
                "database", "its tables are not as this version left them: " + "; ".join(found), remedy
            )
    except SQLAlchemyError as error:
        why = str(getattr(error, "orig", None) or error).splitlines()[0]
        yield Complaint(
            "database", f"it cannot be opened: {why}", "look at MAILTRIAGE_DATABASE_URL", fatal=True
        )
    finally:
        store.close()

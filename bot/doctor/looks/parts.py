"""What do the running parts say of themselves?"""

from __future__ import annotations

from collections.abc import Iterator

from bot.channels import find_channels
from bot.desk.issues import issues, undecided
from bot.doctor.complaint import Complaint
from bot.doctor.sending import sending_complaints
from bot.open_desk import open_desk
from bot.settings import Settings

ORDER = 80


def look(settings: Settings) -> Iterator[Complaint]:
    """What the running parts say of themselves: the mailbox, the SMTP server, Slack."""
    desk = open_desk(settings)
    try:
        channels = find_channels(desk)
        for name, channel in channels.items():
            for wrong, setting in channel.examine() if hasattr(channel, "examine") else ():
                yield Complaint(name, wrong, f"look at {setting}, and whether that server runs")
        yield from sending_complaints(desk)
        for issue in issues(desk, channels):
            what, _, remedy = issue.partition(": ")
            yield Complaint("now", what, remedy or "see docs/operating.md")
        if count := undecided(desk):
            remedy = "open their tickets and say for each whether it arrived"
            yield Complaint("answers", f"{count} may or may not have arrived", remedy)
    finally:
        desk.close()

"""Can every sentence of the deployment's own templates be used?"""

from __future__ import annotations

from collections.abc import Iterator

from bot.doctor.complaint import Complaint
from bot.settings import Settings
from knowledge.library import load_library
from triage.replies.overrides import mistakes
from triage.replies.sentences import own_folders

ORDER = 30


def look(settings: Settings) -> Iterator[Complaint]:
    for item in mistakes(own_folders(load_library(settings.data))):
        yield Complaint("templates", f"{item.file}: {item.wrong}", item.remedy)

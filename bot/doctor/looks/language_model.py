"""Is a language model set as a whole, or not at all?"""

from __future__ import annotations

from collections.abc import Iterator

from bot.doctor.complaint import Complaint
from bot.settings import Settings
from bot.settings.groups.language_model import LanguageModelSettings

ORDER = 40


def look(settings: Settings) -> Iterator[Complaint]:
    model = settings.of(LanguageModelSettings)
    if model.llm_url and model.llm_model is None:
        yield Complaint("language model", "it has no name", "set MAILTRIAGE_LLM_MODEL=name")
    if model.llm_url is None and (model.llm_model or model.llm_key):
        yield Complaint("language model", "it has no address", "set MAILTRIAGE_LLM_URL=https://host/v1")

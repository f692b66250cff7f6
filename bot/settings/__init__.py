"""The settings of the service: what each may be, and what is said of a wrong one. The one reader of them all.

One group a file in `groups/`, found by scanning; `settings.of(WebSettings)` is the view of one group. Where
values are found is `bot/setting_sources.py`'s; what stands nowhere has its default.
"""

from __future__ import annotations

from bot.settings.hiding import secret_names as secret_names
from bot.settings.hiding import shown as shown
from bot.settings.loading import Loaded as Loaded
from bot.settings.loading import SettingsError as SettingsError
from bot.settings.loading import load as load
from bot.settings.loading import load_settings as load_settings
from bot.settings.whole import Settings as Settings

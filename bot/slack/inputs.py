"""Fields of the modals that requesters fill in, and what they wrote there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.form.answer import KINDS
from bot.slack.files import MAX_FILE
from bot.slack.pace import word_of
from bot.slack.plain import cut, harmless, one_line, plain

Block = dict[str, Any]
LINE_LIMIT = 500
TEXT_LIMIT = 3_000
FILES = "files"
MOST_FILES = 10
_VALUE = "value"
_HINT_LIMIT = 2_000
_NOT_KNOWN = {"invalid_arguments", "invalid_blocks", "invalid_view"}


def text_field(name: str, label: str, hint: str = "", *, value: str = "", lines: bool = False) -> Block:
    limit = TEXT_LIMIT if lines else LINE_LIMIT
    element: Block = {
        "type": "plain_text_input", "action_id": _VALUE, "multiline": lines, "max_length": limit,
    }  # fmt: skip
    if value:
        element["initial_value"] = cut(harmless(value), limit)
    return _input(name, label, hint, element)


def choice_field(name: str, label: str, words: Mapping[str, str]) -> Block:
    options = [{"text": plain(cut(text, 75)), "value": value} for value, text in words.items()]
    return _input(name, label, "", {"type": "static_select", "action_id": _VALUE, "options": options})


def file_field(label: str, hint: str) -> Block:
    element = {
        "type": "file_input", "action_id": _VALUE, "max_files": MOST_FILES,
        "filetypes": [ending.removeprefix(".") for ending in KINDS],
    }  # fmt: skip
    return _input(FILES, label, hint, element)


def files_hint(words: Mapping[str, Any]) -> str:
    """In the words of the requester's page."""
    return str(words["files_hint"]).format(mb=MAX_FILE // (1024 * 1024))


def modal(callback: str, title: str, submit: str, close: str, metadata: str, blocks: list[Block]) -> Block:
    return {
        "type": "modal",
        "callback_id": callback,
        "private_metadata": metadata,
        "title": plain(one_line(title, 24)),
        "submit": plain(one_line(submit, 24)),
        "close": plain(one_line(close, 24)),
        "blocks": blocks,
    }


def open_modal(client: WebClient, trigger: str, view: Block) -> None:
    """Without the field for files where a workspace does not know it: a file may also be posted."""
    try:
        client.views_open(trigger_id=trigger, view=view)
    except SlackApiError as error:
        if word_of(error) not in _NOT_KNOWN:
            raise
        blocks = [block for block in view["blocks"] if block.get("block_id") != FILES]
        client.views_open(trigger_id=trigger, view={**view, "blocks": blocks})


def written(view: Mapping[str, Any]) -> dict[str, str]:
    """Name of the field -> what stands in it, or was chosen; empty ones are left out."""
    found: dict[str, str] = {}
    for name, held in ((view.get("state") or {}).get("values") or {}).items():
        state = held.get(_VALUE) or {}
        chosen = (state.get("selected_option") or {}).get("value")
        text = str(state.get("value") or chosen or "").replace("\x00", "").strip()
        if text:
            found[str(name)] = text[:TEXT_LIMIT]
    return found


def handed_in_files(view: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The file objects, as Slack describes them."""
    held = ((view.get("state") or {}).get("values") or {}).get(FILES) or {}
    files = (held.get(_VALUE) or {}).get("files") or ()
    return [file for file in files if isinstance(file, dict)][:MOST_FILES]


def _input(name: str, label: str, hint: str, element: Block) -> Block:
    block: Block = {
        "type": "input", "block_id": name, "optional": True,
        "label": plain(one_line(label, _HINT_LIMIT)), "element": element,
    }  # fmt: skip
    return {**block, "hint": plain(hint, _HINT_LIMIT)} if hint else block

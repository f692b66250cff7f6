"""The few shapes of Block Kit that cards, modals and the Home tab are made of. All words are plain text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from bot.slack.plain import cut, harmless, one_line, plain

Block = dict[str, Any]
INPUT_LIMIT = 3_000
TITLE_LIMIT = 24
BUTTON_LIMIT = 75


def header(text: str) -> Block:
    return {"type": "header", "text": plain(one_line(text, 150), 150)}


def section(text: str, accessory: Block | None = None) -> Block:
    block: Block = {"type": "section", "text": plain(text)}
    return {**block, "accessory": accessory} if accessory else block


def context(text: str) -> Block:
    return {"type": "context", "elements": [plain(one_line(text, 500))]}


def divider() -> Block:
    return {"type": "divider"}


def actions(elements: Sequence[Block], block_id: str | None = None) -> Block:
    block: Block = {"type": "actions", "elements": list(elements)}
    return {**block, "block_id": block_id} if block_id else block


def button(label: str, action: str, value: str = "", style: str | None = None) -> Block:
    made: Block = {"type": "button", "action_id": action, "text": plain(label, BUTTON_LIMIT)}
    made |= {"value": value} if value else {}
    return {**made, "style": style} if style else made


def link(label: str, url: str | None, action: str = "open") -> Block | None:
    """A button that opens an address; `None` without one."""
    if not url:
        return None
    return {"type": "button", "action_id": action, "text": plain(label, BUTTON_LIMIT), "url": url}


def options(words: Mapping[str, str]) -> list[Block]:
    """Value -> words."""
    return [{"text": plain(one_line(text, 75), 75), "value": value} for value, text in words.items()]


def select(name: str, words: Mapping[str, str], hint: str, chosen: str | None = None) -> Block:
    """A menu to pick one from."""
    found = options(words)
    made: Block = {"type": "static_select", "action_id": name, "options": found}
    made["placeholder"] = plain(hint, 150)
    first = next((item for item in found if item["value"] == chosen), None)
    return {**made, "initial_option": first} if first else made


def radio(name: str, words: Mapping[str, str], chosen: str | None = None) -> Block:
    found = options(words)
    first = next((item for item in found if item["value"] == chosen), None)
    made: Block = {"type": "radio_buttons", "action_id": name, "options": found}
    return {**made, "initial_option": first} if first else made


def ticks(name: str, words: Mapping[str, str], chosen: Iterable[str] = ()) -> Block:
    found = options(words)
    ticked = [item for item in found if item["value"] in set(chosen)]
    made: Block = {"type": "checkboxes", "action_id": name, "options": found}
    return {**made, "initial_options": ticked} if ticked else made


def text_input(name: str, value: str = "", *, hint: str = "", lines: bool = True) -> Block:
    made: Block = {
        "type": "plain_text_input",
        "action_id": name,
        "multiline": lines,
        "max_length": INPUT_LIMIT if lines else 150,
    }
    if value:
        made["initial_value"] = cut(harmless(value), made["max_length"])
    return {**made, "placeholder": plain(hint, 150)} if hint else made


def field(name: str, label: str, element: Block, *, hint: str = "", optional: bool = False) -> Block:
    """An input of a modal; its block and its element have the same name."""
    made: Block = {"type": "input", "block_id": name, "label": plain(label, 2_000), "element": element}
    made |= {"optional": True} if optional else {}
    return {**made, "hint": plain(hint, 2_000)} if hint else made


def modal(callback: str, title: str, blocks: Sequence[Block], *, submit: str, about: str) -> Block:
    """`about`: what comes back with its submission (`private_metadata`)."""
    return {
        "type": "modal",
        "callback_id": callback,
        "private_metadata": about,
        "title": plain(one_line(title, TITLE_LIMIT), TITLE_LIMIT),
        "submit": plain(submit, TITLE_LIMIT),
        "close": plain("Cancel", TITLE_LIMIT),
        "blocks": list(blocks),
    }

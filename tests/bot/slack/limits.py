"""Slack's limits of blocks, messages and views (docs.slack.dev, "Block Kit"): what it would refuse."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

TEXTS = {"section": 3_000, "header": 150, "button": 75, "option": 75, "label": 2_000, "hint": 2_000}
MOST_BLOCKS = {"message": 50, "modal": 100, "home": 100}
ELEMENTS = {"actions": 25, "context": 10}
BLOCKS = {"section", "header", "divider", "context", "actions", "context_actions", "input"}
MOST_OPTIONS = {"static_select": 100, "overflow": 5, "radio_buttons": 10, "checkboxes": 10}


def check_payload(args: dict[str, Any]) -> list[str]:
    """Of the arguments of one call: everything that Slack would refuse."""
    wrong = list(_blocks(args["blocks"], "message")) if args.get("blocks") else []
    if args.get("view"):
        wrong += check_view(args["view"])
    return wrong


def check_view(view: dict[str, Any]) -> list[str]:
    wrong = list(_blocks(view["blocks"], view["type"]))
    for name in ("title", "submit", "close"):
        if name in view:
            wrong += _text(view[name], 24, name, plain=True)
    wrong += ["no title"] if view["type"] == "modal" and "title" not in view else []
    has_input = any(block["type"] == "input" for block in view["blocks"])
    wrong += (
        ["an input without submit"] if view["type"] == "modal" and has_input and "submit" not in view else []
    )
    return wrong + (["private_metadata"] if len(view.get("private_metadata", "")) > 3_000 else [])


def check_blocks(blocks: list[dict[str, Any]]) -> list[str]:
    return list(_blocks(blocks, "message"))


def _blocks(blocks: list[dict[str, Any]], where: str) -> Iterator[str]:
    if not 1 <= len(blocks) <= MOST_BLOCKS[where]:
        yield f"{len(blocks)} blocks in a {where}"
    ids = [block["block_id"] for block in blocks if "block_id" in block]
    if len(ids) != len(set(ids)) or any(not 1 <= len(one) <= 255 for one in ids):
        yield f"block_id: {ids}"
    for block in blocks:
        yield from _block(block)


def _block(block: dict[str, Any]) -> Iterator[str]:
    kind = block["type"]
    if kind not in BLOCKS:
        yield f"a block {kind}"
    if "text" in block:
        yield from _text(block["text"], TEXTS[kind], kind, plain=kind == "header")
    if kind == "section" and not block.get("text") and not block.get("fields"):
        yield "an empty section"
    fields = block.get("fields", [])
    if len(fields) > 10:
        yield f"{len(fields)} fields"
    for one in fields:
        yield from _text(one, 2_000, "field")
    elements = block.get("elements", [])
    if kind in ELEMENTS and not 1 <= len(elements) <= ELEMENTS[kind]:
        yield f"{len(elements)} elements of {kind}"
    actions = [one["action_id"] for one in elements if "action_id" in one]
    if len(actions) != len(set(actions)):
        yield f"the same action twice: {actions}"
    for one in [*elements, *(block[name] for name in ("accessory", "element") if name in block)]:
        yield from _element(one)
    for name in ("label", "hint"):
        if name in block:
            yield from _text(block[name], TEXTS[name], name, plain=True)


def _element(element: dict[str, Any]) -> Iterator[str]:
    kind = element["type"]
    if kind in ("plain_text", "mrkdwn"):
        yield from _text(element, 3_000, "context")
        return
    if not 1 <= len(element.get("action_id", "x")) <= 255:
        yield "action_id"
    if "text" in element:
        yield from _text(element["text"], TEXTS["button"], kind, plain=True)
    if len(element.get("value", "")) > 2_000 or len(element.get("url", "")) > 3_000:
        yield f"value of {kind}"
    if "placeholder" in element:
        yield from _text(element["placeholder"], 150, "placeholder", plain=True)
    if len(element.get("initial_value", "")) > element.get("max_length", 3_000):
        yield f"initial_value of {kind}"
    if kind in MOST_OPTIONS:
        yield from _options(kind, element)


def _options(kind: str, element: dict[str, Any]) -> Iterator[str]:
    options = element["options"]
    if not 1 <= len(options) <= MOST_OPTIONS[kind]:
        yield f"{len(options)} options of {kind}"
    for option in options:
        yield from _text(option["text"], TEXTS["option"], "option")
        if not 1 <= len(option["value"]) <= 150:
            yield f"value {option['value']!r}"
    values = [option["value"] for option in options]
    if len(values) != len(set(values)):
        yield f"the same value twice: {values}"
    chosen = element.get("initial_options") or [
        one for one in [element.get("initial_option")] if one is not None
    ]
    if any(one not in options for one in chosen) or element.get("initial_options") == []:
        yield f"what is chosen of {kind} is none of its options"


def _text(text: dict[str, Any], most: int, where: str, plain: bool = False) -> Iterator[str]:
    """The text's length, and that nothing in it can be a mention or a link under another name."""
    if plain and text["type"] != "plain_text":
        yield f"{where} is no plain text"
    if not 1 <= len(text["text"]) <= most:
        yield f"{len(text['text'])} characters in {where}"
    if text["type"] != "plain_text":
        yield f"{where} is {text['type']}: strangers' words belong into plain text"
    if any(mark in text["text"] for mark in ("<!", "<@", "<#")):
        yield f"a mention in {where}: {text['text'][:60]!r}"

"""A suggested reply in a language model's words, where the settings name one."""

from __future__ import annotations

from dataclasses import replace

from bot.desk.context import Desk
from triage.model import Decision


def reworded(desk: Desk, decision: Decision) -> Decision:
    """The decision with its reply worded anew, or with a remark why not; what goes out by machine stays."""
    reply = decision.reply
    if desk.reword is None or reply is None:
        return decision
    done = desk.reword(reply.text, decision.language or "en")
    text = done.text or reply.text
    unasked = reply.unasked or (reply.text if text != reply.text else None)
    return replace(decision, reply=replace(reply, text=text, unasked=unasked, remark=done.remark))

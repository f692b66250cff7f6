"""A client that keeps away from Slack where Slack has just said "later".

Slack limits each method for itself, and posting for each channel ("Rate limits" in its documentation): after
a 429 nothing is asked there until its Retry-After is over; after a fault, for a time that grows to a minute.
Whoever asks meanwhile gets the same refusal, without a request.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.client import HTTPException
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse

from bot.desk.types import NotYet

TEMPORARY = {
    "ratelimited", "rate_limited", "internal_error", "fatal_error", "service_unavailable", "request_timeout",
    "team_added_to_org", "accesslimited",
}  # fmt: skip
"""Slack's error words that say "later"; any other is final until somebody changes something."""
LONGEST_S = 60.0
_MOST_PLACES = 1_000
_quiet = logging.getLogger("bot.slack.client")
_quiet.setLevel(logging.CRITICAL + 1)  # whoever asks says what went wrong, in one line

Place = tuple[str, str]


class PacedClient(WebClient):
    """`clock`: seconds, the same that the desk's rows are due by.

    It never tries twice by itself: a post whose answer got lost would stand there twice.
    """

    def __init__(self, *, clock: Callable[[], float], **more: Any) -> None:
        super().__init__(logger=_quiet, retry_handlers=[], **more)
        self._clock, self._lock = clock, threading.Lock()
        self._until: dict[Place, float] = {}
        self._faults: dict[Place, int] = {}

    def api_call(self, api_method: str, **more: Any) -> SlackResponse:
        """Raises `SlackApiError`, and `OSError` when Slack cannot be reached."""
        place = (api_method, _channel(more))
        wait = self._wait_s(place)
        if wait > 0:
            raise later(wait)
        try:
            answer = super().api_call(api_method, **more)
        except SlackApiError as error:
            self._note(place, error)
            raise
        except HTTPException as error:
            self._fault(place, None)
            raise ConnectionError(str(error)) from error
        except OSError:
            self._fault(place, None)
            raise
        with self._lock:
            self._until.pop(place, None)
            self._faults.pop(place, None)
        return answer

    def _wait_s(self, place: Place) -> float:
        with self._lock:
            return self._until.get(place, 0.0) - self._clock()

    def _note(self, place: Place, error: SlackApiError) -> None:
        if is_temporary(error):
            self._fault(place, retry_after_s(error))

    def _fault(self, place: Place, told_s: float | None) -> None:
        with self._lock:
            if len(self._until) >= _MOST_PLACES:
                self._until.clear()
                self._faults.clear()
            count = self._faults[place] = self._faults.get(place, 0) + 1
            wait = told_s if told_s is not None else min(2.0 ** min(count - 1, 10), LONGEST_S)
            self._until[place] = self._clock() + wait


def is_temporary(error: SlackApiError) -> bool:
    """Whether the same request may be taken later. What is no answer of Slack's at all is a fault, too."""
    word, code = word_of(error), int(getattr(error.response, "status_code", 0) or 0)
    return code == 429 or code >= 500 or word in TEMPORARY or " " in word


def word_of(error: SlackApiError) -> str:
    """Slack's word for what is wrong, such as `channel_not_found`."""
    response = error.response
    return str(response.get("error", "")) if hasattr(response, "get") else ""


def retry_after_s(error: SlackApiError) -> float | None:
    """Seconds, as the Retry-After field says (RFC 9110 section 10.2.3)."""
    headers: Mapping[str, Any] = getattr(error.response, "headers", None) or {}
    value = str(headers.get("Retry-After") or headers.get("retry-after") or "")
    return min(float(value), 3600.0) if value.isdecimal() else None


def later(wait_s: float) -> SlackApiError:
    """The refusal that Slack would give again."""
    seconds = str(max(1, round(wait_s + 0.5)))
    response = SlackResponse(
        client=None,
        http_verb="POST",
        api_url="",
        req_args={},
        data={"ok": False, "error": "ratelimited"},
        headers={"Retry-After": seconds},
        status_code=429,
    )
    return SlackApiError(f"Slack is left alone for {seconds} s more", response)  # type: ignore[no-untyped-call]


@contextmanager
def put_off() -> Iterator[None]:
    """For what workers show in Slack: while Slack takes nothing, it is `NotYet`, and comes later."""
    try:
        yield
    except SlackApiError as error:
        if not is_temporary(error):
            raise
        told = retry_after_s(error)
        raise NotYet(f"Slack says {word_of(error)[:200]}: later", told or LONGEST_S / 2) from error
    except OSError as error:
        raise NotYet(f"Slack cannot be reached: {error}", LONGEST_S / 2) from error


def _channel(more: Mapping[str, Any]) -> str:
    for name in ("json", "params", "data"):
        given = more.get(name)
        if isinstance(given, Mapping) and given.get("channel"):
            return str(given["channel"])
    return ""

"""Data as an object of one of our types, from any thread.

msgspec lays out a dataclass the first time that it is asked for, and lets a second thread read the layout
while it is half done, which ends the process (SIGSEGV, msgspec 0.22). Here a type is laid out once, under a
lock, with all that it holds, before anything is read as it.
"""

from __future__ import annotations

import threading
from typing import Any, TypeVar

import msgspec

_T = TypeVar("_T")
_LAYING_OUT = threading.Lock()
_decoders: dict[type[Any], msgspec.json.Decoder[Any]] = {}


def from_json(raw: bytes, kind: type[_T]) -> _T:
    """Raises `msgspec.MsgspecError` where the JSON is none, or not this type's."""
    read: _T = _decoder(kind).decode(raw)
    return read


def from_data(data: Any, kind: type[_T]) -> _T:
    """The same of dicts and lists, as a JSON column has them. Raises `msgspec.ValidationError`."""
    _decoder(kind)
    return msgspec.convert(data, kind)


def _decoder(kind: type[Any]) -> msgspec.json.Decoder[Any]:
    found = _decoders.get(kind)
    if found is None:
        with _LAYING_OUT:
            found = _decoders[kind] = msgspec.json.Decoder(kind)
    return found

"""Which numbers may stand in an address? Those that a row can have; others are not found, at any database."""

from __future__ import annotations

from flask import Flask
from werkzeug.routing import IntegerConverter


class RowNumber(IntegerConverter):
    regex = r"\d{1,9}"


def install(app: Flask) -> None:
    """Before any route is made: `<int:…>` means a row's number."""
    app.url_map.converters["int"] = RowNumber

from __future__ import annotations

from tests.triage.checks.zones import Row


def shared(word: str, hurts: str, piece: str) -> Row:
    value = f'{{"kinds": ["ip"], "value": "192.0.2.9", "caught": 3, "of": 4, "hurts": {hurts}}}'
    return "", {"shared_feature": value}, word, piece


CASES: list[Row] = [
    shared("safe", "{}", "3 of 4 samples share the sending address 192.0.2.9"),
    shared("hurts", '{"list": 2}', "2 newsletters of proven senders"),
]

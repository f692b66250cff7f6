"""Labels with a time before an address: "Sent: 8:22 CET, anna@…. Arrived: 12:55 CET, bob@…"."""

from __future__ import annotations

import re

_LABEL = re.compile(
    r"(?:^|[\n.;|(] ?)(?:(?P<sender>sent|gesendet|abgeschickt|verschickt|elkuldve|kuldve|envoye|expedie"
    r"|enviad[oa]|mandado|inviat[oa]|spedit[oa]|verzonden|verstuurd|wyslan[oey]|nadan[oey])"
    r"|(?P<recipient>received|arrived|delivered|empfangen|angekommen|eingegangen|zugestellt|megerkezett"
    r"|erkezett|megjott|recu|arrive|livre|recibid[oa]|llegado|llego|entregad[oa]|ricevut[oa]|arrivat[oa]"
    r"|consegnat[oa]|ontvangen|aangekomen|afgeleverd|otrzyman[oey]|dotarlo|doreczon[oey]|dostarczon[oey]"
    r"|recebid[oa]|chegou|entregue)) ?: ?(?:(?!\. ?[a-z])[^\n@;]){0,60}[, (<]$"
)


def side_of_label(text: str, low: int, end: int) -> str:
    """`sender` or `recipient` by the nearest label before an address; empty where none stands there."""
    labels = list(_LABEL.finditer(text, low, end))
    return (labels[-1].lastgroup or "") if labels else ""

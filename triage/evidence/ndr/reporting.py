"""Which server wrote a notice that has no `Reporting-MTA` field?"""

from __future__ import annotations

import re

from triage.evidence.ndr.addresses import clean, domain
from triage.evidence.ndr.material import Material

MAX_LINES = 500
_KEYS = (
    "program", "system", "serv", "software", "agent", "message from", "notification from",
    "reporting-mta", "kiszolg", "serwer",
    "сервер",
    "サーバー", "服务器", "伺服器",
)  # fmt: skip
_NAME = r"([A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8})"
# Exchange's label for the server that wrote the notice, in its languages.
_GENERATING = (
    r"Generating server|Generierender Server|Erzeugender Server|Serveur de génération|Serveur générateur"
    r"|Servidor de generación|Servidor generador|Servidor que gener\w{1,3}|Server di generazione"
    r"|Server generatore|Servidor de geração|Servidor gerador|Genererende server|Serwer generujący"
    r"|Generující server|Generáló kiszolgáló|Создающий сервер|Сервер, создавший"
    r"|生成サーバー|生成服务器|產生伺服器"
    # its wording differs by version: a server, and a word for making something
    r"|(?=[^\n:]{0,40}(?:gener|g[eé]n[eé]r|erzeug|l[eé]treho|cr[eé]a|aanma|tworz|wygener|erstell|opstel|kelt))"
    r"[^\n:@\d]{0,30}(?:server|serv[ei]ur|servidor|kiszolgáló|serwer)[^\n:@\d]{0,30}(?=[:：])"
)
_AT_HOST = re.compile(
    rf"(?:program|system|server|software|agent)(?: v[\w.]{{1,12}})? (?:at|on) (?:host )?{_NAME}"
    rf"|(?:{_GENERATING})[ :：]{{1,3}}{_NAME}"
    rf"|Message from {_NAME}\.$|delivery status notification from {_NAME}"
    rf"|Reporting-MTA: {{1,8}}<?{_NAME}",
    re.IGNORECASE | re.MULTILINE,
)


def reporting_host(material: Material) -> str | None:
    """The host that the notice names as its own, else the domain of the daemon that sent it."""
    for line in material.lines[:MAX_LINES]:
        low = line.lower()
        if any(key in low for key in _KEYS) and (match := _AT_HOST.search(line)):
            return next(group for group in match.groups() if group).rstrip(".").lower()
    host = domain(clean(material.header("From") or ""))
    return host if "." in host else None

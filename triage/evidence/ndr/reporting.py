"""Which server wrote a notice that has no `Reporting-MTA` field?"""

from __future__ import annotations

import re

from triage.evidence.ndr.addresses import clean, domain
from triage.evidence.ndr.material import Material

_AT_HOST = re.compile(
    r"(?:program|system|server|software) (?:at|on) (?:host )?([A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8})"
    r"|(?:Generating server|Generierender Server|Erzeugender Server|Serveur de génération|Serveur générateur|Servidor de generación"
    r"|Servidor generador|Servidor que gener\w{1,3}|Server di generazione|Server generatore|Servidor de geração|Servidor gerador"
    r"|Genererende server|Serwer generujący|Generující server|Generáló kiszolgáló|Создающий сервер|Сервер, создавший|生成サーバー|生成服务器|產生伺服器)[ :：]{1,3}([A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8})"
    r"|Message from ([A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8})\.$"
    r"|Reporting-MTA: {1,8}<?([A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8})",
    re.IGNORECASE | re.MULTILINE,
)


def reporting_host(material: Material) -> str | None:
    """The host that the notice names as its own, else the domain of the daemon that sent it."""
    match = _AT_HOST.search(material.notice)
    if match:
        return next(group for group in match.groups() if group).rstrip(".").lower()
    host = domain(clean(material.header("From") or ""))
    return host if "." in host else None

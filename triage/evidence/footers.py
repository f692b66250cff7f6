"""Which lines does a mail program add below what somebody wrote, such as "Sent from my phone"?"""

from __future__ import annotations

import re

_SENT_FROM = re.compile(
    r"^(?:sent from (?:my |the )?\S|sent with |sent via |get outlook for |"
    r"gesendet mit |gesendet von|von meine[mr]\b.{1,40} gesendet|diese nachricht wurde von meinem |"
    r"outlook für \S{2,12}.{0,60} (?:herunterladen|beziehen)|holen sie sich outlook für |"
    r"envoyé (?:de mon|depuis|à partir|avec |via )|télécharger outlook pour |obtenez outlook pour |"
    r"enviado (?:desde|do meu|a partir|con |com )|obtener outlook para |obter o outlook para |"
    r"inviato da|inviato dal mio|scarica outlook per |ottieni outlook per |"
    r"verzonden vanaf|verstuurd vanaf|verzonden met |download outlook voor |outlook voor \S{2,12} downloaden|"
    r"wysłan[eoa] z|wysłano z|pobierz (?:aplikację |program )?outlook |"
    r"odesláno z|elküldve a|az iphone-omról|az ipad-emről|.{1,40}telefonomról küldve|outlook letöltése |"
    r"отправлено (?:с|из)|skickat från|iphoneから送信|发自我的)",
    re.IGNORECASE,
)
_LONGEST = 120


def is_footer(line: str) -> bool:
    """A line of its own that only says with what the mail was written."""
    text = line.strip()
    return len(text) <= _LONGEST and _SENT_FROM.match(text) is not None


def without_signature(lines: list[str]) -> list[str]:
    """Up to the signature mark (RFC 3676 section 4.3), and without footers of mail programs."""
    for at, line in enumerate(lines):
        if line in ("--", "-- ") and any(above.strip() for above in lines[:at]):
            lines = lines[:at]
            break
    return [line for line in lines if not is_footer(line)]

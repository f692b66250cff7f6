"""Who counts themselves, and who says that others have it, too."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from triage.details import affected_users
from triage.details.telling import Telling


@pytest.mark.parametrize(
    ("text", "there"),
    [
        ("Spam all day. Tessa at the counter has it too, the drivers don't.", True),
        ("We are just four here and all that junk is in our inboxes.", True),
        ("Wir sind nur zu dritt hier und kriegen den Müll in den Posteingang.", True),
        ("Ketten vagyunk a boltban, és naponta jön ez a szemét.", True),
        ("On n'est que trois et nous recevons ces pubs.", True),
        ("Nous ne sommes que cinq et ça arrive tous les jours.", True),
        ("Somos solo cuatro y nos llega basura.", True),
        ("Siamo solo in tre e ci arriva questa robaccia.", True),
        ("We zijn maar met z'n vieren en krijgen elke dag rommel.", True),
        ("Jest nas tylko troje i codziennie to dostajemy.", True),
        ("Eu e a minha irmã (somos só duas) recebemos lixo.", True),
        ("Mein Kollege hat es auch.", True),
        ("Erwischt hat es nur verleih@ und Tom.", True),
        ("It is only orders@ that gets them.", True),
        ("All three of our addresses get them.", True),
        ("Alle drie onze adressen hebben het.", True),
        ("Here is one that came to orders@ today.", False),
        ("Mon associée les voit aussi.", True),
        # times and years are no heads
        ("We are two days without a quiet inbox.", False),
        ("Wir sind drei Tage voller Spam.", False),
        ("Somos clientes há dois anos e agora vem spam.", False),
        ("Spam comes all day long and I have had enough.", False),
    ],
)
def test_affected_users(tell: Callable[..., Telling], text: str, there: bool) -> None:
    assert (affected_users.find(tell(text)) is not None) is there

"""Only thanks, or something more?"""

from __future__ import annotations

import pytest

from bot.desk.thanks import only_thanks


@pytest.mark.parametrize(
    "text",
    [
        "Thanks!",
        "Thank you very much for your quick help.\n\nBest regards\nAlice",
        "Perfect, thanks a lot, it works now! Have a nice weekend",
        "Hi Anna,\n\nmany thanks, that did the trick.\n\nKind regards\nAlice Baker",
        "Great, I really appreciate it",
        "Vielen Dank, jetzt funktioniert alles!",
        "Hallo Frau Müller,\n\nsuper, herzlichen Dank für die schnelle Hilfe! Schönen Tag noch\nJörg Ärmel",
        "Danke, hat geklappt! LG",
        "Köszönöm szépen!",
        "Kedves Anna!\nNagyon szépen köszönöm a gyors segítséget, már működik.\nÜdvözlettel,\nKovács Béla",
        "Köszi, megoldódott",
        "Merci beaucoup pour votre aide",
        "Bonjour,\nun grand merci, c’est réglé. Bonne journée\nÉlodie",
        "Merci, ça fonctionne !",
        "Muchas gracias",
        "Hola Ana, mil gracias por su ayuda, ya funciona. Un saludo",
        "Grazie mille",
        "Grazie per l'aiuto, ora funziona tutto. Buona giornata",
        "Bedankt!",
        "Hartelijk dank voor de snelle hulp, het werkt weer. Fijne dag, Joost",
        "Dziękuję bardzo za pomoc",
        "Dzięki, wszystko działa. Pozdrawiam serdecznie, Łukasz",
        "Muito obrigada",
        "Olá Ana, muito obrigado pela ajuda, já está resolvido. Cumprimentos, Inês",
    ],
)
def test_only_thanks(text: str) -> None:
    assert only_thanks(text)


@pytest.mark.parametrize(
    "text",
    [
        "Thanks, but it bounced again today",
        "Thanks. Can you also look at bob@example.org?",
        "Thanks, bounced again",
        "Thanks, not working",
        "Thank you: bob, at 9:14",
        "Thanks, I am still waiting",
        "THANKS FOR NOTHING",
        "Danke, aber es geht immer noch nicht",
        "Danke, funktioniert nicht",
        "Danke, das Problem ist wieder da",
        "Köszönöm, de még mindig nem működik",
        "Merci, mais ça ne marche toujours pas",
        "Merci, rien reçu",
        "Gracias, pero sigue sin funcionar",
        "Grazie, ma non funziona ancora",
        "Bedankt, maar het werkt nog niet",
        "Dziękuję, ale nadal nie działa",
        "Obrigado, mas ainda não funciona",
        "It works now",
        "",
        "thanks " * 100,
    ],
)
def test_something_more(text: str) -> None:
    assert not only_thanks(text)

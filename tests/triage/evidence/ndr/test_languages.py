"""Notices of Microsoft 365 and Gmail in the languages that they speak, without a delivery-status part."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from knowledge.vocabulary import Platform
from triage.evidence.ndr import read_pasted
from triage.model import DeliveryReport

Notice = Callable[..., DeliveryReport | None]

MICROSOFT = [
    ("Undeliverable", "Delivery has failed to these recipients or groups:", "Generating server"),
    ("Unzustellbar", "Fehler bei der Zustellung an folgende Empfänger oder Gruppen:", "Generierender Server"),
    ("Non remis", "Échec de la remise à ces destinataires ou groupes :", "Serveur de génération"),
    (
        "No se puede entregar",
        "No se pudo entregar el mensaje a estos destinatarios:",
        "Servidor de generación",
    ),
    (
        "Non recapitabile",
        "Impossibile recapitare il messaggio ai seguenti destinatari:",
        "Server di generazione",
    ),
    ("Não é possível entregar", "Falha na entrega a estes destinatários ou grupos:", "Servidor de geração"),
    ("Onbestelbaar", "De bezorging is mislukt aan deze geadresseerden:", "Genererende server"),
    ("Niedostarczalne", "Nie można dostarczyć wiadomości do tych adresatów:", "Serwer generujący"),
    ("Nedoručitelné", "Doručení těmto příjemcům nebo skupinám se nezdařilo:", "Generující server"),
    ("Kézbesíthetetlen", "Nem sikerült kézbesíteni az üzenetet a következőknek:", "Generáló kiszolgáló"),
    # the label differs by version
    ("Unzustellbar", "Fehler bei der Zustellung an folgende Empfänger oder Gruppen:", "Erstellender Server"),
    ("Kézbesíthetetlen", "Nem sikerült kézbesíteni az üzenetet a következőknek:", "Létrehozó kiszolgáló"),
    ("Onbestelbaar", "De bezorging is mislukt aan deze geadresseerden:", "Server die dit opstelde"),
    ("Недоставленное", "Не удалось доставить сообщение следующим получателям:", "Создающий сервер"),
    ("配信不能", "次の受信者またはグループへの配信に失敗しました:", "生成サーバー"),
    ("未传递", "无法传递给以下收件人或组:", "生成服务器"),
]
GMAIL = [
    ("Von", "Betreff", "Ihre Nachricht wurde nicht an {} zugestellt, weil sie nicht gefunden wurde."),
    ("De", "Objet", "Votre message n'est pas parvenu à {}, car l'adresse est introuvable."),
    ("De", "Asunto", "Tu mensaje no se ha entregado a {} porque no se ha encontrado la dirección."),
    ("Da", "Oggetto", "Il tuo messaggio non è stato recapitato a {} perché non è stato trovato."),
    ("Feladó", "Tárgy", "Üzenetét nem sikerült kézbesíteni ide: {}, mert a cím nem található."),
    ("От", "Тема", "Сообщение не доставлено на адрес {}, потому что он не найден."),
    ("差出人", "件名", "{} にメールを配信できませんでした。"),
]


@pytest.mark.parametrize(("subject", "opening", "server"), MICROSOFT, ids=lambda text: text[:12])
def test_microsoft(notice: Notice, platform: Platform, subject: str, opening: str, server: str) -> None:
    text = (
        f"{opening}\n\nbob@example.org<mailto:bob@example.org>\n\n{server}: mail.example.org\n\n"
        "bob@example.org\nRemote Server returned '550 5.1.10 RESOLVER.ADR.RecipientNotFound; not found'\n"
    )
    whole = notice("postmaster@example.org", f"{subject}: Figures", text)
    for report in (whole, read_pasted(f"Hello,\n\n{text}", platform)):
        assert report is not None
        assert report.reporting_mta == "mail.example.org"
        assert [(one.address, one.status, one.reason) for one in report.recipients] == [
            ("bob@example.org", "5.1.10", "no_such_user")
        ]


@pytest.mark.parametrize(("from_", "subject", "sentence"), GMAIL, ids=lambda text: text[:12])
def test_gmail_forwarded(platform: Platform, from_: str, subject: str, sentence: str) -> None:
    text = (
        "---------- Forwarded message ---------\n"
        f"{from_}: Mail Delivery Subsystem <mailer-daemon@googlemail.com>\n"
        f"{subject}: Delivery Status Notification (Failure)\n\n\n{sentence.format('bob@example.org')}\n\n"
        "550 5.1.1 The email account that you tried to reach does not exist. gsmtp\n"
    )
    report = read_pasted(text, platform)
    assert report is not None
    assert [(one.address, one.status, one.reason) for one in report.recipients] == [
        ("bob@example.org", "5.1.1", "no_such_user")
    ]

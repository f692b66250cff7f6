"""Details that only words can tell."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from triage.details import (
    affected_users,
    authorized_user_id,
    junk_checked,
    ndr,
    reseller_id,
    unusual_volume,
)
from triage.details.telling import Telling

JUNK_CHECKED = [
    ("In spam it is not, I looked.", True),
    ("Spam folder? Checked.", True),
    ("No spam não está, verifiquei.", True),
    ("In de map ongewenst heb ik ook gekeken.", True),
    ("A kéretlen levelek között sincs.", True),
    ("W folderze spam jej nie ma.", True),
    ("Nichts im Posteingang, Junk auch leer.", True),
    ("The spam filter took it, nothing arrives.", False),
    ("This is no spam and is not in the inbox.", False),
    ("Das ist kein Spam, aber es ist nicht da.", False),
    ("Is it in spam, should I have looked there?", False),
    ("I have not looked into spam.", False),
    ("I already looked in my Junk folder", True),
    ("It is not in the spam folder either", True),
    ("Junk and inbox searched. I have checked the junk folder.", True),
    ("I haven't checked my junk folder yet", False),
    ("Should I look in the spam folder?", False),
    ("It lands in my junk folder", False),
    ("Im Spam-Ordner habe ich schon nachgesehen", True),
    ("Im Junk-Ordner ist sie auch nicht", True),
    ("Im Spam habe ich noch nicht nachgesehen", False),
    ("A levélszemét mappában sincs", True),
    ("J'ai vérifié dans les indésirables", True),
    ("Ya he revisado la carpeta de spam", True),
    ("Ho già controllato la cartella spam", True),
    ("Ik heb al in de spam gekeken", True),
    ("Sprawdziłem też folder spam", True),
    ("Já verifiquei a pasta de spam", True),
    ("The junk folder was checked, too", True),
    ("It never came, junk is checked already", True),
    ("He mirado en la carpeta de correo no deseado y nada", True),
    ("Todavía no he mirado en la carpeta de correo no deseado", False),
    ("Posta indesiderata già controllata", True),
    ("Folder spam został sprawdzony", True),
]

VOLUME = [
    ("Usually I get 1-2 a week, now 20 a day", True),
    ("We used to get two spams a week; since Monday 150 a day", True),
    ("Normally none, today 60 messages", True),
    ("It rose from 5 a day to 300 a day", True),
    ("Sonst 2 pro Woche, jetzt 40 am Tag", True),
    ("Általában heti 2 levél, most napi 50", True),
    ("D'habitude 2 par semaine, maintenant 30 par jour", True),
    ("Normalmente 2 por semana, ahora 30 al día", True),
    ("Di solito 2 a settimana, adesso 30 al giorno", True),
    ("Normaal 2 per week, nu 30 per dag", True),
    ("Zwykle 2 na tydzień, teraz 30 dziennie", True),
    ("Normalmente 2 por semana, agora 30 por dia", True),
    ("Far more spam than usual", False),
    ("Now 20 a day", False),
    ("Usually 2 a week", False),
    ("normally fine, on 12.03.2026 at 14:05 it began", False),
    ("El 7 de mayo de 2026 a las 9 llegó tarde", False),
    ("Desde 7 de maio de 2026 a 9 de maio nada chegou", False),
    ("it was sent from 10:15 to 11:30 on 4 May 2026", False),
]

AFFECTED = [
    ("all 34 of us get it", True),
    ("only me", True),
    ("three colleagues have the same", True),
    ("the whole company", True),
    ("12 mailboxes", True),
    ("Nur ich bin betroffen", True),
    ("bei uns alle", True),
    ("csak nekem jön", True),
    ("toute l'entreprise", True),
    ("solo yo", True),
    ("tutti i colleghi", True),
    ("alleen bij mij", True),
    ("cała firma", True),
    ("apenas eu", True),
    ("Alle unsere Mitarbeiter sind betroffen", True),
    ("tous nos employés", True),
    ("I get 20 spams a day", False),
    ("", False),
]

LINES = [
    ("550 5.1.1 <bob@partner.test>: Recipient address rejected: User unknown", True),
    ("it says: 554 5.7.1 Message blocked due to spam content", True),
    ("#5.1.1 smtp; address does not exist", True),
    ("552 Mailbox full, quota exceeded", True),
    ("I got a 550 error", False),
    ("we sent 550 mails", False),
    ("call me at 550 123 456", False),
    ("it bounced", False),
]

IDS = [
    ("Reseller ID: acme-hosting", "acme-hosting", None),
    ("Our reseller ID is acme and the authorized user ID is jdoe42.", "acme", "jdoe42"),
    ("reseller: acme\nauthorised user: j.doe@acme.test", "acme", "j.doe@acme.test"),
    ("Reseller-ID: Muster-Hosting, Benutzer-ID: muster1", "Muster-Hosting", "muster1"),
    ("I do not know my reseller ID and authorized user ID", None, None),
    ("What is a reseller ID?", None, None),
    ("our reseller is on holiday", None, None),
    ("ID revendeur : acme-fr", "acme-fr", None),
    ("Reseller ID muster, authorized user ID klaus.", "muster", "klaus"),
    ("reseller ID muster and user ID klaus. Thank you!", "muster", "klaus"),
    ("Reseller: acme / login: acme_ops. Our user cannot send.", "acme", "acme_ops"),
    ("Hi, reseller ID acme, user opsadmin. Mail is late.", "acme", "opsadmin"),
    ("Revendeur : acme, identifiant : acme_admin. Bonjour", "acme", "acme_admin"),
    ("Reseller: acme. User anna@bakery.test cannot send.", "acme", None),
    ("Reseller: acme. Our users cannot send.", "acme", None),
    ("Unsere Reseller-ID lautet muster, die Benutzer-ID klaus", "muster", "klaus"),
    ("the reseller ID came by post", None, None),
]


@pytest.mark.parametrize(("text", "there"), JUNK_CHECKED)
def test_junk_checked(tell: Callable[..., Telling], text: str, there: bool) -> None:
    assert (junk_checked.find(tell(text)) is not None) is there


@pytest.mark.parametrize(("text", "there"), VOLUME)
def test_unusual_volume(tell: Callable[..., Telling], text: str, there: bool) -> None:
    assert (unusual_volume.find(tell(text)) is not None) is there


@pytest.mark.parametrize(("text", "there"), AFFECTED)
def test_affected_users(tell: Callable[..., Telling], text: str, there: bool) -> None:
    assert (affected_users.find(tell(text)) is not None) is there


@pytest.mark.parametrize(("text", "there"), LINES)
def test_quoted_line(tell: Callable[..., Telling], text: str, there: bool) -> None:
    assert (ndr.find(tell(text)) is not None) is there


@pytest.mark.parametrize(("text", "reseller", "user"), IDS)
def test_ids(tell: Callable[..., Telling], text: str, reseller: str | None, user: str | None) -> None:
    telling = tell(text)
    assert (reseller_id.find(telling), authorized_user_id.find(telling)) == (reseller, user)

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
    ("As of now over 2000, normally we have four, five a day", True),
    ("Stand jetzt über 2000, sonst haben wir vier, fünf am Tag", True),
    ("Here is one of those mails. This week it is about 30 a day", False),
    ("Anbei eine von den Mails. Diese Woche sind es um die 30 am Tag", False),
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
    ("Before, there were none; now I get two a day", True),
    ("Davor kam nichts, jetzt vier pro Tag", True),
    ("Vorher gab es das nicht, nun täglich fünf Stück", True),
    ("Eddig nem jött ilyen, most napi kettő", True),
    ("Avant je n'en recevais pas, maintenant trois par jour", True),
    ("Antes no me llegaban, ahora dos al día", True),
    ("Prima non ne ricevevo, adesso tre alla settimana", True),
    ("Eerst kreeg ik er geen, nu twee per dag", True),
    ("Wcześniej nie było żadnych, teraz pięć dziennie", True),
    ("Antes não vinham, agora dois por dia", True),
    ("4 a day instead of 9 a month", True),
    ("4 pro Tag statt 2 pro Woche", True),
    ("Napi 5 jön heti 1 helyett", True),
    ("5 par jour au lieu d'une par semaine", True),
    ("6 al día en vez de 2 a la semana", True),
    ("6 al giorno invece di 2 a settimana", True),
    ("6 per dag i.p.v. 2 per week", True),
    ("6 dziennie zamiast 1 tygodniowo", True),
    ("6 por dia em vez de 1 por semana", True),
    ('A spam came and says "win 5000 now, only 10 before". Strange.', False),
    ("I got spam. This is its text:\n\nNow 900 a day instead of 3 a day, invest now!", False),
    ("Ich bekam Spam: „Früher 10 Euro am Tag, jetzt 5000 am Tag verdienen!“", False),
]

AFFECTED = [
    ("It is only bills@ and orders@ that get it.", True),
    ("Get it: bills@, orders@, me.", True),
    ("Both shop assistants got them as well", True),
    ("Es trifft nur das Postfach der Anmeldung", True),
    ("It comes to anna@bakery.test and ben@bakery.test", True),
    ("The sender is called bills@ something.", False),
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
    ("All the others are fine.", True),
    ("Die anderen im Büro haben das nicht.", True),
    ("A többieknél nincs ilyen.", True),
    ("Les autres n'ont rien.", True),
    ("Los demás no lo tienen.", True),
    ("Gli altri non ne ricevono.", True),
    ("De anderen hebben er geen.", True),
    ("Inni pracownicy nie dostają.", True),
    ("Os restantes não recebem.", True),
    ("550-5.1.1 The email account that you tried to reach does not exist.", False),
    ("550-5.7.26 This user is blocked", False),
]

PART_OF = [
    "12 of our 400 people have it",
    "12 von 400 Kollegen haben das",
    "A 400 dolgozónkból 12 kapja",
    "12 de nos 400 employés",
    "12 de los 400 empleados",
    "12 dei 400 dipendenti",
    "12 van de 400 medewerkers",
    "12 z 400 pracowników",
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
    ('We sell your boxes on (reseller, account "hillhost").', "hillhost", None),
    ("Nous sommes revendeurs, compte \u00ab collineweb \u00bb.", "collineweb", None),
    (
        "Wir sind H\u00e4ndler, das Konto hei\u00dft \u201eh\u00fcgelnetz\u201c".replace("\u00fc", "u"),
        "hugelnetz",
        None,
    ),
    ("Our reseller over at your place is hillhost, nothing else.", "hillhost", None),
    ("We are with hillhost (reseller), in the panel I sign in as hill7.", "hillhost", "hill7"),
    (
        "Der Reseller bei euch ist huegelnetz. Im Panel melde ich mich als huegel1 an.",
        "huegelnetz",
        "huegel1",
    ),
    ("Do panelu loguj\u0119 si\u0119 jako gorka3", None, "gorka3"),
    ("In the panel everything looks as usual.", None, None),
    (
        'Il rivenditore \u00e8 registrato da voi come "collinanet"; chi accede al pannello non lo so',
        "collinanet",
        None,
    ),
    ('Our reseller told us so. The account "office" is full.', None, None),
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
    (
        "Sending is off. Our reseller name is tulipnet and the user for manage.opensrs.com is tadmin",
        "tulipnet",
        "tadmin",
    ),
    ("Händler-ID: nordweb, Benutzer im Control Panel: nord.adm", "nordweb", "nord.adm"),
    ("Unsere Händlerkennung lautet nordweb. Login im Kundencenter: nordadm", "nordweb", "nordadm"),
    ("Login manage.opensrs.com: lakeadm, reseller lakenet", "lakenet", "lakeadm"),
    ("viszonteladó azonosító: dunaweb; vezérlőpult felhasználó: duna_adm", "dunaweb", "duna_adm"),
    ("A viszonteladói nevünk tiszanet, a manage.opensrs.com belépés: tisza1", "tiszanet", "tisza1"),
    ("Revendeur : alpeweb / utilisateur du panneau : alpe_adm", "alpeweb", "alpe_adm"),
    (
        "Notre compte revendeur s'appelle alpeweb et l'identifiant pour manage.opensrs.com est alpe7",
        "alpeweb",
        "alpe7",
    ),
    ("Distribuidor: solweb. Usuario de manage.opensrs.com: sol_adm", "solweb", "sol_adm"),
    ("La cuenta de revendedor se llama solweb; acceso al panel: sol9", "solweb", "sol9"),
    ("Rivenditor: laghiweb, utente del pannello di controllo: laghi_adm", "laghiweb", "laghi_adm"),
    ("Il nostro codice rivenditore è laghiweb, login per manage.opensrs.com: laghi2", "laghiweb", "laghi2"),
    ("Wederverkopersnaam: polderweb, inlognaam controlepaneel: polder1", "polderweb", "polder1"),
    (
        "Onze resellernaam is polderweb en de gebruiker op manage.opensrs.com is polderadm",
        "polderweb",
        "polderadm",
    ),
    ("Nazwa resellera: tatraweb, login do manage.opensrs.com: tatra_adm", "tatraweb", "tatra_adm"),
    ("Nasz identyfikator resellera to tatraweb, użytkownik panelu: tatra2", "tatraweb", "tatra2"),
    ("Revenda: serraweb; utilizador do painel de controlo: serra_adm", "serraweb", "serra_adm"),
    ("A nossa conta de revendedor chama-se serraweb, login no painel: serra3", "serraweb", "serra3"),
    ("Ask the reseller first. The panel login is broken.", None, None),
    ("Our reseller said the user cannot log in to the panel.", None, None),
    ("Unser Wiederverkäufer weiß nichts. Benutzer gesperrt.", None, None),
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


@pytest.mark.parametrize("text", PART_OF)
def test_a_part_of_all_is_affected(tell: Callable[..., Telling], text: str) -> None:
    assert affected_users.find(tell(text)) == "12"


@pytest.mark.parametrize(("text", "there"), LINES)
def test_quoted_line(tell: Callable[..., Telling], text: str, there: bool) -> None:
    assert (ndr.find(tell(text)) is not None) is there


@pytest.mark.parametrize(("text", "reseller", "user"), IDS)
def test_ids(tell: Callable[..., Telling], text: str, reseller: str | None, user: str | None) -> None:
    telling = tell(text)
    assert (reseller_id.find(telling), authorized_user_id.find(telling)) == (reseller, user)

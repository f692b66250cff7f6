"""Account names and panel logins that people tell in their own words, in nine languages."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from knowledge.vocabulary import Platform
from triage.arrival import arrived
from triage.details import authorized_user_id, reseller_id
from triage.details.telling import Telling, listen
from triage.evidence.reader import read

BOTH = [
    # English
    (
        "We registered with you under the name hillsidenet; to the control panel I log in as mjones4.",
        "hillsidenet",
        "mjones4",
    ),
    (
        "For your records: hillsidenet is our account with you, and I use the login m.jones for the panel.",
        "hillsidenet",
        "m.jones",
    ),
    (
        "On your books we are known as hillsidenet. The user I sign in with on the manage site is m_jones.",
        "hillsidenet",
        "m_jones",
    ),
    # German
    (
        "Registriert sind wir bei euch als huegelnetz, im Control Panel heißt mein Benutzer hjung3.",
        "huegelnetz",
        "hjung3",
    ),
    (
        "Unser Konto bei Ihnen läuft unter huegelnetz, und ins Verwaltungspanel gehe ich als h.jung rein.",
        "huegelnetz",
        "h.jung",
    ),
    (
        "Der Name, unter dem wir bei euch angemeldet sind, lautet huegelnetz. "
        "Für manage.opensrs.com nutze ich den Benutzer hjung.",
        "huegelnetz",
        "hjung",
    ),
    # Hungarian
    (
        "Nálatok dombhost néven vagyunk nyilvántartva, a kezelőfelületre a kzoli2 felhasználóval lépek be.",
        "dombhost",
        "kzoli2",
    ),
    (
        "Önöknél a fiókunk neve dombhost, a vezérlőpultra kzoli_dh néven jelentkezem be.",
        "dombhost",
        "kzoli_dh",
    ),
    ("A „dombhost” a nevünk nálatok, a panelbe meg „kzoli” néven szoktam belépni.", "dombhost", "kzoli"),
    # French
    (
        "Chez vous, notre compte s'appelle vallonweb, et pour entrer dans le "
        "panneau j'utilise l'identifiant cdubois7.",
        "vallonweb",
        "cdubois7",
    ),
    (
        "Nous avons ouvert le compte auprès de vous au nom de vallonweb ; au "
        "panneau de contrôle je m'identifie comme c.dubois.",
        "vallonweb",
        "c.dubois",
    ),
    (
        "Vous nous connaissez sous le nom « vallonweb », je me connecte à "
        "manage.opensrs.com avec l'utilisateur « cdubois ».",
        "vallonweb",
        "cdubois",
    ),
    # Spanish
    (
        "Nos dimos de alta con ustedes como colinaweb y en el panel de control entro como rmartin5.",
        "colinaweb",
        "rmartin5",
    ),
    (
        "Nuestra cuenta con vosotros se llama colinaweb; para acceder al panel uso el usuario r.martin.",
        "colinaweb",
        "r.martin",
    ),
    (
        "Figuramos en su sistema con el nombre «colinaweb» y accedo al panel con «rmartin».",
        "colinaweb",
        "rmartin",
    ),
    # Italian
    (
        "Da voi siamo registrati come collenet e nel pannello entro con l'utente gbianchi8.",
        "collenet",
        "gbianchi8",
    ),
    (
        "Il nostro conto presso di voi si chiama collenet, al pannello di controllo accedo come g.bianchi.",
        "collenet",
        "g.bianchi",
    ),
    (
        "Ci siamo iscritti da voi con il nome «collenet»; per il pannello il mio nome utente è gbianchi.",
        "collenet",
        "gbianchi",
    ),
    # Dutch
    (
        "Onze reseller is polderweb, en ik log bij het controlepaneel in als hdekker.",
        "polderweb",
        "hdekker",
    ),
    (
        "Bij jullie staan wij bekend als heuvelweb en op het controlepaneel log ik in als pdevries6.",
        "heuvelweb",
        "pdevries6",
    ),
    (
        "Ons account bij u heet heuvelweb, voor het control panel gebruik ik de gebruiker p.devries.",
        "heuvelweb",
        "p.devries",
    ),
    (
        "We hebben ons bij jullie aangemeld onder de naam 'heuvelweb' en ik "
        "kom in het paneel met 'pdevries'.",
        "heuvelweb",
        "pdevries",
    ),
    # Polish
    (
        "Jesteśmy u was zarejestrowani jako wzgorzenet, a do panelu loguję się jako jkowal9.",
        "wzgorzenet",
        "jkowal9",
    ),
    (
        "Nasze konto u Państwa nazywa się wzgorzenet, do panelu wchodzę użytkownikiem j.kowal.",
        "wzgorzenet",
        "j.kowal",
    ),
    (
        "Założyliśmy u was konto pod nazwą „wzgorzenet”, a w panelu mam login „jkowal”.",
        "wzgorzenet",
        "jkowal",
    ),
    # Portuguese
    ("Estamos registados convosco como colinahost e no painel entro como tsilva3.", "colinahost", "tsilva3"),
    (
        "A nossa conta convosco chama-se colinahost; para entrar no painel uso o utilizador t.silva.",
        "colinahost",
        "t.silva",
    ),
    (
        "Inscrevemo-nos convosco com o nome «colinahost» e acedo ao painel com «tsilva».",
        "colinahost",
        "tsilva",
    ),
]
ACCOUNT = [
    ("our name with you is hillsidenet if you need it", "hillsidenet"),
    ("The account we signed up with is hillsidenet.", "hillsidenet"),
    ("Our name with you is Hillsidenet.", "Hillsidenet"),
    ("OpenSRS reseller account: hillsidenet", "hillsidenet"),
    ("Unser Resellerkonto bei euch heißt huegelnetz, mehr weiß ich nicht.", "huegelnetz"),
    ("huegelnetz ist unser Name bei euch.", "huegelnetz"),
    ("A viszonteladói fiókunkat nálatok dombhost néven regisztráltuk.", "dombhost"),
    ("Le nom du compte chez vous est vallonweb, si ça aide.", "vallonweb"),
    ("Notre revendeur est inscrit chez vous sous le nom de vallonweb.", "vallonweb"),
    ("El nombre de la cuenta con ustedes es colinaweb, por si sirve.", "colinaweb"),
    ("Il nome con cui siamo registrati da voi è collenet.", "collenet"),
    ("De naam van ons account bij jullie is heuvelweb.", "heuvelweb"),
    ("Onze naam bij jullie (als reseller, van de aanmelding): heuvelweb-bv", "heuvelweb-bv"),
    ("Nazwa naszego konta u was to wzgorzenet.", "wzgorzenet"),
    ("O nome da nossa conta convosco é colinahost.", "colinahost"),
    ("Quem nos revende isto está inscrito convosco como «colinahost».", "colinahost"),
]
PANEL = [
    ("I get into the control panel with mjones4 as usual.", "mjones4"),
    ("m_jones is my login on the manage site.", "m_jones"),
    ("Ins Control Panel komme ich mit hjung_3 noch rein.", "hjung_3"),
    ("A vezérlőpultra (manage.opensrs.com) zoltan.k néven be tudok lépni.", "zoltan.k"),
    ("Au panneau d'administration je me connecte avec cdubois_it.", "cdubois_it"),
    ("Al panel (manage.opensrs.com) entro con rmartin_2.", "rmartin_2"),
    ("Nel pannello entro con gbianchi.adm e funziona.", "gbianchi.adm"),
    ("In het control panel kom ik binnen met pdevries_hw.", "pdevries_hw"),
    ("Do panelu wchodzę z jkowal_2 bez problemu.", "jkowal_2"),
    ("No painel de controlo entro com tsilva_adm.", "tsilva_adm"),
]


@pytest.mark.parametrize(("text", "account", "login"), BOTH)
def test_both(tell: Callable[..., Telling], text: str, account: str, login: str) -> None:
    telling = tell(f"Mail\n\n{text}\n\nThanks")
    assert (reseller_id.find(telling), authorized_user_id.find(telling)) == (account, login)


@pytest.mark.parametrize(("text", "account"), ACCOUNT)
def test_the_account_alone(tell: Callable[..., Telling], text: str, account: str) -> None:
    telling = tell(text)
    assert (reseller_id.find(telling), authorized_user_id.find(telling)) == (account, None)


@pytest.mark.parametrize(("text", "login"), PANEL)
def test_the_login_alone(tell: Callable[..., Telling], text: str, login: str) -> None:
    telling = tell(text)
    assert (reseller_id.find(telling), authorized_user_id.find(telling)) == (None, login)


def test_a_wrapped_line(tell: Callable[..., Telling]) -> None:
    text = (
        "Before you ask me again for it, we are registered with you under\nthe "
        "name hillsidenet, nothing else."
    )
    assert reseller_id.find(tell(text)) == "hillsidenet"


PASTED = """From: Rosa Pinto <anna@bakery.test>
To: help@hosting.test
Subject: spam
Date: Thu, 12 Mar 2026 16:30:00 +0100
Content-Type: text/plain; charset=utf-8

Good day

This is the head of one of them:

Return-Path: <news@seller.test>
Received: from m4.seller.test (m4.seller.test [198.51.100.140])
    by mx1.hosting.test (Postfix) with ESMTP id 9E01A2BB
    for <anna@bakery.test>; Thu, 12 Mar 2026 15:22:09 +0000 (UTC)
From: "Offers" <news@seller.test>
To: anna@bakery.test
Subject: A great offer
Date: Thu, 12 Mar 2026 15:22:01 +0000
Message-ID: <77120.m4@seller.test>

{said}

{name}
"""


@pytest.mark.parametrize(
    ("said", "name", "account"),
    [
        (
            "We are registered with you as hillsidenet. Nothing else is known to me.",
            "Rosa Pinto",
            "hillsidenet",
        ),
        ("Estamos registados convosco como colinahost.", "Rosa Pinto", "colinahost"),
        ("We are registered with you as hillsidenet.", "Offers Team", None),
    ],
)
def test_below_a_pasted_head(said: str, name: str, account: str | None) -> None:
    platform = Platform(
        name="oss", title="OSS", domains=("bakery.test",), help_addresses=("help@hosting.test",)
    )
    mail = PASTED.format(said=said, name=name).encode()
    case = arrived(read(mail, "ticket.eml", platform)[0], platform)
    assert reseller_id.find(listen(case)) == account

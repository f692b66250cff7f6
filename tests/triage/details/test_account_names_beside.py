"""Account names told in a table, behind a dash, beside a login, in what a bracket explains."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from triage.details import authorized_user_id, reseller_id
from triage.details.telling import Telling

LABELS = [
    # a table's row without any mark, a dash as the mark, the words in any order
    ("Reseller's account name oakbarn\n\nLogin for the panel – tkay", "oakbarn", "tkay"),
    ("Name of the reseller account – oakbarn", "oakbarn", None),
    ("Kontoname des Resellers — eichhof\nBenutzer im Panel — ohuber", "eichhof", "ohuber"),
    ("Name des Wiederverkäuferkontos eichhof\n\nTelefon 0555 12", "eichhof", None),
    ("A viszonteladói fiók neve – tolgyudvar\nVezérlőpult belépési név – horvathp", "tolgyudvar", "horvathp"),
    ("A viszonteladó fiókjának neve tolgyudvar", "tolgyudvar", None),
    ("Nom de compte du revendeur – chenaie\nUtilisateur du panneau – lmartin", "chenaie", "lmartin"),
    ("Nom du compte de revendeur chenaie\n\nMerci", "chenaie", None),
    ("Nombre de la cuenta del revendedor robledal\n\nUsuario del panel – lgarcia", "robledal", "lgarcia"),
    ("Cuenta de distribuidor – robledal", "robledal", None),
    ("Nome del conto del rivenditore – querceto\nUtente del pannello – lrossi", "querceto", "lrossi"),
    ("Nome dell'account di rivenditore querceto\n\nTelefono 0555 12", "querceto", None),
    ("Accountnaam van de reseller eikenhof\n\nLogin van het paneel – kbakker", "eikenhof", "kbakker"),
    ("Naam van het reselleraccount – eikenhof", "eikenhof", None),
    ("Nazwa konta odsprzedawcy – debina\nUżytkownik panelu – pnowak", "debina", "pnowak"),
    ("Konto sprzedawcy, nazwa – debina", "debina", None),
    ("Nome da conta de revendedor carvalhal\n\nUtilizador do painel – rcosta", "carvalhal", "rcosta"),
    ("Nome de conta da revenda – carvalhal", "carvalhal", None),
]
MARKS = [
    # an arrow, a table's bars, a list's labels
    ("Reseller account → oakbarn, panel login → tkay", "oakbarn", "tkay"),
    ("| Reseller | oakbarn |\n| Panel user | tkay |", "oakbarn", "tkay"),
    ("* Account name: oakbarn\n* Panel login: tkay", "oakbarn", "tkay"),
    ("- Kontoname: eichhof\n- Panel-Login: ohuber", "eichhof", "ohuber"),
    ("Resellerkonto -> eichhof\nLogin im Panel -> ohuber", "eichhof", "ohuber"),
    ("Fiók neve: tolgyudvar\nPanel belépés: horvathp", "tolgyudvar", "horvathp"),
    ("Nom du compte : chenaie\nUtilisateur du panneau : lmartin", "chenaie", "lmartin"),
    ("| Revendeur | chenaie |\n| Login panneau | lmartin |", "chenaie", "lmartin"),
    ("Nombre de la cuenta: robledal\nUsuario del panel: lgarcia", "robledal", "lgarcia"),
    ("Nome del conto: querceto\nUtente del pannello: lrossi", "querceto", "lrossi"),
    ("Accountnaam: eikenhof\nLogin paneel: kbakker", "eikenhof", "kbakker"),
    ("Nazwa konta: debina\nLogin do panelu: pnowak", "debina", "pnowak"),
    ("Nome da conta: carvalhal\nUtilizador do painel: rcosta", "carvalhal", "rcosta"),
]
PAIRS = [
    # both under one label
    ("Reseller / panel user: oakbarn / tkay", "oakbarn", "tkay"),
    ("oakbarn / tkay (reseller / panel user)", "oakbarn", "tkay"),
    ("Panel login and reseller ID: tkay, oakbarn", "oakbarn", "tkay"),
    ("Reseller und Benutzer: eichhof, ohuber", "eichhof", "ohuber"),
    ("Viszonteladó és felhasználó: tolgyudvar / horvathp", "tolgyudvar", "horvathp"),
    ("Revendeur / utilisateur : chenaie / lmartin", "chenaie", "lmartin"),
    ("Revendedor y usuario del panel: robledal y lgarcia", "robledal", "lgarcia"),
    ("Rivenditore e utente: querceto / lrossi", "querceto", "lrossi"),
    ("Wederverkoper/gebruiker: eikenhof/kbakker", "eikenhof", "kbakker"),
    ("Reseller i login do panelu: debina, pnowak", "debina", "pnowak"),
    ("Revendedor/utilizador: carvalhal / rcosta", "carvalhal", "rcosta"),
]
OPENED = [
    ("At the opening of the account we chose the name oakbarn.", "oakbarn"),
    ("You'll have us down as oakbarn.", "oakbarn"),
    ("Bei der Eröffnung haben wir den Namen eichhof angegeben.", "eichhof"),
    ("A regisztráláskor a tolgyudvar nevet választottuk.", "tolgyudvar"),
    ("À l'ouverture du compte, nous avions pris le nom chenaie.", "chenaie"),
    ("Al abrir la cuenta pusimos el nombre robledal.", "robledal"),
    ("All'apertura del conto abbiamo scelto il nome querceto.", "querceto"),
    ("Bij het openen van het account namen we de naam eikenhof.", "eikenhof"),
    ("Onze webman staat bij jullie ingeschreven als eikenhof.", "eikenhof"),
    ("Przy zakładaniu konta podaliśmy nazwę debina.", "debina"),
    ("Ao abrir a conta demos o nome carvalhal.", "carvalhal"),
]
SIGNING_IN = [
    # a colon behind "as", the first person plural, an "administration area"
    ("We sign in to the admin section as: tkay", "tkay"),
    ("In den Verwaltungsbereich loggen wir uns ein als: ohuber", "ohuber"),
    ("Im Administrationsbereich melde ich mich mit ohuber_w an.", "ohuber_w"),
    ("Az adminisztrációs felületre horvath_p néven jelentkezünk be.", "horvath_p"),
    ("A panelbe így lépünk be: horvathp", "horvathp"),
    ("Nous nous connectons au panneau comme : lmartin", "lmartin"),
    ("Dans l'espace d'administration je me connecte avec lmartin_a.", "lmartin_a"),
    ("Entramos en el panel como: lgarcia", "lgarcia"),
    ("En el área de administración entro con lgarcia_2.", "lgarcia_2"),
    ("Entriamo nel pannello come: lrossi", "lrossi"),
    ("Nell'area amministrativa entro con lrossi_v.", "lrossi_v"),
    ("We loggen op het paneel in als: kbakker", "kbakker"),
    ("In de beheeromgeving meld ik me aan met kbakker_o.", "kbakker_o"),
    ("Do panelu logujemy się jako: pnowak", "pnowak"),
    ("W strefie administracyjnej loguję się loginem pnowak_s.", "pnowak_s"),
    ("Entramos no painel como: rcosta", "rcosta"),
    ("Na área de administração entro com rcosta_c.", "rcosta_c"),
    ("Für die Verwaltung nehme ich ohuber_2 als Login.", "ohuber_2"),
    ("A vezérlőpulton horvathp a belépési nevem.", "horvathp"),
    ("Nel vostro pannello mi presento come lrossi_2.", "lrossi_2"),
    ("W waszym panelu występuję jako pnowak_2.", "pnowak_2"),
    # what else may have an account or a name, beside a login
    ("My name is Peter and the login to the panel is tkay.", "tkay"),
    ("Mein Name ist Huber, Login im Panel: ohuber", "ohuber"),
    ("A nevem Horváth. Vezérlőpult belépés: horvathp", "horvathp"),
    ("Mon nom est Martin. Identifiant du panneau : lmartin", "lmartin"),
    ("Mi nombre es Lucas. Usuario del panel: lgarcia", "lgarcia"),
    ("Il mio nome è Luca. Utente del pannello: lrossi", "lrossi"),
    ("Mijn naam is Karel. Login paneel: kbakker", "kbakker"),
    ("Moje imię to Piotr. Login do panelu: pnowak", "pnowak"),
    ("O meu nome é Rui. Utilizador do painel: rcosta", "rcosta"),
    ("Our bank account is under the name Greenfield. Panel login: tkay", "tkay"),
    ("Our mail account is named kontakt. Panel login: tkay", "tkay"),
    ("Unser Konto steht auf gesperrt. Panel-Login: ohuber", "ohuber"),
    ("Notre compte est passé en restreint. Utilisateur du panneau : lmartin", "lmartin"),
]
BESIDE_A_LOGIN = [
    # who gives the login gives the account in the same breath
    ("We signed up as oakbarn and for the control panel my login is tkay_o.", "oakbarn", "tkay_o"),
    ("Our account goes by the name oakbarn. Panel login: tkay.", "oakbarn", "tkay"),
    ("Angemeldet haben wir uns als eichhof, ins Panel komme ich als ohuber.", "eichhof", "ohuber"),
    ("Unser Konto läuft auf den Namen eichhof. Login fürs Panel: ohuber", "eichhof", "ohuber"),
    ("Mi tolgyudvar néven regisztráltunk, a panelbe horvathp néven lépek be.", "tolgyudvar", "horvathp"),
    ("A fiókunk neve tolgyudvar. Vezérlőpult belépés: horvathp.", "tolgyudvar", "horvathp"),
    (
        "Nous nous sommes inscrits comme chenaie et j'entre dans le panneau comme lmartin.",
        "chenaie",
        "lmartin",
    ),
    ("Notre compte est au nom de chenaie. Identifiant du panneau : lmartin.", "chenaie", "lmartin"),
    ("Nos registramos como robledal y en el panel entro como lgarcia.", "robledal", "lgarcia"),
    ("Nuestra cuenta está a nombre de robledal. Usuario del panel: lgarcia.", "robledal", "lgarcia"),
    ("Ci siamo iscritti come querceto e nel pannello entro come lrossi.", "querceto", "lrossi"),
    ("Il nostro account è a nome querceto. Utente del pannello: lrossi.", "querceto", "lrossi"),
    ("We hebben ons aangemeld als eikenhof en in het paneel log ik in als kbakker.", "eikenhof", "kbakker"),
    ("Ons account staat op naam van eikenhof. Login controlepaneel: kbakker.", "eikenhof", "kbakker"),
    ("Zarejestrowaliśmy się jako debina, a do panelu loguję się jako pnowak.", "debina", "pnowak"),
    ("Nasze konto jest pod nazwą debina. Login do panelu: pnowak.", "debina", "pnowak"),
    ("Registámo-nos como carvalhal e no painel entro como rcosta.", "carvalhal", "rcosta"),
    ("A nossa conta está em nome de carvalhal. Utilizador do painel: rcosta.", "carvalhal", "rcosta"),
]
EXPLAINED = [
    ("Put it down to oakbarn_uk (this is the account that our web man has with you).", "oakbarn_uk"),
    ("You want us under 'oakbarn', the account Tim holds with you.", "oakbarn"),
    ("Wir gehören zu „eichhof“ (so heißt das Konto unseres Betreuers bei Ihnen).", "eichhof"),
    ("Mi a „tolgyudvar” alá tartozunk (ez a rendszergazda fiókja Önöknél).", "tolgyudvar"),
    ("Nous dépendons de « chenaie » (c'est le compte de notre webmaster chez vous).", "chenaie"),
    ("Dependemos de «robledal» (es la cuenta de nuestro informático con ustedes).", "robledal"),
    ("Dipendiamo da «querceto» (è il conto del nostro tecnico presso di voi).", "querceto"),
    ("Wij horen bij 'eikenhof' (dat is het account van onze beheerder bij jullie).", "eikenhof"),
    ("Należymy do „debina” (to konto naszego informatyka u Państwa).", "debina"),
    ("Pertencemos a «carvalhal» (é a conta do nosso técnico convosco).", "carvalhal"),
]
ELSEWHERE = [
    # on a paper that a reseller wrote, in the sentence after the one that names it, chosen by it
    ("We come through a reseller; the bill gives their account name as 'oakbarn'.", "oakbarn"),
    ("Wir sind über einen Händler bei Ihnen. Im Vertrag steht der Kontoname „eichhof“.", "eichhof"),
    ("Viszonteladón át vagyunk ügyfelek; a szerződésben a fiók neve „tolgyudvar”.", "tolgyudvar"),
    ("Nous passons par un revendeur. Sur le contrat, le nom du compte est « chenaie ».", "chenaie"),
    ("Venimos de un revendedor; en el contrato pone el nombre de cuenta «robledal».", "robledal"),
    ("Siamo clienti di un rivenditore; nel contratto il nome del conto è «querceto».", "querceto"),
    ("We zitten bij een wederverkoper. In het contract staat als accountnaam 'eikenhof'.", "eikenhof"),
    ("Jesteśmy przez sprzedawcę; w umowie widnieje nazwa konta „debina”.", "debina"),
    ("Estamos por um revendedor; no contrato consta o nome da conta «carvalhal».", "carvalhal"),
    ("A viszonteladónk a regisztrációkor a tolgyudvar nevet adta meg.", "tolgyudvar"),
    (
        "A viszonteladónk a tolgyudvar nevet választotta, a panelbe horvath.p néven szoktam belépni.",
        "tolgyudvar",
    ),
]
NOTHING = [
    "We signed up as customers of the shop and the login to the panel is unknown to me.",
    "We signed up as anna85 in a forum.",
    "The new colleague registered as peter.k, but I cannot see him in the panel.",
    "Our account is called reception and gets no mail. The panel looks fine.",
    "Unser Konto heißt empfang und bekommt nichts. Im Panel sieht alles gut aus.",
    "A fiókunk neve recepcio, oda nem jön semmi.",
    "Notre compte s'appelle accueil et ne reçoit rien.",
    "La cuenta se llama recepcion y no recibe nada.",
    "Il nostro conto si chiama segreteria e non riceve nulla.",
    "Ons account heet balie en krijgt niets.",
    "Nasze konto nazywa się recepcja i nic nie dostaje.",
    "A nossa conta chama-se rececao e não recebe nada.",
    "We work with 'oakbarn' (a web agency in town).",
    "We buy from \"oakbarn\" (he has an account with a bank).",
    "Wir arbeiten mit „eichhof“ (das ist ein Restaurant).",
    "Name of the reseller account – unknown",
    "Reseller account name – I would have to ask",
    "Kontoname des Resellers – leider unbekannt",
    "A viszonteladói fiók neve – nem tudom",
    "Nom du compte du revendeur – je ne sais pas",
    "Nombre de la cuenta del revendedor – no lo sé",
    "Nome dell'account rivenditore – non lo so",
    "Naam van het reselleraccount – weet ik niet",
    "Nazwa konta resellera – nie wiem",
    "Nome da conta do revendedor – não sei",
    "The reseller account name is on the bill.",
    "Our reseller is gone; the domain name \"oakbarn\" stays ours.",
    "Our reseller is gone. The invoice says \"thank you\" and the account is blocked.",
    "We sign in to the admin section as: see the contract",
    "Do panelu logujemy się jako: zwykle",
    "He wrote from 'news17', the name we have with you is unknown to me.",
    "I opened 'scan_22' (the attachment) in our account with you.",
    "Our reseller – lovely people – does not answer.",
    "Unser Reseller – Karl Huber – ist krank.",
    "Nasz reseller – pan Marek – nie odbiera.",
    "Notre revendeur – Monsieur Petit – ne répond plus.",
    "| Reseller | Telefon | Fax |",
    "I registered on a site as anna85 and now we get spam.",
    "Unsere Kundin hat sich bei uns als anna85 registriert und bekam keine Bestätigung.",
    "Ügyfelünk anna85 néven regisztrált nálunk és nem kapta meg a visszaigazolást.",
    "Regisztráltam egy oldalon anna85 néven, onnan jön a spam.",
    "Je me suis inscrite sur un site sous le nom anna85, depuis je reçois du spam.",
    "Me registré en una web con el nombre anna85 y desde entonces llega spam.",
    "Mi sono iscritta a un sito con il nome anna85.",
    "Ik heb me op een site ingeschreven als anna85.",
    "Nasza klientka zarejestrowała się u nas jako anna85.",
    "Registei-me num site como anna85 e agora chega spam.",
    "When I type hello_world in the panel search nothing shows.",
    "User in the panel | status",
    "Nombre de la cuenta: pendiente\nUsuario del panel: pendiente",
    '"Helpdesk" (the name of a team with you) wrote to me.',
    "L'ouverture de la pièce jointe nommée facture_22 bloque tout chez vous.",
    "Reseller / panel user: unknown / unknown",
    "Reseller und Benutzer: weiß ich nicht, leider",
    "Revendeur et utilisateur : je ne sais pas, désolé",
    "We're with a reseller. The sender's account is 'news17'.",
]  # fmt: skip


@pytest.mark.parametrize(("text", "account", "login"), [*LABELS, *MARKS, *PAIRS, *BESIDE_A_LOGIN])
def test_told(tell: Callable[..., Telling], text: str, account: str | None, login: str | None) -> None:
    telling = tell(text)
    assert (reseller_id.find(telling), authorized_user_id.find(telling)) == (account, login)


@pytest.mark.parametrize(("text", "login"), SIGNING_IN)
def test_signing_in(tell: Callable[..., Telling], text: str, login: str) -> None:
    telling = tell(text)
    assert (reseller_id.find(telling), authorized_user_id.find(telling)) == (None, login)


@pytest.mark.parametrize(("text", "account"), EXPLAINED + ELSEWHERE + OPENED)
def test_the_account(tell: Callable[..., Telling], text: str, account: str) -> None:
    assert reseller_id.find(tell(text)) == account


@pytest.mark.parametrize("text", NOTHING)
def test_nothing_told(tell: Callable[..., Telling], text: str) -> None:
    telling = tell(text)
    assert (reseller_id.find(telling), authorized_user_id.find(telling)) == (None, None)

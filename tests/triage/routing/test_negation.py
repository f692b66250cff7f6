"""What is denied says the opposite, in every language of the desk."""

from __future__ import annotations

import pytest

from knowledge.folding import words
from knowledge.vocabulary import Platform, ProblemKind
from triage.details.lexicon import read_words
from triage.details.telling import listen
from triage.model import Case, CaseMessage, Evidence, MessageInfo
from triage.routing.negation import meant
from triage.routing.rules.password_given_away import votes
from triage.routing.said import in_junk

DENIED = [
    ("There is no such thing in my sent folder.", "nohacked"),
    ("Nothing like it stands in my sent items.", "nohacked"),
    ("Im Ordner gesendete Objekte liegt nichts davon.", "nohacked"),
    ("Az elküldött elemek mappában semmi ilyesmi.", "nohacked"),
    ("Aucune trace dans mes éléments envoyés.", "nohacked"),
    ("En la carpeta de enviados no figura.", "nohacked"),
    ("Nella posta inviata non risulta.", "nohacked"),
    ("In mijn verzonden items is er niets van te zien.", "nohacked"),
    ("W wysłanych nic nie widać.", "nohacked"),
    ("Nos itens enviados não aparece.", "nohacked"),
    ("We never gave a password.", "nopassword"),
    ("Je n'ai confié mon mot de passe à personne.", "nopassword"),
    ("En mis enviados todo está normal.", "nohacked"),
    ("Nella posta inviata tutto regolare.", "nohacked"),
    ("Es liegt nicht im Junk.", "nojunkfolder"),
]
STATED = [
    ("Messages that I did not write are in my sent folder.", "hacked"),
    ("In my sent folder are letters that I did not write.", "hacked"),
    ("W wysłanych są listy, których nie pisałem.", "hacked"),
    ("La mail è nella mia posta inviata ma non l'ho scritta io.", "hacked"),
    ("Están en mis enviados y yo no los he escrito.", "hacked"),
    ("Dans mes messages envoyés il y en a que je n'ai pas écrits.", "hacked"),
    ("It lies in the junk folder.", "junkfolder"),
    ("O orçamento foi parar no lixo eletrónico.", "junkfolder"),
    ("I never saw it. It lies in the junk folder.", "junkfolder"),
]


def _names(text: str) -> set[str]:
    return {name for _, name in meant(words(text))}


@pytest.mark.parametrize(("text", "name"), [*DENIED, *STATED])
def test_a_concept_is_turned_where_it_is_denied(text: str, name: str) -> None:
    other = name.removeprefix("no") if name.startswith("no") else f"no{name}"
    assert name in _names(text)
    assert other not in _names(text)


def _voted(text: str) -> list[ProblemKind | None]:
    letter = Evidence("message", MessageInfo(from_="anna@bakery.test"), text=text)
    case = Case((CaseMessage(letter, text),), Platform("oss", "OSS"), requester="anna@bakery.test")
    return [vote.problem for vote in votes(listen(case), ())]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("I did not send these. There is nothing in my sent folder.", [ProblemKind.SPOOFED]),
        ("Das ist nicht von mir. Nichts im Ordner Gesendet.", [ProblemKind.SPOOFED]),
        ("W wysłanych tego nie ma, ktoś się podszywa.", [ProblemKind.SPOOFED]),
        ("They are in my sent folder and I did not write them.", [ProblemKind.ACCOUNT_COMPROMISED]),
        ("I entered my password on that page.", [ProblemKind.ACCOUNT_COMPROMISED]),
        ("There is nothing in my sent folder since the move.", []),
        ("Good morning.", []),
    ],
)
def test_a_clean_sent_folder_speaks_for_a_forged_sender(text: str, found: list[ProblemKind | None]) -> None:
    assert _voted(text) == found


@pytest.mark.parametrize(
    ("text", "there"),
    [
        ("It is in my junk folder.", True),
        ("It came into my inbox, not in junk.", False),
        ("Es war im Posteingang und nicht im Spam.", False),
        ("It should not be in my junk folder.", True),
    ],
)
def test_where_a_mail_lies(text: str, there: bool) -> None:
    assert in_junk(read_words(text)) is there

from __future__ import annotations

import pytest

from triage.evidence.meanings import _tables, meaning_of
from triage.evidence.spam import read_spam
from triage.model import SpamTest, SpamVerdict

STATUS = "X-Spam-Status"


def _names(tests: tuple[SpamTest, ...]) -> dict[str, float | None]:
    return {test.name: test.score for test in tests}


@pytest.mark.parametrize(
    ("fields", "flag", "score", "required", "tests"),
    [
        ({STATUS: "Yes, score=8.1 required=5 tests=BAYES_99=3.5,HTML_MESSAGE=0.001, RCVD_IN_XBL auto=no"},
         True, 8.1, 5.0, {"BAYES_99": 3.5, "HTML_MESSAGE": 0.001, "RCVD_IN_XBL": None}),
        ({STATUS: "No, hits=-4.0 required=5.0 tests=AWL,BAYES_00 version=2.50"},
         False, -4.0, 5.0, {"AWL": None, "BAYES_00": None}),
        ({STATUS: "No, score=2.5 tagged_above=-999 required=6.2 tests=[BAYES_50=0.8, HTML_MESSAGE=0.001]"},
         False, 2.5, 6.2, {"BAYES_50": 0.8, "HTML_MESSAGE": 0.001}),
        ({STATUS: "No, score=0.0 required=5.0 tests=none"}, False, 0.0, 5.0, {}),
        ({"X-Spam-Flag": "YES", "X-Spam-Score": "7.25"}, True, 7.25, None, {}),
        ({"X-Spam-Score": "-1.1 () NO_REAL_NAME"}, None, -1.1, None, {}),
        ({"X-Spam-Report": "*  1.2 MISSING_DATE no date *  0.5 FOO_BAR bla * -0.1 XX_YY foo"},
         None, None, None, {"MISSING_DATE": 1.2, "FOO_BAR": 0.5, "XX_YY": -0.1}),
        ({STATUS: "Yes, score=5.5 required=5 tests=A_ONE", "X-Spam-Report": " 4.0 A_ONE  1.5 B_TWO y"},
         True, 5.5, 5.0, {"A_ONE": 4.0, "B_TWO": 1.5}),
        ({"X-Spamd-Result": "default: False [3.50 / 15.00]; BAYES_SPAM(2.50)[99%]; R_SPF_FAIL(1.00)[-all];"},
         False, 3.5, 15.0, {"BAYES_SPAM": 2.5, "R_SPF_FAIL": 1.0}),
    ],
)  # fmt: skip
def test_verdict(
    fields: dict[str, str],
    flag: bool | None,
    score: float | None,
    required: float | None,
    tests: dict[str, float | None],
) -> None:
    verdict = read_spam(fields.items())
    assert (verdict.flag, verdict.score, verdict.required) == (flag, score, required)
    assert _names(verdict.tests) == tests


def test_a_score_of_x_is_an_allow_listed_sender() -> None:
    verdict = read_spam([(STATUS, "No, score=X required=5.0 tests=none")])
    assert verdict.allowlisted is True
    assert verdict.score is None
    assert read_spam([(STATUS, "No, score=1.0 required=5.0")]).allowlisted is False


@pytest.mark.parametrize(
    ("name", "value", "level", "scl"),
    [
        ("X-Spam-Level", "********", 8, None),
        ("X-Spam-Level", "", 0, None),
        ("X-Spam-Level", "lots", None, None),
        ("X-MS-Exchange-Organization-SCL", "4", None, 4),
        ("X-MS-Exchange-Organization-SCL", "-1", None, -1),
        ("X-MS-Exchange-Organization-SCL", "four", None, None),
        ("X-Forefront-Antispam-Report", "CIP:192.0.2.1;CTRY:;SCL:5;SRV:;", None, 5),
    ],
)
def test_levels(name: str, value: str, level: int | None, scl: int | None) -> None:
    verdict = read_spam([(name, value)])
    assert (verdict.level, verdict.scl) == (level, scl)


@pytest.mark.parametrize(
    ("fields", "flag", "score", "level", "required"),
    [
        ({"X-Rspamd-Score": "7.3", "X-Rspamd-Action": "add header", "X-Rspamd-Bar": "+++++++"},
         True, 7.3, 7, None),
        ({"X-Rspamd-Action": "no action", "X-Rspamd-Bar": "---"}, False, None, 0, None),
        ({"X-Rspamd-Action": "soft reject", "X-Spamd-Bar": "/"}, False, None, 0, None),
        ({"X-Rspamd-Action": "something new"}, None, None, None, None),
        ({"X-Spam": "Yes", "X-Spamd-Result": "default: False [9.10 / 15.00]; A_B(9.10)[]"},
         True, 9.1, None, 15.0),
        ({"X-Spam-Score": "4.1 (++++)", "X-Spam-Bar": "++++"}, None, 4.1, 4, None),
        ({"X-Barracuda-Spam-Status": "Yes, SCORE=4.50 using per-user scores of TAG_LEVEL=3.5 "
          "QUARANTINE_LEVEL=1000.0 KILL_LEVEL=9.0 tests=BSF_SC0_MISMATCH_TO, HTML_MESSAGE"},
         True, 4.5, None, 3.5),
        ({"X-Barracuda-Spam-Score": "0.12"}, None, 0.12, None, None),
        ({"X-Proofpoint-Spam-Details": "rule=notspam policy=default score=12 spamscore=0"},
         False, 12.0, None, None),
        ({"X-Proofpoint-Spam-Details": "rule=spam policy=default score=99"}, True, 99.0, None, None),
        ({"X-Proofpoint-Spam-Details": "nothing of use"}, None, None, None, None),
    ],
)  # fmt: skip
def test_other_filters(
    fields: dict[str, str],
    flag: bool | None,
    score: float | None,
    level: int | None,
    required: float | None,
) -> None:
    found = read_spam(fields.items())
    assert (found.flag, found.score, found.level, found.required) == (flag, score, level, required)


@pytest.mark.parametrize(
    ("fields", "flag", "scl", "allowed", "names"),
    [
        ({"X-Forefront-Antispam-Report": "CIP:192.0.2.1;SCL:5;SRV:;IPV:NLI;SFV:SPM;H:a;CAT:SPM;"},
         True, 5, None, ["SFV:SPM", "CAT:SPM"]),
        ({"X-Forefront-Antispam-Report": "SCL:-1;IPV:CAL;SFV:SKN;CAT:NONE;",
          "X-Microsoft-Antispam": "BCL:7;PCL:0;ARA:1|2"}, False, -1, True, ["BCL:7", "IPV:CAL", "SFV:SKN"]),
        ({"X-MS-Exchange-Organization-SCL": "1", "X-Forefront-Antispam-Report": "SCL:5"},
         None, 1, None, []),
        ({"X-MS-Exchange-Organization-PCL": "6"}, None, None, None, ["PCL:6"]),
        ({"X-Microsoft-Antispam": "BCL:many;SCL:SPM;SFV:5"}, None, None, None, []),
        ({"X-Spam-Flag": "NO", "X-Forefront-Antispam-Report": "SFV:SPM"}, False, None, None, ["SFV:SPM"]),
    ],
)  # fmt: skip
def test_exchange(
    fields: dict[str, str], flag: bool | None, scl: int | None, allowed: bool | None, names: list[str]
) -> None:
    found = read_spam(fields.items())
    assert (found.flag, found.scl, found.allowlisted) == (flag, scl, allowed)
    assert [test.name for test in found.tests] == names
    assert all(test.meaning and test.score is None for test in found.tests)


def test_no_field_no_verdict() -> None:
    assert read_spam([("Subject", "X-Spam-Flag: YES")]) == SpamVerdict()


def test_of_two_filters_the_last_one_counts() -> None:
    assert read_spam([("X-Spam-Flag", "NO"), ("X-Spam-Flag", "YES")]).flag is False


@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("BAYES_99", "spam"), ("RCVD_IN_XBL", "XBL"), ("URIBL_DBL_SPAM", "DBL"), ("SPF_FAIL", "SPF"),
        ("KAM_SOMETHING", "KAM"),
    ],
)  # fmt: skip
def test_meanings(name: str, part: str) -> None:
    assert part in (meaning_of(name) or "")


def test_an_unknown_test_has_no_meaning() -> None:
    assert meaning_of("XYZZY") is None


def test_a_filter_names_its_tests_in_its_own_words() -> None:
    assert meaning_of("R_XYZZY") is None
    assert meaning_of("R_XYZZY", "rspamd")
    assert meaning_of("GREYLIST") == meaning_of("GREYLIST", "rspamd")


@pytest.mark.parametrize("filter_", sorted(_tables()))
def test_every_meaning_can_be_shown(filter_: str) -> None:
    tests, families = _tables()[filter_]
    for name, words in (*tests.items(), *families):
        assert name.strip() == name
        assert 8 < len(words) < 100, name
        assert not words.endswith("."), name

"""No value of any setting or key, of whatever type, ends a report in a traceback."""

import os

import pytest
from tests.any_type import answer, books

import ledgerkit

#: One in so many for the suite, and all for ``make safe``.
STEP = int(os.environ.get("LEDGERKIT_TYPES_STEP", "449"))
SAMPLE = [said_and_text for n, said_and_text in enumerate(books()) if n % STEP == 0]
CLIENT = (
    'plugin "ledgerkit.plugins.all"\n'
    "2026-01-01 open Assets:Receivable\n"
    '2026-01-01 custom "client" "acme" "Acme"\n'
)


@pytest.mark.parametrize(
    "text", [text for _, text in SAMPLE], ids=[said for said, _ in SAMPLE]
)
def test_every_report_answers(text, tmp_path):
    answer(text, tmp_path)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (
            '2026-01-05 custom "activity" "acme" "call" "x"\n  reports-to: "y"\n',
            "it belongs on a manager or contact",
        ),
        (
            '2026-01-05 custom "client" "acme"\n  status: 1 EUR\n',
            'status: 1 EUR is not in quotes; write "1 EUR"',
        ),
        (
            '2026-01-05 custom "client" "acme"\n  reminders: 1 EUR\n',
            'reminders: 1 EUR is not in quotes; write "1 EUR"',
        ),
        (
            '2026-01-05 custom "ledgerkit" "aging-by" 1 EUR\n',
            'setting "aging-by" is "due" or "document"',
        ),
    ],
)
def test_a_value_of_another_type_is_one_finding(line, said, tmp_path):
    (finding,) = answer(CLIENT + line, tmp_path)
    assert said in finding.message
    assert finding.place.lineno >= 4


def test_a_survey_with_an_empty_scale_has_the_usual_one(tmp_path):
    line = '2026-01-05 custom "survey" "acme" "nps" 9\n  scale:\n'
    assert not answer(CLIENT + line, tmp_path)


def test_a_directive_without_values_is_a_finding(tmp_path):
    path = tmp_path / "main.beancount"
    path.write_text(CLIENT + '2026-01-05 custom "mine"\n')
    said = [f.message for f in ledgerkit.load(path).findings()]
    assert any('custom "mine" has no value, and Fava can\'t open' in m for m in said)

"""A statement of account ties to the subledger, and its ages to its balance."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.conftest import SAMPLE_BOOKS

from ledgerkit.api import load
from ledgerkit.parties.party import PartyRole
from ledgerkit.receivables.collection.statement import StatementKind

D = Decimal


@pytest.fixture(scope="module")
def studio():
    return load(SAMPLE_BOOKS / "agency" / "main.beancount")


DAYS = st.integers(0, 730).map(lambda days: date(2024, 1, 1) + timedelta(days=days))


@settings(max_examples=20)
@given(DAYS, DAYS, st.sampled_from(StatementKind))
def test_every_statement_ends_with_what_the_client_owes(studio, one, other, kind):
    since, until = sorted((one, other))
    owed = {
        (row["party"], row["currency"]): row["balance"]
        for row in studio.aging(as_of=until).to_dicts()
    }
    told = {}
    for client in studio.parties(PartyRole.CLIENT, until):
        for each in studio.statements_of(
            client.id, as_of=until, kind=kind, since=since
        ):
            told[client.id, each.currency] = each.closing
            assert sum(each.aged.amounts, each.aged.unapplied) == each.closing
            if kind is StatementKind.OPEN_ITEM:
                assert sum(line.balance for line in each.lines) == each.closing
            else:
                moved = sum(line.amount for line in each.lines)
                assert each.opening + moved == each.closing
                assert all(since <= line.day <= until for line in each.lines)
    assert {key: sum_ for key, sum_ in told.items() if sum_} == {
        key: sum_ for key, sum_ in owed.items() if sum_
    }


def test_a_balance_forward_statement_runs_from_what_was_owed(books):
    """
    2026-01-10 * "Acme" "Website" ^INV-1
      due: 2026-02-09
      Assets:Receivable   1000.00 EUR
      Income:Services    -1000.00 EUR

    2026-02-20 * "Acme" "Part" ^INV-1
      Assets:Bank          400.00 EUR
      Assets:Receivable   -400.00 EUR

    2026-03-01 * "Acme" "Logo" ^INV-2
      due: 2026-03-31
      Assets:Receivable    200.00 EUR
      Income:Services     -200.00 EUR

    2026-04-01 * "Acme" "Later" ^INV-3
      Assets:Receivable     50.00 EUR
      Income:Services      -50.00 EUR
    """
    table = books.statement(
        "Acme",
        as_of=date(2026, 3, 31),
        kind=StatementKind.BALANCE_FORWARD,
        since=date(2026, 2, 1),
    )
    assert [(r["kind"], r["amount"], r["balance"]) for r in table.to_dicts()] == [
        ("brought forward", None, D(1000)),
        ("payment", D(-400), D(600)),
        ("invoice", D(200), D(800)),
    ]
    assert table.totals == [{"currency": "EUR", "balance": D(800)}]
    assert "Not due 200.00, 1-30 0.00, 31-60 600.00" in table.notes[0]


def test_each_currency_has_a_statement_of_its_own(books):
    """
    2026-01-10 * "Acme" "Website" ^INV-1
      Assets:Receivable   1000.00 EUR
      Income:Services    -1000.00 EUR

    2026-01-11 * "Acme" "Website" ^INV-2
      Assets:Receivable   1000.00 USD
      Income:Services    -1000.00 USD
    """
    found = books.statements_of("Acme", as_of=date(2026, 3, 31))
    assert [(each.currency, each.closing) for each in found] == [
        ("EUR", D(1000)),
        ("USD", D(1000)),
    ]


def test_the_letter_is_in_the_clients_language_and_escapes_what_others_wrote(books):
    """
    2026-01-01 custom "client" "acme" "Acme"
      lang: "de"

    2026-01-10 * "Acme" "<script>{{7*7}}</script>" ^INV-1
      due: 2026-02-09
      Assets:Receivable   1000.00 EUR
      Income:Services    -1000.00 EUR

    2026-02-20 * "Acme" "Transfer"
      Assets:Bank         1200.50 EUR
      Assets:Receivable  -1200.50 EUR
    """
    (each,) = books.statements_of("acme", as_of=date(2026, 3, 31))
    page = books.statement_page(each)
    assert "&lt;script&gt;{{7*7}}" in page
    assert "<script" not in page
    assert "Kontoauszug" in page
    assert "Saldo zu Ihren Gunsten" in page
    assert "200,50" in page
    assert page == books.statement_page(each)


@pytest.mark.parametrize("lang", ["en", "it", "de", "fr", "es"])
@pytest.mark.parametrize("kind", StatementKind)
def test_there_are_words_for_everything_in_every_language(tmp_path, lang, kind):
    path = tmp_path / "main.beancount"
    path.write_text(f"""
2024-01-01 open Assets:Receivable
2024-01-01 open Assets:Bank
2024-01-01 open Income:Sales
2024-01-01 custom "client" "acme" "Acme"
  lang: "{lang}"
2024-01-02 * "Acme" "A" ^INV-1
  due: 2024-01-31
  Assets:Receivable  100 EUR
  Income:Sales
2024-01-03 * "Acme" "B" ^INV-1
  credit-note: "CN-1"
  Assets:Receivable  -20 EUR
  Income:Sales
2024-01-04 * "Acme" "C" ^INV-1
  Assets:Receivable  -90 EUR
  Assets:Bank
2024-01-05 * "Acme" "D"
  Assets:Receivable    3 EUR
  Assets:Bank
2024-06-05 * "Acme" "E" ^INV-2
  Assets:Receivable  300 EUR
  Income:Sales
""")
    books = load(path)
    choices = {"as_of": date(2024, 12, 31), "kind": kind, "since": date(2024, 1, 3)}
    (each,) = books.statements_of("acme", **choices)
    page = books.statement_page(each)
    assert f'lang="{lang}' in page
    plan = books.reminder_plan(date(2024, 12, 31))
    for letter in plan.letters:
        assert f'lang="{lang}' in books.reminder_page(letter, day=plan.day)


def test_where_nothing_is_owed_every_age_is_nothing(books):
    """
    1970-01-01 custom "ledgerkit" "aging-buckets" "15 45"
    2026-01-15 * "Acme" "Poster" ^INV-1
      Assets:Receivable   120.00 EUR
      Income:Services
    2026-01-20 * "Acme" "Transfer" ^INV-1
      Assets:Bank         120.00 EUR
      Assets:Receivable
    """
    (letter,) = books.statements_of(
        "Acme", as_of=date(2026, 2, 1), kind=StatementKind.ACTIVITY
    )
    assert letter.aged.amounts == (D(0),) * 4
    table = books.statement("Acme", as_of=date(2026, 2, 1), kind=StatementKind.ACTIVITY)
    (note,) = table.notes
    assert note == (
        "0.00 EUR are owed, by days past due: Not due 0.00, 1-15 0.00, 16-45 0.00,"
        " Over 45 0.00."
    )

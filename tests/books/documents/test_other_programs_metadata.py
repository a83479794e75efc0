"""Metadata that another program wrote is no mistake of the book."""

import inspect
from datetime import date

import pytest
from beancount import loader
from hypothesis import given
from hypothesis import strategies as st

import ledgerkit
from ledgerkit.books.books import Books
from ledgerkit.language.other_words import other_word_for
from ledgerkit.language.vocabulary import keys_on
from ledgerkit.language.word import On

OTHERS = inspect.cleandoc("""
    2026-01-01 open Assets:Receivable
      role_code: "AR"
      number: 1200
    2026-01-01 open Income:Services
    2026-03-01 * "Acme" "Invoice 1"
      invoice_id: 1
      client: "7"
      dues: "soon"
      due: "soon"
      Assets:Receivable        100.00 EUR
        bill: TRUE
      Income:Services         -100.00 EUR
    2026-03-31 custom "clientt" "x"
""")


@pytest.fixture
def book(tmp_path):
    def make(text):
        path = tmp_path / "main.beancount"
        path.write_text(inspect.cleandoc(text) + "\n", "utf-8")
        return ledgerkit.load(path)

    return make


def test_a_book_that_says_nothing_to_us_gets_advice_at_most(book):
    books = book(OTHERS)
    assert books.trust_findings() == []
    kinds = {found.kind.name for found in books.findings()}
    assert kinds >= {"mistyped-key", "bad-value", "unread-key", "mistyped-directive"}
    assert books.aging(as_of=date(2026, 4, 1)).totals[0]["balance"] == 100


@pytest.mark.parametrize(
    "ours",
    [
        'plugin "ledgerkit.plugins.receivables"',
        '2026-01-01 custom "ledgerkit" "aging-by" "due"',
        '2026-01-01 custom "fava-extension" "ledgerkit.fava"',
        '2026-01-01 custom "client" "acme" "Acme"',
    ],
)
def test_in_a_book_that_speaks_to_us_a_slip_spoils_a_figure(book, ours):
    kinds = {found.kind.name for found in book(f"{ours}\n{OTHERS}").trust_findings()}
    assert kinds >= {"mistyped-key", "bad-value"}
    assert "unread-key" not in kinds


def test_another_programs_word_is_named_once_and_not_beside_our_own(book):
    books = book("""
        plugin "ledgerkit.plugins.all"
        2026-01-01 open Assets:Receivable
        2026-01-01 open Income:Services
        2026-03-01 * "Acme" "Invoice 1" ^I-1
          due: 2026-03-15
          due_date: "15/03"
          customer: "Acme"
          Assets:Receivable        100.00 EUR
          Income:Services         -100.00 EUR
        2026-03-02 * "Acme" "Invoice 2" ^I-2
          customer: "Acme"
          Assets:Receivable        100.00 EUR
          Income:Services         -100.00 EUR
    """)
    said = [f.message for f in books.findings() if f.kind.name == "unread-key"]
    assert said == [
        (
            'key "customer" is not read, here and wherever it stands; write client:'
            " beside it if it means the same"
        )
    ]


def test_other_words_are_none_of_ours():
    own = keys_on(On.TRANSACTION)
    assert [key for key in own if other_word_for(key)] == []
    words = ("Invoice_No", "billnumber", "customer-name", "supplierid", "dueDate")
    assert [other_word_for(word) for word in words] == [
        "invoice",
        "bill",
        "client",
        "vendor",
        "due",
    ]


_KEYS = st.sampled_from(
    sorted({*keys_on(On.TRANSACTION), "dues", "invoce", "clent", "iban_nr", "isbn"})
)
_VALUES = st.sampled_from(
    ['"x"', '"INV-1"', "1", "TRUE", "2026-01-02", "1.00 EUR", "Assets:Receivable"]
)


@given(st.lists(st.tuples(_KEYS, _VALUES), unique_by=lambda pair: pair[0], max_size=4))
def test_no_single_piece_of_metadata_is_an_error_where_nothing_is_ours(pairs):
    keys = "".join(f"  {key}: {value}\n" for key, value in pairs)
    sale = f'2026-01-05 * "Acme" "Work"\n{keys}  Assets:Receivable 9 EUR\n  Income:X\n'
    text = "2026-01-01 open Assets:Receivable\n2026-01-01 open Income:X\n" + sale
    directives, errors, options = loader.load_string(text)
    assert errors == []
    books = Books(directives, errors, options)
    assert [found.message for found in books.trust_findings()] == []

"""What holds of registers on all books: they are the return, under any scheme."""

from collections import defaultdict
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.cash_basis.test_cash_basis_properties import BOOK, books_texts

from ledgerkit.api import load
from ledgerkit.books.taxes.forms import shipped_form
from ledgerkit.books.taxes.registers import read_register
from ledgerkit.general_ledger.period import FiscalYearEnd, parse_period
from ledgerkit.taxes.register import TaxRegister

SCHEMES = st.sampled_from(["", '2024-01-01 custom "tax-scheme" "cash"\n'])
QUARTERS = [f"{year}-Q{n}" for year in range(2024, 2028) for n in (1, 2, 3, 4)]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("books")


def books_of(folder, text):
    path = folder / "main.beancount"
    path.write_text(BOOK + text, encoding="utf-8")
    return load(path)


@settings(max_examples=25)
@given(books_texts, SCHEMES, st.sampled_from(QUARTERS))
def test_the_registers_of_a_period_sum_to_its_return(folder, text, scheme, quarter):
    books = books_of(folder, scheme + text)
    form, period = shipped_form("de-ustva"), parse_period(quarter, FiscalYearEnd())
    sums = defaultdict(Decimal)
    for register in TaxRegister:
        found = read_register(books.taxes_read, register, period, form)
        for box, proof in found.boxes.items():
            sums[box] += proof.own
        assert books.tax_register(register.value, quarter).is_whole
    boxes = books.taxes_read.tax_return(form, period, {}).filled_in.boxes
    for id_, value in boxes.items():
        assert sums[id_] == sum((e.amount for e in value.entries), Decimal(0))


@settings(max_examples=25)
@given(books_texts)
def test_what_is_settled_has_fallen_due_whole_by_payment(folder, text):
    by_document = books_of(folder, text).tax_amounts(as_of=date_max())
    scheme = '2024-01-01 custom "tax-scheme" "cash"\n'
    by_payment = books_of(folder, scheme + text).tax_amounts(as_of=date_max())
    assert sums_of(by_payment, given_up(text)) == sums_of(by_document, given_up(text))


def given_up(text):
    """The documents of which a part is given up, whose tax never falls due."""
    entries = text.split("\n2")
    return {
        line.split("^")[1].split("\n")[0]
        for line in entries
        if "Expenses:Bad-Debt" in line
    }


def date_max():
    return parse_period("2099-12-31", FiscalYearEnd()).last


def sums_of(table, without):
    sums = defaultdict(Decimal)
    for row in table.to_dicts():
        if row["number"] not in without:
            sums[row["code"], row["part"]] += row["amount"]
    return sums

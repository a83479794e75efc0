"""Rows become documents of known or new parties, on accounts that the book has."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from ledgerkit.errors import UsageError
from ledgerkit.importers.documents.accounts import GivenAccounts, choose_accounts
from ledgerkit.importers.documents.new_documents import new_documents
from ledgerkit.importers.documents.parties import match_parties
from ledgerkit.importers.documents.rows import DocumentRow
from ledgerkit.open_items.side import Side
from ledgerkit.parties.party import PartyRole

if TYPE_CHECKING:
    from ledgerkit.api import LedgerBooks


def row(party: str = "Acme", name: str = "", **facts: object) -> DocumentRow:
    said = {
        "line": 2,
        "number": "1",
        "issued": date(2026, 1, 15),
        "due": None,
        "amount": Decimal(5),
        "currencies": frozenset(),
        "settled": None,
        "paid": Decimal(0),
        "text": "",
        **facts,
    }
    return DocumentRow(party=party, name=name, **said)


def matched(books: LedgerBooks, *rows: DocumentRow, role=PartyRole.CLIENT):
    found = match_parties(rows, books.directory, role)
    return {word: (party.id, party.name) for word, party in found.items()}


def test_parties_are_known_by_id_name_and_alias(books: LedgerBooks):
    """
    2026-01-01 custom "client" "acme" "Acme S.r.l."
      aliases: "ACME Milano"
    """
    acme = ("acme", "Acme S.r.l.")
    words = ["acme", "ACME SRL", "Acme  Milano"]
    assert matched(books, *map(row, words)) == dict.fromkeys(words, acme)


def test_new_parties_get_ids_of_their_own(books: LedgerBooks):
    """
    2026-01-01 custom "client" "odz" "Somebody else"
    """
    words = ["Caffé & Co.", "Łódź", "東京", "北京", "Zeta", "ZETA "]
    assert matched(books, *map(row, words)) == {
        "Caffé & Co.": ("caffe-co", "Caffé & Co."),
        "Łódź": ("odz-2", "Łódź"),
        "東京": ("party", "東京"),
        "北京": ("party-2", "北京"),
        "Zeta": ("zeta", "Zeta"),
        "ZETA ": ("zeta", "Zeta"),
    }


def test_codes_make_ids_and_names_stand_beside_them(books: LedgerBooks):
    """
    2026-01-01 custom "client" "acme" "Acme S.r.l."
    """
    found = matched(
        books,
        row("C1", "Acme SRL"),
        row("C2", "John Smith"),
        row("C3", "John Smith"),
        row("C4", "acme srl"),
        row("C2", ""),
    )
    assert found == {
        "C1": ("acme", "Acme S.r.l."),
        "C2": ("c2", "John Smith"),
        "C3": ("c3", "John Smith (C3)"),
        "C4": ("c4", "acme srl (C4)"),
    }


def test_a_client_that_is_a_vendor_too_keeps_its_id(books: LedgerBooks):
    """
    2026-01-01 custom "vendor" "rossi" "Tipografia Rossi"
    2026-01-01 custom "vendor" "odz" "Somebody else"
    """
    assert matched(books, row("Tipografia  Rossi"), row("Łódź")) == {
        "Tipografia  Rossi": ("rossi", "Tipografia  Rossi"),
        "Łódź": ("odz-2", "Łódź"),
    }


def made(books: LedgerBooks, one: DocumentRow, *, currency: str | None = None, **given):
    accounts = choose_accounts(
        books,
        Side.RECEIVABLE,
        GivenAccounts(**given),
        with_payments=one.settled is not None,
    )
    good, bad = new_documents(
        [one], books, accounts, side=Side.RECEIVABLE, currency=currency
    )
    return good[0].document if good else bad[0].reason


def test_accounts_come_from_the_book(books: LedgerBooks):
    """
    2026-01-01 open Assets:Receivable:Trade
    """
    document = made(
        books, row(settled=date(2026, 2, 1), paid=Decimal(5)), currency="EUR"
    )
    assert document.control_account == "Assets:Receivable"
    assert document.lines[0].account == "Income:Sales"
    assert document.settlements[0].account == "Assets:Bank"
    assert document.text == "Invoice 1"


def test_several_accounts_of_a_role_are_listed_with_the_option(books: LedgerBooks):
    """
    2026-01-01 open Assets:Debtors
    2026-01-01 open Assets:Savings
    2026-01-01 open Assets:Checking
    2026-01-01 close Assets:Checking
    """
    with pytest.raises(
        UsageError,
        match=r"2 accounts .* Assets:Debtors, Assets:Receivable; .* --control-account",
    ):
        made(books, row(), currency="EUR")
    paid = row(settled=date(2026, 2, 1), paid=Decimal(5))
    with pytest.raises(
        UsageError, match=r"Assets:Bank, Assets:Savings; .* --bank-account"
    ):
        made(books, paid, currency="EUR", control="Assets:Debtors")
    document = made(books, row(), currency="EUR", control="Assets:Debtors")
    assert document.control_account == "Assets:Debtors"


def test_a_partys_own_account_is_used_and_is_nobody_elses(books: LedgerBooks):
    """
    2026-01-01 open Assets:Debtors:Acme
    2026-01-01 custom "client" "acme" "Acme"
      account: "Assets:Debtors:Acme"
    """
    assert made(books, row(), currency="EUR").control_account == "Assets:Debtors:Acme"
    zeta = made(books, row("Zeta"), currency="EUR")
    assert zeta.control_account == "Assets:Receivable"
    given = made(books, row(), currency="EUR", control="Assets:Receivable")
    assert given.control_account == "Assets:Receivable"


def test_the_currency_is_the_options_the_rows_the_books_or_the_partys(
    books: LedgerBooks,
):
    """
    option "operating_currency" "CHF"

    2026-01-01 custom "client" "acme" "Acme"
      currency: "USD"
    """
    eur, dollars = frozenset({"EUR"}), frozenset({"USD", "CAD"})
    assert made(books, row(), currency="GBP").currency == "GBP"
    assert made(books, row(currencies=eur), currency="EUR").currency == "EUR"
    assert made(books, row(currencies=eur)).currency == "EUR"
    assert made(books, row()).currency == "CHF"
    assert made(books, row(currencies=dollars)).currency == "USD"
    assert made(books, row(currencies=eur), currency="GBP") == (
        "is in EUR, and --currency says GBP"
    )
    assert made(books, row("Zeta", currencies=dollars)) == (
        "nothing says in which currency it is; write --currency EUR"
    )

"""Open documents and lines of a statement, for the tests on matching."""

from datetime import date, timedelta
from decimal import Decimal

from ledgerkit.banking.matching.books_side import (
    KnownParty,
    MatchingContext,
    OpenDocument,
    SpecialAccounts,
)
from ledgerkit.banking.matching.match import match_lines
from ledgerkit.banking.statement import StatementLine
from ledgerkit.errors import Place
from ledgerkit.open_items.side import Side

DAY = date(2026, 3, 31)
BANK = "Assets:Bank"
PLACE = Place("main.beancount", 1)
ACME_IBAN, ROSSI_IBAN = "IT60X0542811101000000123456", "DE89370400440532013000"

PARTIES = [
    KnownParty(
        id="acme",
        side=Side.RECEIVABLE,
        names=("Acme Trading S.r.l.",),
        account="Assets:Receivable",
        ibans=(ACME_IBAN,),
    ),
    KnownParty(
        id="rossi",
        side=Side.PAYABLE,
        names=("Tipografia Rossi",),
        account="Liabilities:Payable",
        ibans=(ROSSI_IBAN,),
    ),
    KnownParty(id="muller", side=Side.RECEIVABLE, names=("Müller & Söhne GmbH",)),
]
SPECIAL = SpecialAccounts(
    bank_fees="Expenses:Fees",
    exchange_gain="Income:Exchange",
    rounding="Expenses:Rounding",
    discount_given="Expenses:Discount",
    discount_taken="Income:Discount",
)


def document(number, amount, party="acme", due=DAY, **more):
    side = Side.PAYABLE if party == "rossi" else Side.RECEIVABLE
    account = "Liabilities:Payable" if party == "rossi" else "Assets:Receivable"
    return OpenDocument(
        side=more.pop("side", side),
        number=number,
        party=party,
        account=account,
        currency=more.pop("currency", "EUR"),
        open=Decimal(amount),
        issued=more.pop("issued", due - timedelta(days=30)),
        due=due,
        place=PLACE,
        **more,
    )


def line(amount, text="", name="", day=DAY, **more):
    return StatementLine(
        day=day,
        amount=Decimal(amount),
        currency="EUR",
        text=text,
        name=name,
        place=Place("bank.xml", more.pop("lineno", 1)),
        **more,
    )


def known(documents=(), **more):
    return MatchingContext(
        account=BANK,
        currency="EUR",
        documents=documents,
        parties=more.pop("parties", PARTIES),
        special=more.pop("special", SPECIAL),
        **more,
    )


def match(*lines, **books):
    return match_lines(lines, known(**books))


def settles(proposal):
    return {
        p.document.number: p.amount if p.settles is None else p.settles
        for p in proposal.parts
        if p.document is not None
    }


def differences(proposal):
    return {p.why: p.amount for p in proposal.parts if p.document is None}


INVOICES = [
    document("INV-2026-014", "1220.00"),
    document("INV-2026-015", "610.00"),
    document("INV-2026-016", "305.50", "muller"),
]

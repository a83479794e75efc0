"""Each way in which a line is recognised, and what is never done."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from ledgerkit.banking.matching.books_side import (
    BankRule,
    BookedMovement,
    KnownParty,
    MatchingContext,
    OpenDocument,
    PastLine,
    SpecialAccounts,
)
from ledgerkit.banking.matching.match import match_lines
from ledgerkit.banking.matching.proposal import MatchKind
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


@pytest.mark.parametrize(
    "text",
    [
        "Invoice INV-2026-014",
        "inv 2026/014 thank you",
        "INV2026014",
        "INV-2026-0 14",
        "INV-2O26-O14",
        "INV-2026-14",
        "fattura 2026-014",
        "INV-2026-041",
        "SALDO INV 14",
    ],
)
def test_a_number_is_read_as_people_write_it(text):
    [found] = match(line("1220.00", text, "ACME TRADING"), documents=INVOICES)
    assert settles(found) == {"INV-2026-014": Decimal("1220.00")}
    assert found.confidence >= Decimal("0.95")


def test_a_named_document_with_its_amount_needs_no_party():
    [found] = match(line("1220.00", "INV-2026-014"), documents=INVOICES)
    assert found.kind is MatchKind.REFERENCE
    assert found.reason == (
        "INV-2026-014 is named in the text, and the amount is what is open of it."
    )


def test_a_part_payment_settles_what_it_pays():
    [found] = match(line("500.00", "INV-2026-014 acconto"), documents=INVOICES)
    assert settles(found) == {"INV-2026-014": Decimal("500.00")}


def test_an_overpayment_leaves_the_rest_on_account():
    [found] = match(line("1300.00", "INV-2026-014", "Acme"), documents=INVOICES)
    assert settles(found) == {"INV-2026-014": Decimal("1220.00")}
    assert differences(found) == {"on account": Decimal("80.00")}


def test_equal_lines_take_two_documents():
    same = [document("A-1001", "50.00"), document("A-1002", "50.00")]
    pair = match(
        line("50.00", name="ACME TRADING SRL"),
        line("50.00", name="ACME TRADING SRL", lineno=2),
        documents=same,
    )
    assert [settles(p) for p in pair] == [{"A-1001": 50}, {"A-1002": 50}]


def test_two_invoices_in_one_payment():
    [found] = match(line("1830.00", name="ACME TRADING S.R.L."), documents=INVOICES)
    assert found.kind is MatchKind.SEVERAL
    assert list(settles(found)) == ["INV-2026-014", "INV-2026-015"]


def test_a_discount_within_its_days_is_posted():
    offered = document(
        "INV-2026-020",
        "1000.00",
        discount=Decimal("20.00"),
        discount_until=DAY,
    )
    [found] = match(line("980.00", name="ACME TRADING"), documents=[offered])
    assert settles(found) == {"INV-2026-020": Decimal("1000.00")}
    assert differences(found) == {"discount": Decimal("-20.00")}


def test_what_a_bank_kept_is_a_fee():
    [found] = match(line("1205.00", "INV-2026-014"), documents=INVOICES)
    assert settles(found) == {"INV-2026-014": Decimal("1220.00")}
    assert differences(found) == {"bank fee": Decimal("-15.00")}


def test_an_invoice_in_dollars_paid_in_euros():
    dollars = document(
        "INV-2026-030",
        "1100.00",
        currency="USD",
        booked_rate=Decimal("0.92"),
    )
    [found] = match(
        line(
            "1001.00",
            "INV-2026-030",
            original_amount=Decimal("1100.00"),
            original_currency="USD",
        ),
        documents=[dollars],
    )
    assert settles(found) == {"INV-2026-030": Decimal("1100.00")}
    assert found.parts[0].amount == Decimal("1012.00")
    assert differences(found) == {"exchange difference": Decimal("-11.00")}


def test_a_payment_of_a_run_is_in_the_books_already():
    booked = BookedMovement(
        day=DAY,
        amount=Decimal("-400.00"),
        currency="EUR",
        pending=True,
        names=("Tipografia Rossi",),
        texts=("run-7-1f0c", "B-17"),
        place=PLACE,
    )
    [found] = match(
        line("-400.00", name="TIPOGRAFIA ROSSI", end_to_end="run-7-1f0c"),
        documents=[document("B-17", "-400.00", "rossi")],
        booked=[booked],
    )
    assert (found.kind, found.booked, found.parts) == (
        MatchKind.BOOKED,
        (booked,),
        (),
    )


def test_an_account_of_ours_is_a_transfer():
    [found] = match(
        line("-400.00", iban="FR1420041010050500013M02606"),
        own_ibans={"FR1420041010050500013M02606": "Assets:Savings"},
    )
    assert found.kind is MatchKind.TRANSFER
    assert [(p.account, p.amount) for p in found.parts] == [("Assets:Savings", -400)]


def test_rules_and_then_what_it_was_before():
    rule = BankRule(id="rent", account="Expenses:Rent", contains="canone", place=PLACE)
    past = [
        PastLine(
            day=DAY,
            name="Enel Energia",
            amount=Decimal(-70 - n),
            account="Expenses:Power",
        )
        for n in range(3)
    ]
    rent, power, other = match(
        line("-800.00", "CANONE MARZO"),
        line("-81.20", name="ENEL ENERGIA SPA"),
        line("-5.00", "whatever"),
        rules=[rule],
        history=past,
    )
    assert (rent.kind, rent.parts[0].account) == (MatchKind.RULE, "Expenses:Rent")
    assert (power.kind, power.parts[0].account) == (
        MatchKind.HISTORY,
        "Expenses:Power",
    )
    assert (other.kind, other.parts) == (MatchKind.NOTHING, ())

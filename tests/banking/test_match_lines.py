"""Each way in which a line is recognised, and what is never done."""

from dataclasses import replace
from decimal import Decimal

import pytest
from tests.banking.known_documents import (
    DAY,
    INVOICES,
    PLACE,
    differences,
    document,
    line,
    match,
    settles,
)

from ledgerkit.banking.matching.books_side import (
    BankRule,
    BookedMovement,
    KnownParty,
    PastLine,
)
from ledgerkit.banking.matching.proposal import MatchKind
from ledgerkit.open_items.side import Side


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


def test_what_a_bank_kept_is_a_fee_where_the_line_says_so():
    text = "INV-2026-014 less bank charges"
    [found] = match(line("1205.00", text), documents=INVOICES)
    assert settles(found) == {"INV-2026-014": Decimal("1220.00")}
    assert differences(found) == {"bank fee": Decimal("-15.00")}


def test_less_than_is_owed_is_a_part_where_nothing_says_that_a_bank_kept_it():
    paid = line("1205.00", "INV-2026-014", "ACME TRADING")
    [found] = match(paid, documents=INVOICES)
    assert settles(found) == {"INV-2026-014": Decimal("1205.00")}
    assert differences(found) == {}
    assert found.confidence == Decimal("0.97")


def test_what_is_paid_beyond_a_bill_is_no_fee_of_our_bank_either():
    bill = document("B-2026-7", "-500.00", "rossi")
    paid = line("-512.50", "B-2026-7", "Tipografia Rossi")
    [found] = match(paid, documents=[bill])
    assert differences(found) == {"on account": Decimal("-12.50")}
    [charged] = match(replace(paid, kind="wire charges"), documents=[bill])
    assert differences(charged) == {"bank fee": Decimal("-12.50")}


@pytest.mark.parametrize(
    "facts",
    [
        {"iban": "US12345"},
        {"iban": "TR330006100519786457841326"},
        {"original_amount": Decimal("1300.00"), "original_currency": "USD"},
    ],
)
def test_money_from_abroad_may_lack_a_fee(facts):
    dear = document("INV-2026-014", "1220.00", "abroad")
    parties = [
        KnownParty(
            id="abroad",
            side=Side.RECEIVABLE,
            names=("Acme Trading Inc.",),
            country="US" if facts.get("iban") == "US12345" else "",
        )
    ]
    paid = line("1205.00", "INV-2026-014", "ACME TRADING", **facts)
    [found] = match(paid, documents=[dear], parties=parties)
    assert differences(found) == {"bank fee": Decimal("-15.00")}
    assert found.confidence >= Decimal("0.95")


@pytest.mark.parametrize(("home", "is_fee"), [(("EUR",), True), (("USD",), False)])
def test_money_in_a_foreign_currency_may_lack_a_fee_and_that_of_home_not(home, is_fee):
    dear = document("INV-2026-014", "1220.00", currency="USD")
    paid = replace(line("1205.00", "INV-2026-014"), currency="USD")
    [found] = match(paid, documents=[dear], home=home)
    assert (differences(found) != {}) is is_fee


@pytest.mark.parametrize(
    "text",
    [
        "INV-2026-014 consulting fee",
        "INV-2026-014 service charge March",
        "INV-2026-014 rimborso spese",
        "INV-2026-014 Gebührenrechnung",
        "INV-2026-014 Ben Smith",
    ],
)
def test_what_is_invoiced_may_be_called_a_charge(text):
    [found] = match(line("1205.00", text, "ACME TRADING"), documents=INVOICES)
    assert settles(found) == {"INV-2026-014": Decimal("1205.00")}


TWO = [document("INV-2026-014", "1220.00"), document("INV-2026-015", "610.00")]


@pytest.mark.parametrize(
    ("paid", "settled", "beyond"),
    [
        ("1830.00", ["1220.00", "610.00"], {}),
        ("1500.00", ["1220.00", "280.00"], {}),
        ("1820.00", ["1220.00", "600.00"], {}),
        ("1900.00", ["1220.00", "610.00"], {"on account": Decimal("70.00")}),
    ],
)
def test_two_invoices_that_are_named_are_both_proposed(paid, settled, beyond):
    text = "INV-2026-014 INV-2026-015"
    [found] = match(line(paid, text, "ACME TRADING"), documents=TWO)
    numbers = ["INV-2026-014", "INV-2026-015"]
    assert settles(found) == dict(zip(numbers, map(Decimal, settled), strict=True))
    assert differences(found) == beyond
    assert (found.confidence >= Decimal("0.95")) is (paid == "1830.00")


def test_two_bills_that_are_named_are_both_proposed():
    bills = [
        document("B-2026-7", "-500.00", "rossi"),
        document("B-2026-8", "-300.00", "rossi"),
    ]
    paid = line("-700.00", "B-2026-7, B-2026-8", "Tipografia Rossi")
    [found] = match(paid, documents=bills)
    assert settles(found) == {
        "B-2026-7": Decimal("-500.00"),
        "B-2026-8": Decimal("-200.00"),
    }


def test_the_amount_of_one_of_two_invoices_named_is_for_a_person_to_say():
    text = "INV-2026-014 INV-2026-015"
    [found] = match(line("610.00", text, "ACME TRADING"), documents=TWO)
    assert settles(found) == {"INV-2026-015": Decimal("610.00")}
    assert found.confidence < Decimal("0.95")


def test_of_two_invoices_named_the_older_is_paid_first_and_a_person_asked():
    text = "INV-2026-014 INV-2026-015"
    [found] = match(line("90.00", text, "ACME TRADING"), documents=TWO)
    assert settles(found) == {"INV-2026-014": Decimal("90.00")}
    assert found.confidence < Decimal("0.95")


@pytest.mark.parametrize(
    ("amount", "party", "name"),
    [("1220.00", "acme", "ACME TRADING"), ("-500.00", "rossi", "TIPOGRAFIA ROSSI")],
)
def test_the_only_open_document_of_a_party_is_proposed_for_its_amount(
    amount, party, name
):
    only = document("X-1", amount, party)
    [found] = match(line(amount, "thank you", name), documents=[only])
    assert settles(found) == {"X-1": Decimal(amount)}
    assert found.confidence == Decimal("0.96")


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


def test_a_fee_is_told_without_a_number_where_several_documents_are_open():
    # Fifty at most are kept: 1220.00 less 50.00, and not less 50.01.
    [found] = match(line("1170.00", name="ACME TRADING"), documents=INVOICES)
    assert settles(found) == {"INV-2026-014": Decimal("1220.00")}
    assert differences(found) == {"bank fee": Decimal("-50.00")}
    [other] = match(line("1169.99", name="ACME TRADING"), documents=INVOICES)
    assert settles(other) == {}

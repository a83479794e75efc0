"""The code that a banking app reads a transfer from."""

from decimal import Decimal

import pytest
from tests.rendering.conftest import scanned

from ledgerkit.invoices.invoice import PaymentAccount
from ledgerkit.rendering.payment import epc_message, payment_code

ACCOUNT = PaymentAccount(
    iban="IT60X0542811101000000123456", bic="BPMOIT22XXX", holder="Studio Aurora S.r.l."
)


@pytest.mark.usefixtures("can_make_pdf")
def test_a_scanner_reads_the_transfer_off_the_printed_page(studio):
    """The lines of EPC069-12 version 3.1, section 3, in their order."""
    [code] = scanned(studio().render("INV-1", "pdf"))
    assert code.split("\n") == [
        "BCD",  # service tag
        "002",  # version
        "1",  # UTF-8
        "SCT",  # SEPA credit transfer
        "BPMOIT22XXX",
        "Studio Aurora S.r.l.",
        "IT60X0542811101000000123456",
        "EUR1220.00",
        "",  # purpose
        "",  # structured reference
        "INV-1",
    ]


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"currency": "CHF"}, "SEPA transfers are in euro"),
        ({"amount": Decimal(0)}, "nothing to be paid"),
        ({"amount": Decimal("-5.00")}, "nothing to be paid"),
        ({"amount": Decimal("1000000000.00")}, "more than the standard allows"),
        ({"amount": Decimal("10.005")}, "a transfer has whole cents"),
        ({"account": None}, "no account is known"),
        ({"account": PaymentAccount(iban="IT61X0542811101000000123456", holder="A")},
         "the check digits are wrong"),
        ({"account": PaymentAccount(iban=ACCOUNT.iban)}, "no name"),
        ({"account": PaymentAccount(iban=ACCOUNT.iban, holder="A" * 71)}, "too long"),
        ({"account": PaymentAccount(iban=ACCOUNT.iban, holder="A\nEUR1.00")},
         "a line of its own would be another field"),
        ({"text": "1" * 141}, "too long"),
    ],
)  # fmt: skip
def test_there_is_no_code_where_the_standard_has_none(change, why):
    wanted = {
        "account": ACCOUNT, "amount": Decimal("10.00"), "currency": "EUR", "text": "1",
    }  # fmt: skip
    assert payment_code(**wanted) is not None
    assert payment_code(**(wanted | change)) is None, why


def test_the_amount_has_cents_and_a_point():
    message = epc_message(ACCOUNT, Decimal("1E+2"), "EUR", "1")
    assert "\nEUR100.00\n" in message


def test_what_is_paid_already_has_no_code(studio):
    page = studio("""
2026-01-15 * "Acme" "Website" ^INV-1
  Assets:Receivable              0.01 EUR
  Liabilities:Client-Advances  999.99 EUR
  Income:Design              -1000.00 EUR

2026-01-20 * "Acme" "Website" ^INV-1
  credit-note: "CN-1"
  Income:Design              1000.00 EUR
  Assets:Receivable         -1000.00 EUR
""")
    assert "EUR0.01" not in page.render("INV-1").decode()
    assert "image/svg" in page.render("INV-1").decode()
    assert "image/svg" not in page.render("CN-1").decode()

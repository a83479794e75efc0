"""The payment part of the Swiss QR-bill: the guidelines' example, and a scanner."""

from decimal import Decimal

import pytest
from stdnum import iso11649
from stdnum.ch import esr
from tests.rendering.conftest import pdf_pages, scanned

from ledgerkit.api import load
from ledgerkit.rendering.swiss_slip import swiss_message

#: SIX, Implementation Guidelines, example 1, but for what the payment is for.
EXAMPLE = """\
SPC
0200
1
CH4431999123000889012
S
Robert Schneider AG
Rue du Lac
1268
2501
Biel
CH







1949.75
CHF
S
Pia-Maria Rutschmann-Schnyder
Grosse Marktgasse
28
9400
Rorschach
CH
QRR
210000000003139471430009017
21000000000313947143000901
EPD"""
BOOK = """\
2024-01-01 open Assets:Receivable
2024-01-01 open Income:Sales
2024-01-01 open Assets:Bank:Main CHF
  iban: "CH44 3199 9123 0008 8901 2"
2024-01-01 custom "company" "Robert Schneider AG"
  street: "Rue du Lac 1268"
  postal-code: "2501"
  locality: "Biel"
  country: "CH"
2024-01-01 custom "client" "pia" "Pia-Maria Rutschmann-Schnyder"
  street: "Grosse Marktgasse 28"
  postal-code: "9400"
  locality: "Rorschach"
  country: "CH"
  lang: "de"
2026-01-15 * "Pia-Maria Rutschmann-Schnyder" "Work" ^21000000000313947143000901
  Assets:Receivable  1949.75 CHF
  Income:Sales
"""
NUMBER = "21000000000313947143000901"


@pytest.fixture
def bill(tmp_path):
    """Makes the books of the example, with texts replaced."""

    def make(*changes):
        text = BOOK
        for old, new in changes:
            assert old in text
            text = text.replace(old, new)
        path = tmp_path / "main.beancount"
        path.write_text(text, encoding="utf-8")
        return load(path)

    return make


def message(books, number=NUMBER):
    invoice = books.invoice(number)
    return swiss_message(invoice, invoice.owed)


def test_the_code_says_what_the_guidelines_example_says(bill):
    assert message(bill()) == EXAMPLE


def test_an_ordinary_iban_has_a_creditor_reference_and_never_a_qr_reference(bill):
    books = bill(("CH44 3199 9123 0008 8901 2", "CH58 0079 1123 0008 8901 2"))
    lines = message(books).split("\n")
    # 26 digits are too many for an ISO 11649 reference.
    assert lines[27:30] == ["NON", "", NUMBER]
    books = bill(
        ("CH44 3199 9123 0008 8901 2", "CH58 0079 1123 0008 8901 2"),
        (NUMBER, "INV-2026-007"),
    )
    lines = message(books, "INV-2026-007").split("\n")
    assert lines[27] == "SCOR"
    assert iso11649.is_valid(lines[28])


def test_letters_of_a_number_become_digits_of_a_valid_qr_reference(bill):
    lines = message(bill((NUMBER, "INV-2026-007")), "INV-2026-007").split("\n")
    # I is 18, N 23, V 31.
    assert lines[28][:26] == "1823312026007".zfill(26)
    assert esr.is_valid(lines[28])


@pytest.mark.parametrize(
    "change",
    [
        ("CHF", "USD"),
        ("CH44 3199 9123 0008 8901 2", "DE89370400440532013000"),
        ("CH44 3199 9123 0008 8901 2", "CH45 3199 9123 0008 8901 2"),
        ('  locality: "Biel"\n', ""),
        ("1949.75", "-1949.75"),
    ],
)
def test_what_the_guidelines_forbid_has_no_slip(bill, change):
    assert '<section class="slip">' not in bill(change).render(NUMBER).decode()


def test_a_payer_without_an_address_writes_it_by_hand(bill):
    books = bill(('  locality: "Rorschach"\n', ""))
    assert message(books).split("\n")[20:27] == [""] * 7
    page = books.render(NUMBER).decode()
    assert "Zahlbar durch (Name/Adresse)" in page


@pytest.mark.usefixtures("can_make_pdf")
def test_a_scanner_reads_the_code_off_the_printed_page(bill):
    content = bill().render(NUMBER, "pdf")
    # The cross over its middle hides no more than the code can do without.
    assert scanned(content) == [EXAMPLE]
    first, slip = pdf_pages(content)
    assert "Zahlteil" not in first
    words = slip.replace("\N{NO-BREAK SPACE}", " ")
    for printed in (
        "Zahlteil", "Empfangsschein", "Konto / Zahlbar an", "Annahmestelle",
        "CH44 3199 9123 0008 8901 2", "21 00000 00003 13947 14300 09017",
        "1 949.75", "CHF", "Vor der Einzahlung abzutrennen", "Rue du Lac 1268",
    ):  # fmt: skip
        assert printed in words, printed


def test_our_own_reference_is_known_when_the_payment_comes(bill):
    books = bill((NUMBER, "INV-2026-007"))
    assert message(books, "INV-2026-007").split("\n")[18] == "1949.75"
    assert books.invoice("INV-2026-007").owed == Decimal("1949.75")

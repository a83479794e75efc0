"""MT940 messages become the lines that a bookkeeper would copy from them."""

from datetime import date
from decimal import Decimal

import pytest
from tests.importers.bank_files.mt940_files import DUTCH, GERMAN

from ledgerkit.errors import UnreadableFileError
from ledgerkit.importers.bank_files.choices import NO_CHOICES, BankFileChoices
from ledgerkit.importers.bank_files.mt940.mt940 import is_mt940, read_mt940
from ledgerkit.importers.bank_files.read import read_bank_file

HEADER = ":20:X\n:25:NL69INGB0123456789\n:28C:1\n:60F:C260101EUR0,00\n"


def statements(text, choices=NO_CHOICES):
    data = text if isinstance(text, bytes) else text.encode()
    assert is_mt940(data)
    return read_mt940(data, "bank.sta", choices)


def line(*rows):
    (statement,) = statements(HEADER + "\n".join(rows))
    (only,) = statement.lines
    return only


def refusal(text, choices=NO_CHOICES):
    data = text if isinstance(text, bytes) else text.encode()
    with pytest.raises(UnreadableFileError) as refused:
        read_bank_file(data, "bank.sta", choices)
    return str(refused.value)


def test_a_german_statement_is_read():
    (statement,) = statements(GERMAN)
    assert (statement.bank, statement.account) == ("37040044", "0532013000")
    assert (statement.number, statement.currency) == ("7", "EUR")
    assert (statement.since, statement.until) == (date(2026, 1, 15), date(2026, 1, 31))
    assert statement.unexplained == 0
    paid, fee = statement.lines
    assert (paid.amount, paid.reference) == (Decimal("300.00"), "REF-1")
    assert (paid.name, paid.iban) == ("ACME S.R.L.", "IT60X0542811101000000123456")
    assert paid.text == "Invoice INV-2026-001 and more GUTSCHRIFT"
    assert (paid.end_to_end, paid.kind) == ("E-77", "NTRF 166")
    assert (str(fee.amount), fee.reference) == ("-40.50", "")
    assert fee.text == "Account fee January ENTGELT"
    assert fee.place.lineno == 8


def test_a_dutch_statement_is_read():
    (statement,) = statements(DUTCH)
    assert (statement.account, statement.currency) == ("NL69INGB0123456789", "EUR")
    assert statement.unexplained == 0
    first, second = statement.lines
    assert (first.name, first.iban) == ("ING BANK NV INZAKE WEB", "NL32INGB0000012345")
    assert first.end_to_end == "EV12341REP1231456T1234"
    assert first.text == "EV10001REP1000000T1000"
    assert second.creditor_reference == "9876543210123456"
    assert (second.end_to_end, second.reference) == ("", "00000000001006")


@pytest.mark.parametrize(
    ("sign", "amount"), [("C", 5), ("D", -5), ("RC", -5), ("RD", 5), ("CR", 5)]
)
def test_a_reversal_has_the_sign_of_the_money(sign, amount):
    assert line(f":61:2601150115{sign}5,00NTRFNONREF").amount == amount


def test_what_is_only_expected_is_pending():
    found = line(":61:2601150115ED5,00NTRFNONREF")
    assert (found.amount, found.pending) == (-5, True)


@pytest.mark.parametrize(
    ("days", "booked", "value"),
    [
        ("2512310102", date(2026, 1, 2), date(2025, 12, 31)),
        ("2601021231", date(2025, 12, 31), date(2026, 1, 2)),
        ("240229", date(2024, 2, 29), date(2024, 2, 29)),
        # A month of 30 days, as some banks count interest.
        ("2602300227", date(2026, 2, 27), date(2026, 2, 28)),
        ("9912310102", date(2000, 1, 2), date(1999, 12, 31)),
    ],
)
def test_the_booking_day_is_in_the_year_nearest_to_the_value_day(days, booked, value):
    before = HEADER.replace("C260101", f"C{days[:2]}0101")
    ((movement,),) = [
        statement.lines for statement in statements(f"{before}:61:{days}C5,00NTRF")
    ]
    assert (movement.day, movement.value_day) == (booked, value)


@pytest.mark.parametrize(
    ("opening", "value", "closing", "booked"),
    [
        # The quarter's costs: their value is before the statement.
        ("260401", "260331", "260402", date(2026, 4, 2)),
        # A cheque: its value is after it.
        ("260331", "260403", "260401", date(2026, 4, 1)),
        ("260331", "260401", "260402", date(2026, 4, 1)),
        # Banks that date the opening balance by the first day have movements on it.
        ("260401", "260401", "260430", date(2026, 4, 1)),
    ],
)
def test_a_movement_without_a_booking_day_is_booked_within_its_statement(
    opening, value, closing, booked
):
    """Rabobank states none; the balances would not tie on their days."""
    (statement,) = statements(
        f":20:X\n:25:777\n:28C:1\n:60F:C{opening}EUR100,00\n"
        f":61:{value}C10,00N100NONREF\n:62F:C{closing}EUR110,00\n"
    )
    [movement] = statement.lines
    assert movement.day == booked
    assert movement.value_day == date(2026, int(value[2:4]), int(value[4:]))
    assert statement.unexplained == 0


def messages(*parts):
    """Statements of one account, as Rabobank writes them, with a line each."""
    return "".join(
        f":20:X\n:25:{account}\n:28C:{number}\n:60F:C{first}EUR{before},00\n"
        f":61:{value}C5,00N100NONREF\n:62F:C{last}EUR{after},00\n"
        for number, (account, first, before, value, last, after) in enumerate(parts, 1)
    )


@pytest.mark.parametrize(
    ("second", "booked"),
    [
        # The one before closed on that day: what follows is not in it.
        (("777", "260401", 105, "260401", "260402", 110), date(2026, 4, 2)),
        (("777", "260401", 105, "260401", "260401", 110), date(2026, 4, 1)),
        # Another balance, another account: nobody says when it stood.
        (("777", "260401", 106, "260401", "260402", 111), date(2026, 4, 1)),
        (("888", "260401", 105, "260401", "260402", 110), date(2026, 4, 1)),
    ],
)
def test_a_day_that_the_statement_before_has_closed_takes_no_more(second, booked):
    text = messages(("777", "260331", 100, "260401", "260401", 105), second)
    first, after = statements(text)
    assert [one.day for one in first.lines] == [date(2026, 4, 1)]
    assert [one.day for one in after.lines] == [booked]


def test_a_whole_amount_may_end_in_a_point():
    """As Rabobank Telebanking writes yen."""
    (statement,) = statements(
        ":20:940A\n:25:777\n:28:00000/00\n:60F:C260106JPY00000000000000.\n"
        ":61:260107D00000115351.NMSCNONREF\n:62F:D260107JPY00000000115351.\n"
    )
    assert (statement.opening, statement.closing) == (0, -115351)
    assert [movement.amount for movement in statement.lines] == [-115351]


def test_equal_movements_on_one_day_are_two_lines():
    row = ":61:2601150115C5,00NTRFNONREF\n"
    (statement,) = statements(HEADER + row + row)
    assert statement.movement == 10


def test_pages_that_meet_are_one_statement():
    second = GERMAN.replace("007/001", "007/002").replace(
        ":60F:C260101EUR1000", ":60M:C260131EUR1259"
    )
    second = second.replace("1259,00", "1259,50").replace(
        "62F:C260131EUR1259,50", "62F:C260131EUR1519,00"
    )
    first = GERMAN.replace(":62F:", ":62M:")
    (whole,) = statements(first + second)
    assert len(whole.lines) == 4
    assert (whole.opening, whole.closing) == (Decimal(1000), Decimal(1519))
    assert whole.unexplained == 0


def test_pages_with_one_missing_between_stay_apart():
    first = GERMAN.replace(":62F:", ":62M:")
    third = GERMAN.replace(":60F:C260101EUR1000", ":60M:C260131EUR5000")
    assert len(statements(first + third)) == 2


def test_a_foreign_amount_and_charges_are_read():
    found = line(":61:2601150115C97,00NTRFNONREF//1", "/OCMT/USD110,00//CHGS/EUR3,00/")
    assert (found.original_amount, found.original_currency) == (Decimal(110), "USD")
    assert found.charges == Decimal("3.00")


def test_a_cut_word_is_joined_and_a_whole_line_is_not():
    text = "x" * 65
    assert line(":61:260115C5,NTRF", f":86:{text}", "yy", "zz").text == f"{text}yy zz"


@pytest.mark.parametrize(
    ("details", "name", "iban", "text"),
    [
        ("SEPA IBAN: NL32INGB0000012345 NAAM: Jan OMSCHRIJVING: huur mei",
         "Jan", "NL32INGB0000012345", "huur mei SEPA"),
        ("/TRTP/SEPA/IBAN/NL32INGB0000012345/NAME/Jan/REMI/huur/EREF/E1",
         "Jan", "NL32INGB0000012345", "huur SEPA"),
        ("020~00VE~20text 1~21text 2~32JAN~33KOWALSKI~38PL29114010810000267002001002",
         "JAN KOWALSKI", "PL29114010810000267002001002", "text 1 text 2 VE"),
        ("911 X; Z RACH.: 29114010810000267002001002; OD: JAN; TYT.: CZYNSZ",
         "JAN", "29114010810000267002001002", "CZYNSZ 911 X"),
        ("just words with a / slash", "", "", "just words with a / slash"),
    ],
)  # fmt: skip
def test_details_are_read_in_the_form_of_the_bank(details, name, iban, text):
    found = line(":61:2601150115C5,00NTRFNONREF", f":86:{details}")
    assert (found.name, found.iban, found.text) == (name, iban, text)


def test_other_encodings_are_said_and_not_guessed():
    data = (HEADER + ":61:260115C5,NTRF\n:86:Büro\n").encode("cp1252")
    assert refusal(data).startswith("bank.sta:6: it has letters that are not UTF-8;")
    (statement,) = statements(data, BankFileChoices(encoding="cp1252"))
    assert statement.lines[0].text == "Büro"


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (":61:2601150115X5,00NTRF", "which is no movement, which is written"),
        (":61:2613150115C5,00NTRF", "which is not on any day; days are written"),
        (":61:260115C1.234NTRF", "which is no movement"),
        (f":61:260115C{'9' * 16},NTRF", "larger than any amount that books can hold"),
        (":62F:C260131EURO5,00", "which is no balance, which is written"),
    ],
)
def test_what_cannot_be_read_is_named_with_its_line(row, said):
    message = refusal(HEADER + row)
    assert message.startswith("bank.sta:5: :6")
    assert said in message

"""What an OFX file says becomes statements, and nothing is made up."""

from datetime import date
from decimal import Decimal

import pytest
from tests.importers.bank_files.ofx_files import SGML, XML

from ledgerkit.errors import UnreadableFileError
from ledgerkit.importers.bank_files.choices import BankFileChoices
from ledgerkit.importers.bank_files.ofx.ofx import is_ofx, read_ofx

POSTED = "<DTPOSTED>20260105</DTPOSTED>"
MOVEMENT = "<DTPOSTED>20260105<TRNAMT>-5.00<FITID>1<NAME>A<MEMO>B"


def file_of(movement=MOVEMENT, *, currency="EUR", after="", before=""):
    """A statement with one movement, as loosely as OFX 1 allows."""
    return (
        f"{before}<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>{currency}"
        f"<BANKACCTFROM><ACCTID>1</BANKACCTFROM><BANKTRANLIST>"
        f"\n<STMTTRN>{movement}</STMTTRN></BANKTRANLIST>{after}"
        "</STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>"
    ).encode()


def only_line(data, **choices):
    (statement,) = read_ofx(data, "a.ofx", BankFileChoices(**choices))
    (line,) = statement.lines
    return line


def refusal(data, **choices):
    with pytest.raises(UnreadableFileError) as caught:
        read_ofx(data, "a.ofx", BankFileChoices(**choices))
    return str(caught.value)


def test_a_bank_statement_of_version_1():
    (statement,) = read_ofx(SGML, "a.ofx")
    assert statement.account == "IT60X0542811101000000123456"
    assert (statement.bank, statement.currency) == ("BPMOIT22", "EUR")
    assert (statement.since, statement.until) == (date(2026, 1, 1), date(2026, 1, 31))
    assert (statement.opening, statement.closing) == (None, Decimal("2059.00"))
    assert statement.closing_day is None
    first, second, third = statement.lines
    # Five in the morning in Milan, yet the bank's own day counts.
    assert (first.day, first.amount) == (date(2026, 1, 5), Decimal("1220.00"))
    assert (first.name, first.text) == ("Café Acme & Co", "Invoice 2026-001")
    assert (first.reference, first.kind, first.place.lineno) == ("A-1", "CREDIT", 19)
    assert (second.amount, second.iban) == (Decimal("-80.5"), "DE89370400440532013000")
    assert (second.text, second.value_day) == ("check 123", None)
    # Equal in all but the bank's id: two lines.
    assert (third.day, third.amount) == (second.day, second.amount)
    assert third.reference == "A-3"


def test_a_card_and_an_investment_statement_of_version_2():
    card, investment = read_ofx(XML, "a.ofx")
    assert (card.account, card.currency) == ("4111111111111111", "USD")
    # The balance is that of the day of download, which the lines don't reach.
    assert (card.closing, card.closing_day) == (Decimal("-500.00"), date(2026, 2, 15))
    hotel, taxi = card.lines
    assert (hotel.name, hotel.text) == ("Hotel Müller", "Room < 12 & breakfast R77")
    # 110.00 USD at 1.1 USD for one EUR.
    assert (hotel.amount, hotel.original_amount) == (Decimal("-110.00"), -100)
    assert hotel.original_currency == "EUR"
    # Not exchanged: CURRENCY says what the amount is in, its rate is but a value.
    assert (taxi.amount, taxi.currency) == (Decimal("-20.00"), "GBP")
    assert (taxi.original_amount, taxi.original_currency) == (None, "")
    assert (investment.account, investment.bank) == ("I-1", "broker.example")
    assert [line.amount for line in investment.lines] == [Decimal("3.141")]
    # What is available is no balance of the books.
    assert investment.closing is None


@pytest.mark.parametrize(
    "before",
    [
        "",
        "\n\n\r\n",
        "OFXHEADER:100 DATA:OFXSGML ENCODING: CHARSET:\n",
        "\ufeff",
        '<?xml version="1.0" encoding="UTF-8"?><?OFX OFXHEADER="200"?>',
        "OFXHEADER:100\r\rCHARSET:NONE\r\r",
    ],
)
def test_a_header_may_be_missing_empty_or_odd(before):
    assert only_line(file_of(before=before)).amount == Decimal("-5.00")


@pytest.mark.parametrize(
    "movement",
    [
        "<TRNAMT>-5.00</TRNAMT>\n<FITID>1</FITID><NAME>A</NAME><MEMO>B</MEMO>" + POSTED,
        "<MEMO>\n<NAME>A</NAME><TRNAMT>-5.00\n<DTPOSTED>20260105<FITID>1<MEMO>B",
        MOVEMENT + "</DTPOSTED></TRNAMT></FITID></NAME></MEMO>",
        "<dtposted>20260105<trnamt>-5.00<fitid>1<name>A<memo>B",
        "<x:DTPOSTED>20260105<TRNAMT >-5.00<FITID>1<NAME/><NAME>A<!--<MEMO>C--><MEMO>B",
        "<NOBODY.KNOWS><DTPOSTED>20260105<TRNAMT>-5.00<FITID>1<NAME>A<MEMO>B",
    ],
)
def test_tags_may_be_unclosed_empty_crossed_or_unknown(movement):
    line = only_line(file_of(movement))
    assert (line.day, line.amount) == (date(2026, 1, 5), Decimal("-5.00"))
    assert (line.reference, line.name, line.text) == ("1", "A", "B")


def test_a_list_that_is_never_closed_ends_with_its_statement():
    data = file_of(after="<LEDGERBAL><BALAMT>7.00").replace(b"</BANKTRANLIST>", b"")
    (statement,) = read_ofx(data.replace(b"</STMTTRN>", b""), "a.ofx")
    assert (statement.closing, len(statement.lines)) == (Decimal("7.00"), 1)


def test_an_aggregate_within_does_not_lend_its_fields():
    payee = "<PAYEE><NAME>Long<MEMO>other</PAYEE>"
    line = only_line(file_of(payee + MOVEMENT))
    assert (line.name, line.text) == ("A", "B")


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("-5", "-5"),
        ("+5.1", "5.1"),
        ("1234,5", "1234.5"),
        ("1.234,50", "1234.50"),
        ("1,234.50", "1234.50"),
        ("-1,234,567", "-1234567"),
        ("1.234.567", "1234567"),
        (".5", "0.5"),
        ("- 12.00", "-12.00"),
        ("12.00-", "-12.00"),
        ("1.234", "1.234"),
    ],
)
def test_amounts_in_every_form(text, amount):
    line = only_line(file_of(f"<DTPOSTED>20260105<TRNAMT>{text}"))
    assert line.amount == Decimal(amount)


def test_a_lone_comma_before_three_digits_is_asked_for():
    data = file_of("<DTPOSTED>20260105<TRNAMT>1,234")
    assert refusal(data) == (
        "a.ofx:2: STMTTRN/TRNAMT '1,234' may have a decimal mark or thousands; say"
        " which with --decimal-mark , or --decimal-mark ."
    )
    assert only_line(data, decimal_mark=".").amount == 1234
    assert only_line(data, decimal_mark=",").amount == Decimal("1.234")
    # What the other amounts have counts for it too, and for a lone point.
    other = b"<STMTTRN><DTPOSTED>20260105<TRNAMT>%b</STMTTRN></BANKTRANLIST>"
    for known, amount in ((b"80.50", 1234), (b"80,50", Decimal("1.234"))):
        (statement,) = read_ofx(data.replace(b"</BANKTRANLIST>", other % known), "a")
        assert statement.lines[0].amount == amount
    data = data.replace(b"1,234", b"1.234").replace(b"</BANKTRANLIST>", other % b"8,5")
    assert read_ofx(data, "a")[0].lines[0].amount == 1234
    dinars = file_of("<DTPOSTED>20260105<TRNAMT>1,234", currency="KWD")
    assert only_line(dinars).amount == Decimal("1.234")


@pytest.mark.parametrize(
    ("movement", "why"),
    [
        ("<DTPOSTED>20260105", "TRNAMT is missing; nobody can know the amount"),
        (
            "<DTPOSTED>20260105<TRNAMT>\n<NAME>A",
            "TRNAMT is empty; nobody can know the amount",
        ),
        ("<TRNAMT>1", "DTPOSTED is missing; nobody can know the day"),
        ("<DTPOSTED><TRNAMT>1", "DTPOSTED is empty; nobody can know the day"),
        (
            "<DTPOSTED>5 May<TRNAMT>1",
            "DTPOSTED '5 May' is no day; OFX writes one as 20260131",
        ),
        (
            "<DTPOSTED>20260230<TRNAMT>1",
            "DTPOSTED '20260230' is a day that no calendar has",
        ),
        ("<DTPOSTED>00010101<TRNAMT>1", "DTPOSTED '00010101' is not of our time"),
        (
            "<DTPOSTED>20260105<TRNAMT>1E9",
            "TRNAMT '1E9' is not an amount with decimal mark '.'",
        ),
        (
            "<DTPOSTED>20260105<TRNAMT>NaN",
            "TRNAMT 'NaN' is not an amount with decimal mark '.'",
        ),
        (
            "<DTPOSTED>20260105<TRNAMT>\u0663",
            "TRNAMT '\u0663' is not an amount with decimal mark '.'",
        ),
        (
            f"<DTPOSTED>20260105<TRNAMT>{'9' * 16}",
            f"TRNAMT '{'9' * 16}' is not an amount that books can hold",
        ),
    ],
)
def test_a_movement_without_day_or_amount_is_refused_by_line(movement, why):
    assert refusal(file_of(movement)) == f"a.ofx:2: STMTTRN/{why}"


def test_a_balance_that_is_empty_is_not_known():
    (statement,) = read_ofx(file_of(after="<LEDGERBAL><BALAMT> <DTASOF>"), "a.ofx")
    assert (statement.closing, statement.closing_day) == (None, None)


def test_a_file_that_breaks_off_is_refused():
    whole = file_of()
    for end in (b"</STMTTRN>", b"</BANKTRANLIST>", b"</STMTRS>"):
        assert refusal(whole.partition(end)[0] + end[:-1]) == (
            "a.ofx:2: it ends within a statement, so it broke off; download it anew"
        )


def test_only_the_last_tags_may_be_missing():
    whole = file_of()
    assert only_line(whole.partition(b"</STMTTRNRS>")[0]).name == "A"


def test_an_answer_to_a_log_in_has_no_statement():
    data = b"<OFX><SIGNONMSGSRSV1><SONRS><STATUS><CODE>0<SEVERITY>INFO</OFX>"
    assert read_ofx(data, "a.ofx") == []


def test_an_error_of_the_bank_is_passed_on():
    data = (
        b"<OFX><SIGNONMSGSRSV1><SONRS><STATUS>\n<CODE>15500<SEVERITY>ERROR"
        b"<MESSAGE>Wrong\npassword</STATUS></SONRS></OFX>"
    )
    assert refusal(data) == (
        "a.ofx:1: the bank answered with an error instead of a statement:"
        " 15500 Wrong password"
    )


def test_utf_8_is_read_whatever_the_header_names():
    data = file_of(
        "<DTPOSTED>20260105<TRNAMT>1<NAME>Caf\u00e9", before="CHARSET:1252\n"
    )
    assert only_line(data).name == "Café"


@pytest.mark.parametrize("charset", ["1252", "ISO-8859-1", "8859-1", "windows-1252"])
def test_what_is_not_utf_8_is_read_as_its_header_names(charset):
    text = file_of("<DTPOSTED>20260105<TRNAMT>1<NAME>Caf\u00e9 \u20ac").decode()
    data = f"OFXHEADER:100\nCHARSET:{charset}\n{text}".encode("cp1252")
    assert only_line(data).name == "Café €"


def test_an_encoding_that_nobody_names_is_asked_for():
    data = b"CHARSET:NONE\n" + file_of(MOVEMENT.replace("B", "\u00e9")).decode().encode(
        "cp1252"
    )
    assert refusal(data) == (
        "a.ofx:3: it has letters that are not in the encoding that it names; write for"
        " instance --encoding cp1252"
    )
    assert only_line(data, encoding="cp1252").text == "é"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf_16_is_read(encoding):
    data = file_of().decode().encode(encoding)
    assert is_ofx(data)
    assert only_line(data).name == "A"


def test_a_header_in_one_line_is_read():
    header = "OFXHEADER:100DATA:OFXSGMLENCODING:USASCIICHARSET:1252COMPRESSION:NONE"
    data = file_of(MOVEMENT.replace("B", "\u00e9"), before=header)
    assert only_line(data.decode().encode("cp1252")).text == "\u00e9"


def test_a_header_alone_has_broken_off():
    assert refusal(b"OFXHEADER:100\nDATA:OFXSGML\n") == (
        "a.ofx:2: it ends before <OFX>, so it broke off"
    )


def test_hidden_characters_are_taken_out():
    movement = "<DTPOSTED>20260105<TRNAMT>1<NAME>A\u202ec\u200bme\x07<MEMO>e\u0301"
    line = only_line(file_of(movement))
    assert (line.name, line.text) == ("Acme", "é")


def test_entities_are_read_once_and_only_those_of_the_standard():
    movement = (
        "<DTPOSTED>20260105<TRNAMT>1<NAME>A&amp;amp; B&nbsp;&#233;<MEMO>X&parking"
    )
    line = only_line(file_of(movement))
    assert (line.name, line.text) == ("A&amp; B é", "X&parking")


def test_a_less_than_sign_in_a_text_stays():
    line = only_line(file_of("<DTPOSTED>20260105<TRNAMT>1<NAME>a < b<MEMO>1<2 <3"))
    assert (line.name, line.text) == ("a < b", "1<2 <3")


def test_the_long_name_counts_where_there_is_one():
    movement = "<DTPOSTED>20260105<TRNAMT>1<NAME>Acme Int<EXTDNAME>Acme International"
    assert only_line(file_of(movement)).name == "Acme International"


def test_the_lines_say_the_currency_where_the_statement_does_not():
    movement = MOVEMENT + "<CURRENCY><CURRATE>1.0000<CURSYM>AUD</CURRENCY>"
    (statement,) = read_ofx(file_of(movement, currency=""), "a.ofx")
    assert statement.currency == statement.lines[0].currency == "AUD"
    assert statement.lines[0].original_amount is None


def test_a_movement_outside_of_any_statement_is_not_lost():
    lost = b"<BANKTRANLIST><STMTTRN><TRNAMT>1</STMTTRN></BANKTRANLIST>"
    why = "a.ofx:1: a movement (STMTTRN) stands in no statement (STMTRS)"
    assert refusal(b"<OFX>" + lost + b"</OFX>") == why
    assert refusal(b"<OFX>" + lost + file_of()[5:]) == why


def test_a_rate_beyond_all_reason_is_left_out():
    rate = "<ORIGCURRENCY><CURRATE>0.000000001<CURSYM>CLF</ORIGCURRENCY>"
    line = only_line(file_of(f"<DTPOSTED>20260105<TRNAMT>{'9' * 15}{rate}"))
    assert line.original_amount is None


def test_a_document_type_is_refused():
    data = file_of(before='<!DOCTYPE OFX [<!ENTITY a "b">]>')
    assert "it has a DOCTYPE" in refusal(data)


def test_a_comment_that_never_ends_is_refused():
    assert refusal(file_of(MOVEMENT + "<!-- ")) == (
        "a.ofx:2: what <!-- begins is never ended"
    )


@pytest.mark.parametrize("piece", ["<a", "<", "<!--", "</", "<A>", "&", "<STMTRS>"])
def test_a_large_file_of_nothing_is_soon_refused_or_read(piece):
    with pytest.raises(UnreadableFileError):
        read_ofx(b"<OFX><STMTRS>" + piece.encode() * 100_000, "a.ofx")

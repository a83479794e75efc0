"""CAMT messages become the lines that a bookkeeper would copy from them."""

from datetime import date
from decimal import Decimal

import pytest
from tests.importers.bank_files.camt_files import (
    STATEMENT,
    balance,
    camt,
    details,
    entry,
)

from ledgerkit.errors import UnreadableFileError
from ledgerkit.importers.bank_files.camt.message import LIMITS, is_camt, read_camt
from ledgerkit.importers.bank_files.choices import NO_CHOICES
from ledgerkit.importers.bank_files.read import read_bank_file
from ledgerkit.xml.safe import XML_ELEMENTS_MAX, XmlLimits, parse_xml


def statements(data):
    assert is_camt(data)
    return read_camt(data, "bank.xml", NO_CHOICES)


def lines(*entries):
    (statement,) = statements(camt("".join(entries)))
    return statement.lines


def line(*entries):
    (only,) = lines(*entries)
    return only


def amounts(*entries):
    return [str(one.amount) for one in lines(*entries)]


def refusal(data):
    with pytest.raises(UnreadableFileError) as refused:
        read_bank_file(data, "bank.xml")
    return str(refused.value)


def test_a_statement_has_its_account_balances_and_days():
    (statement,) = statements(STATEMENT)
    assert statement.account == "DE89370400440532013000"
    assert statement.bank == "COBADEFFXXX"
    assert (statement.number, statement.currency) == ("7", "EUR")
    assert statement.opening == Decimal("1000.00")
    assert statement.closing == Decimal("1259.50")
    assert statement.until == date(2026, 1, 31)
    assert not statement.interim
    # 1000.00 + 100.00 + 200.00 - 40.50; the 9.00 are only announced.
    assert statement.unexplained == 0


def test_a_batch_is_a_line_for_each_payment_with_a_reference_of_its_own():
    both = lines(entry("300.00", details("100.00", text="INV-1") + details("200.00")))
    assert [(str(one.amount), one.reference) for one in both] == [
        ("100.00", "REF-1/1"),
        ("200.00", "REF-1/2"),
    ]
    assert both[0].text == "INV-1 Transfer"


def test_payments_of_a_debit_that_are_marked_as_credits_go_out():
    inner = "<CdtDbtInd>CRDT</CdtDbtInd>"
    paid = details("10.00", more=inner) + details("20.00", more=inner)
    assert amounts(entry("30.00", paid, direction="DBIT")) == ["-10.00", "-20.00"]


def test_a_batch_of_payments_and_returns_has_lines_of_both_signs():
    mixed = details("50.00", more="<CdtDbtInd>CRDT</CdtDbtInd>") + details(
        "20.00", more="<CdtDbtInd>DBIT</CdtDbtInd>"
    )
    assert amounts(entry("30.00", mixed)) == ["50.00", "-20.00"]


def test_a_batch_in_a_foreign_currency_is_shared_out_at_its_rate():
    foreign = "".join(
        f'<TxDtls><Amt Ccy="GBP">{pounds}</Amt></TxDtls>' for pounds in ("10", "20")
    )
    found = lines(entry("34.81", foreign, direction="DBIT"))
    # 34.81 in proportion 1 : 2 is 11.603… and 23.206…
    assert [str(one.amount) for one in found] == ["-11.60", "-23.21"]
    assert found[1].original_amount == Decimal("-20.00")
    assert found[1].original_currency == "GBP"


def test_a_charge_for_a_whole_batch_is_a_line_of_its_own():
    charge = '<Chrgs><Amt Ccy="EUR">2.50</Amt></Chrgs>'
    paid = details("100.00") + details("50.00")
    found = lines(entry("147.50", paid, more=charge))
    assert [str(one.amount) for one in found] == ["100.00", "50.00", "-2.50"]
    assert found[2].text == "Transfer Bank charges"


def test_charges_of_each_payment_are_off_its_amount():
    charged = '<Chrgs><Rcrd><Amt Ccy="EUR">1.00</Amt></Rcrd></Chrgs>'
    paid = details("100.00", more=charged) + details("50.00", more=charged)
    found = lines(entry("148.00", paid))
    assert [(str(one.amount), str(one.charges)) for one in found] == [
        ("99.00", "1.00"),
        ("49.00", "1.00"),
    ]


def test_payments_that_do_not_come_to_the_entry_are_shown_and_not_counted():
    found = lines(
        entry("300.00", details("1.00", text="A") + details("2.00", text="B"))
    )
    assert [(str(one.amount), one.pending) for one in found] == [
        ("300.00", False),
        ("0", True),
    ]
    assert found[0].text == "A B Transfer"


def test_two_equal_entries_on_one_day_are_two_lines():
    assert amounts(entry("5.00"), entry("5.00")) == ["5.00", "5.00"]


def test_the_other_side_is_who_paid_us():
    found = line(entry("10.00", details("10.00", name="Acme  S.p.A.")))
    assert (found.name, found.iban) == ("Acme S.p.A.", "IT60X0542811101000000123456")
    assert found.value_day == date(2026, 1, 16)


def test_the_other_side_of_a_return_is_not_ourselves():
    # A transfer of ours that comes back keeps us as the debtor.
    ours = (
        "<TxDtls><RltdPties><Dbtr><Nm>Studio Aurora</Nm></Dbtr><DbtrAcct><Id><IBAN>"
        "DE89370400440532013000</IBAN></Id></DbtrAcct><Cdtr><Pty><Nm>Lumen</Nm></Pty>"
        "</Cdtr></RltdPties><RtrInf><Rsn><Cd>AC04</Cd></Rsn></RtrInf></TxDtls>"
    )
    for more in ("", "<RvslInd>true</RvslInd>"):
        found = line(entry("10.00", ours, more=more))
        assert (str(found.amount), found.name) == ("10.00", "Lumen")
        assert found.text == "AC04 Transfer"


def test_on_whose_behalf_somebody_paid_is_in_the_text():
    ultimate = "<RltdPties><UltmtDbtr><Nm>Parent Co</Nm></UltmtDbtr></RltdPties>"
    found = line(entry("10.00", f"<TxDtls>{ultimate}</TxDtls>"))
    assert (found.name, found.text) == ("Parent Co", "Transfer")
    agent = ultimate.replace("<UltmtDbtr>", "<Dbtr><Nm>Payer</Nm></Dbtr><UltmtDbtr>")
    found = line(entry("10.00", f"<TxDtls>{agent}</TxDtls>"))
    assert (found.name, found.text) == ("Payer", "Parent Co Transfer")


def test_a_structured_reference_and_document_numbers_are_read():
    structured = (
        "<TxDtls><RmtInf><Strd><RfrdDocInf><Nb>INV-7</Nb></RfrdDocInf><CdtrRefInf>"
        "<Ref>RF18 5390 0754 7034</Ref></CdtrRefInf></Strd></RmtInf></TxDtls>"
    )
    found = line(entry("10.00", structured))
    assert found.creditor_reference == "RF18539007547034"
    assert found.text == "INV-7 RF18 5390 0754 7034 Transfer"


def test_not_provided_is_no_reference():
    found = line(entry("10.00", details("10.00"), reference="NOTPROVIDED"))
    assert (found.reference, found.end_to_end) == ("", "")
    found = line(entry("10.00", details("10.00", end_to_end="E-1")))
    assert found.end_to_end == "E-1"


def test_what_was_ordered_in_another_currency_is_kept():
    ordered = (
        '<TxDtls><AmtDtls><InstdAmt><Amt Ccy="USD">110.00</Amt></InstdAmt><TxAmt>'
        '<Amt Ccy="EUR">100.00</Amt></TxAmt></AmtDtls><Chrgs><Rcrd><Amt Ccy="EUR">3.00'
        "</Amt><ChrgInclInd>true</ChrgInclInd></Rcrd></Chrgs></TxDtls>"
    )
    found = line(entry("97.00", ordered))
    assert (found.original_amount, found.original_currency) == (Decimal(110), "USD")
    assert found.charges == Decimal("3.00")


def test_charges_billed_apart_are_not_in_the_amount():
    apart = (
        '<TxDtls><Chrgs><Rcrd><Amt Ccy="EUR">3.00</Amt>'
        "<ChrgInclInd>false</ChrgInclInd></Rcrd></Chrgs></TxDtls>"
    )
    assert line(entry("100.00", apart)).charges == 0


def record(amount, included="", direction="DBIT"):
    indicator = f"<ChrgInclInd>{included}</ChrgInclInd>" if included else ""
    return (
        f'<Rcrd><Amt Ccy="EUR">{amount}</Amt>'
        f"<CdtDbtInd>{direction}</CdtDbtInd>{indicator}</Rcrd>"
    )


@pytest.mark.parametrize(
    ("records", "charges"),
    [
        (record("1.20", "false"), ["0", "0"]),
        (record("1.20", "true"), ["1.20", "0"]),
        (record("1.20", "true") + record("0.30", "false"), ["1.20", "0"]),
        (record("1.20"), ["0", "0"]),
    ],
)
@pytest.mark.parametrize("direction", ["CRDT", "DBIT"])
def test_charges_in_a_batch_count_only_as_far_as_they_are_in_the_amount(
    records, charges, direction
):
    # The payments come to the entry, so none of them lacks anything.
    paid = details("100.00", more=f"<Chrgs>{records}</Chrgs>") + details("50.00")
    found = lines(entry("150.00", paid, direction=direction))
    assert [abs(one.amount) for one in found] == [100, 50]
    assert [one.charges for one in found] == list(map(Decimal, charges))


def test_charges_of_one_payment_count_record_by_record():
    paid = details(
        "", more=f"<Chrgs>{record('2.00', 'true')}{record('3.00', 'false')}</Chrgs>"
    )
    assert line(entry("98.00", paid)).charges == 2


def test_what_was_ordered_shows_charges_in_a_batch_where_nothing_else_does():
    ordered = (
        '<Amt Ccy="EUR">99.00</Amt><CdtDbtInd>CRDT</CdtDbtInd>'
        '<AmtDtls><InstdAmt><Amt Ccy="EUR">100.00</Amt></InstdAmt></AmtDtls>'
        f"<Chrgs>{record('1.00')}</Chrgs>"
    )
    paid = details("", more=ordered) + details(
        "", more='<Amt Ccy="EUR">50.00</Amt><CdtDbtInd>CRDT</CdtDbtInd>'
    )
    found = lines(entry("149.00", paid))
    assert [(str(one.amount), one.charges) for one in found] == [
        ("99.00", 1),
        ("50.00", 0),
    ]


def test_entries_that_are_not_booked_are_pending():
    assert [
        line(entry("1.00", status=s)).pending for s in ("BOOK", "PDNG", "INFO")
    ] == [
        False,
        True,
        True,
    ]
    assert line(entry("1.00", status="<Cd>FUTR</Cd>")).pending


def test_an_entry_in_another_currency_is_in_a_statement_of_its_own():
    head = balance("OPBD", "5.00", "2026-01-01")
    two = statements(camt(entry("1.00") + entry("2", currency="JPY"), head=head))
    assert [(one.currency, str(one.movement)) for one in two] == [
        ("EUR", "1.00"),
        ("JPY", "2"),
    ]
    assert [one.opening for one in two] == [Decimal("5.00"), None]


def test_only_booked_balances_count():
    head = balance("OPAV", "1.00", "2026-01-01") + balance("CLAV", "2.00", "2026-01-31")
    (statement,) = statements(camt(entry("1.00"), head=head))
    assert (statement.opening, statement.closing) == (None, None)
    head = balance("PRCD", "3.00", "2026-01-01", "DBIT")
    head += balance("ITBD", "4.00", "2026-01-15")
    (statement,) = statements(camt(entry("7.00"), head=head))
    assert (statement.opening, statement.closing) == (Decimal("-3.00"), Decimal("4.00"))
    assert statement.interim
    assert statement.unexplained == 0


def test_an_entry_without_a_day_is_of_the_day_of_the_message():
    bare = entry("1.00").replace("BookgDt", "X").replace("ValDt", "X")
    assert line(bare).day == date(2026, 2, 1)
    data = camt(bare).replace(
        b"<CreDtTm>2026-02-01T06:00:00</CreDtTm>\n<Acct>", b"<Acct>"
    )
    assert statements(data)[0].lines[0].day == date(2026, 2, 1)
    message = refusal(data.replace(b"CreDtTm", b"Y"))
    assert "Stmt/Ntry/BookgDt (day) is missing or empty" in message


@pytest.mark.parametrize(
    ("value", "booked"),
    [("2025-12-30", (1, 1)), ("2026-01-16", (1, 16)), ("2026-02-03", (1, 31))],
)
def test_an_entry_without_a_booking_day_is_booked_within_its_statement(value, booked):
    head = balance("OPBD", "0.00", "2026-01-01") + balance("CLBD", "1", "2026-01-31")
    bare = entry("1.00").replace("BookgDt", "X").replace("2026-01-16", value)
    (statement,) = statements(camt(bare, head=head))
    (only,) = statement.lines
    assert only.day == date(2026, *booked)
    assert str(only.value_day) == value
    assert statement.unexplained == 0


def test_a_balance_without_a_direction_is_not_known():
    head = balance("OPBD", "1.00", "2026-01-01").replace("CdtDbtInd", "X")
    assert statements(camt(entry("1.00"), head=head))[0].opening is None


def test_an_end_at_midnight_is_the_day_before():
    head = (
        "<FrToDt><FrDtTm>2026-01-01T00:00:00</FrDtTm>"
        "<ToDtTm>2026-02-01T00:00:00</ToDtTm></FrToDt>"
    ) + balance("CLBD", "1.00", "2026-01-31")
    (statement,) = statements(camt(entry("1.00"), head=head))
    assert (statement.since, statement.until) == (date(2026, 1, 1), date(2026, 1, 31))
    assert statement.closing_day is None


@pytest.mark.parametrize(
    ("message", "part", "version"),
    [
        ("BkToCstmrAcctRptV01", "Rpt", "052.001.01"),
        ("BkToCstmrStmt", "Stmt", "053.001.13"),
        ("BkToCstmrDbtCdtNtfctn", "Ntfctn", "054.001.08"),
    ],
)
def test_every_message_and_version_is_read(message, part, version):
    data = camt(entry("1.00"), message=message, part=part, version=version)
    (statement,) = statements(data)
    assert statement.movement == 1


def test_prefixes_and_a_missing_namespace_do_not_matter():
    bare = STATEMENT.replace(
        b' xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"', b""
    )
    prefixed = STATEMENT.replace(b"<", b"<b:").replace(b"<b:/", b"</b:")
    prefixed = prefixed.replace(b"<b:?", b"<?").replace(b"xmlns=", b"xmlns:b=")
    for data in (
        bare,
        prefixed,
        STATEMENT.decode().replace("UTF-8", "UTF-16").encode("utf-16"),
    ):
        assert [one.lines[0].text for one in statements(data)] == ["INV-1 Transfer"]


def test_a_payment_order_is_refused_by_name():
    data = b'<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.001.001.03"/>'
    assert "an order to the bank to pay (pain.001)" in refusal(data)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (
            (b">300.00<", b">3OO.00<"),
            'bank.xml:9: BkToCstmrStmt/Stmt/Ntry/Amt (amount) is "3OO.00"',
        ),
        ((b"DBIT", b"DEBIT"), '(direction) is "DEBIT", which is neither CRDT nor'),
        (
            (b'Ccy="EUR">300', b'Ccy="Euro">300'),
            'Amt is in "Euro", which is no currency',
        ),
        (
            (b"2026-01-15", b"15.01.2026"),
            "which is no day; XML writes one as 2026-01-31",
        ),
        ((b"</Ntry>", b""), "it isn't well-formed XML"),
        ((b"Stmt>", b"Statement>"), "without a statement (Stmt) in it"),
    ],
)
def test_a_garbled_file_is_refused_in_one_sentence(change, said):
    assert said in refusal(STATEMENT.replace(*change))


def test_statements_have_limits_of_their_own():
    assert LIMITS.elements > XML_ELEMENTS_MAX
    for limits, said in (
        (XmlLimits(elements=5), "more than 5 elements"),
        (XmlLimits(size=1_000_000 - 1), "it has more than 0 MB"),
    ):
        with pytest.raises(UnreadableFileError, match=said):
            parse_xml(STATEMENT + b" " * 1_000_000, "bank.xml", limits)

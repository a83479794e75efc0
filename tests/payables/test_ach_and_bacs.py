"""American and British payment files: columns and control totals, by hand."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.us import rtn

from ledgerkit.api import load
from ledgerkit.entries.bills.payment_run import RunRequest
from ledgerkit.entries.bills.payment_run_entries import transfer_order
from ledgerkit.errors import UsageError
from ledgerkit.exporters.ach import ach_file
from ledgerkit.exporters.bacs import bacs_file
from ledgerkit.payables.credit_transfer import (
    AccountHolder,
    CreditTransfer,
    TransferOrder,
)
from ledgerkit.payables.scheme import wrong_routing_number

BOOK = """\
option "operating_currency" "USD"
2026-01-01 custom "company" "Acme Tools Inc."
  ach-id: "1234567890"
  bacs-user-number: "123456"
2026-01-01 open Assets:Bank:US USD
  routing-number: "121042882"
  account-number: "123456789"
2026-01-01 open Assets:Bank:UK GBP
  sort-code: "20-00-00"
  account-number: "55779911"
2026-01-01 open Liabilities:Payable
2026-01-01 open Expenses:Goods
2026-01-01 custom "vendor" "jones" "Jane Jones"
  routing-number: "231380104"
  account-number: "987654321"
  ach-class: "PPD"
  account-type: "savings"
2026-01-01 custom "vendor" "steel" "Steel & Co LLC"
  routing-number: "021000021"
  account-number: "12345678"
2026-01-01 custom "vendor" "smith" "Smith & Söhne Ltd"
  sort-code: "08-99-99"
  account-number: "66374958"
2026-02-01 * "Jane Jones" "Work" ^J-1
  Liabilities:Payable  -1000000.00 USD
  Expenses:Goods
2026-02-01 * "Steel & Co LLC" "Steel" ^S-1
  Liabilities:Payable  -250.55 USD
  Expenses:Goods
2026-02-01 * "Smith & Söhne Ltd" "Work" ^SM-1
  Liabilities:Payable  -99.99 GBP
  Expenses:Goods
"""


@pytest.fixture
def run(tmp_path):
    """The plan of a run on Thursday 2026-03-05, with texts of the books replaced."""

    def make(account, *changes, **asked):
        text = BOOK
        for old, new in changes:
            assert old in text
            text = text.replace(old, new)
        path = tmp_path / "main.beancount"
        path.write_text(text, encoding="utf-8")
        books = load(path)
        day = date(2026, 3, 5)
        request = {"until": day, "account": account, "made_on": day, **asked}
        return books, books.payment_run_plan(RunRequest(**request))

    return make


def lines_of(content):
    return content.decode("ascii").splitlines()


def test_an_ach_file_has_the_columns_and_totals_of_the_rules(run):
    lines = lines_of(ach_file(transfer_order(*run("US"))))
    assert {len(line) for line in lines} == {94}
    assert len(lines) % 10 == 0
    header, first, entry, addenda, control = lines[:5]
    assert header[:13] == "101 121042882"
    assert header[13:23] == "1234567890"
    assert header[34:40] == "094101"
    assert (first[1:4], first[50:53], first[69:75]) == ("220", "CCD", "260306")
    assert (entry[:3], entry[3:12], entry[12:29]) == (
        "622", "021000021", "12345678         ",
    )  # fmt: skip
    assert (entry[29:39], entry[54:76]) == ("0000025055", "STEEL & CO LLC        ")
    assert (entry[78], entry[79:]) == ("1", "121042880000001")
    assert (addenda[:3], addenda[3:7], addenda[83:]) == ("705", "S-1 ", "00010000001")
    # An entry and its addenda; the first eight digits of the bank; no debits.
    assert control[4:44] == "000002" + "0002100002" + "0" * 12 + "000000025055"
    assert lines[6][:3] == "632"
    # Two batches in one block: 02100002 and 23138010 are the hash of the file.
    assert lines[9][:55] == "9000002000001" + "00000004" + "0025238012" + "0" * 12 + (
        "000100025055"
    )


def test_a_bacs_file_has_the_columns_and_totals_of_standard_18(run):
    books, plan = run("UK")
    # Ordered on Thursday, processed on Friday, paid on Monday.
    assert plan.proposal.order.day == date(2026, 3, 9)
    content = bacs_file(transfer_order(books, plan))
    vol, hdr1, hdr2, uhl, credit, contra, eof1, eof2, utl = lines_of(content)
    assert (vol[:4], vol[41:47], vol[79]) == ("VOL1", "123456", "1")
    assert hdr1[4:21] == "A123456S  1123456"
    # 5 March is the 64th day of the year, 6 March the 65th.
    assert (hdr1[41:47], uhl[4:10]) == (" 26064", " 26065")
    assert hdr2[4:15] == "F0200000100"
    assert (eof1[4:], eof2[4:]) == (hdr1[4:], hdr2[4:])
    assert credit[:31] == "08999966374958" + "0" + "99" + "20000055779911"
    assert (credit[35:46], credit[64:]) == (
        "00000009999", "SM-1              SMITH & SOHNE LTD ",
    )  # fmt: skip
    assert contra[:31] == "20000055779911" + "0" + "17" + "20000055779911"
    assert (contra[35:46], contra[64:82]) == ("00000009999", "CONTRA            ")
    # Debits and credits are the same; one contra, one credit.
    assert utl[4:44] == "0000000009999" * 2 + "0000001" * 2


@pytest.mark.parametrize(
    ("account", "change", "why"),
    [
        ("US", ("231380104", "231380105"), "its last digit would be 4"),
        ("UK", ("08-99-99", "08-99-9"), "is no sort code"),
        ("UK", ("66374958", "6637495"), "write its eight digits"),
    ],
)
def test_an_account_that_is_mistyped_is_not_paid_into(run, account, change, why):
    _books, plan = run(account, change)
    assert any(why in line.why for line in plan.proposal.left)


@pytest.mark.parametrize(
    ("account", "line", "by_hand"),
    [
        ("US", '  ach-id: "1234567890"\n', "our company's record has no ach-id:"),
        ("UK", '  sort-code: "08-99-99"\n', "record has no sort-code: and account-num"),
    ],
)
def test_what_a_file_lacks_is_paid_by_hand_and_said(run, account, line, by_hand):
    _books, plan = run(account, (line, ""))
    assert any(by_hand in payment.by_hand for payment in plan.proposal.payments)


def test_bacs_is_told_two_bank_days_before(run):
    with pytest.raises(UsageError, match=r"Bacs can't pay on 2026-03-06.*2026-03-09"):
        run("UK", day=date(2026, 3, 6))


def test_a_changed_account_is_held_back_as_an_iban_is(run):
    changed = '2026-03-01 custom "vendor" "steel"\n  account-number: "99999999"\n'
    _books, plan = run("US", ('2026-02-01 * "Jane', f'{changed}2026-02-01 * "Jane'))
    [line] = [each for each in plan.proposal.left if each.vendor == "steel"]
    assert "the vendor's bank account is new" in line.why


@given(st.integers(0, 99_999_999))
def test_a_routing_number_is_right_as_another_library_says(number):
    for last in range(10):
        text = f"{number:08}{last}"
        assert (wrong_routing_number(text) == "") == rtn.is_valid(text)


amounts = st.lists(st.decimals("0.01", "9999999", places=2), min_size=1, max_size=30)


@given(amounts, st.booleans())
def test_totals_are_those_of_the_entries(parts, is_person):
    def order(currency, bank, sender):
        return TransferOrder(
            id="PR-2026-03-05-1-0123456789",
            made_on=date(2026, 3, 5),
            day=date(2026, 3, 9),
            payer=AccountHolder(name="Us", iban=bank),
            currency=currency,
            sender_id=sender,
            transfers=[
                CreditTransfer(
                    id=f"PR-{place}",
                    to=AccountHolder(
                        name="Łódź & 株式会社",
                        iban=bank,
                        is_person=is_person and place % 2 == 0,
                    ),
                    amount=amount,
                    text="B/1",
                )
                for place, amount in enumerate(parts)
            ],
        )

    cents = sum(parts, Decimal(0)).scaleb(2)
    ach = lines_of(ach_file(order("USD", "231380104 1", "123456789")))
    entries = [line for line in ach if line[0] == "6"]
    [control] = [line for line in ach if line[0] == "9" and line != "9" * 94]
    assert sum(int(line[29:39]) for line in entries) == int(control[43:55]) == cents
    hashed = sum(int(line[3:11]) for line in entries) % 10**10
    assert int(control[21:31]) == hashed
    assert int(control[7:13]) * 10 == len(ach)
    assert [line[87:] for line in entries] == [
        f"{n:07}" for n in range(1, len(parts) + 1)
    ]
    bacs = lines_of(bacs_file(order("GBP", "089999 66374958", "123456")))
    records = bacs[4:-3]
    assert sum(int(line[35:46]) for line in records[:-1]) == cents
    assert int(records[-1][35:46]) == int(bacs[-1][4:17]) == int(bacs[-1][17:30])
    assert int(bacs[-1][37:44]) == len(parts)

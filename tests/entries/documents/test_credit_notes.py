"""Credits of an invoice or bill: all of them together take back what it charged."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from beancount.core.data import Transaction
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

import ledgerkit
from ledgerkit.entries.directives import ledger_text
from ledgerkit.entries.documents.credit_note import plan_credit_note
from ledgerkit.errors import LedgerkitError
from ledgerkit.invoices.line_amount import tax_on
from ledgerkit.open_items.side import Side

if TYPE_CHECKING:
    from pathlib import Path

D = Decimal
NOTHING = D(0)
DAY = date(2026, 3, 2)
BOOK = """\
option "operating_currency" "EUR"
plugin "ledgerkit.plugins.all"
1970-01-01 open Assets:Receivable
1970-01-01 open Assets:Bank
1970-01-01 open Assets:Withheld
1970-01-01 open Assets:Input-VAT
1970-01-01 open Liabilities:Payable
1970-01-01 open Liabilities:VAT
1970-01-01 open Liabilities:Withheld
1970-01-01 open Liabilities:Deposits
  role: "client-advance"
1970-01-01 open Income:Services
1970-01-01 open Income:Goods
1970-01-01 open Income:Rebates
1970-01-01 open Expenses:Wares
1970-01-01 open Expenses:Advice
1970-01-01 open Expenses:Cents
  role: "rounding"
2020-01-01 custom "tax-code" "v22" 0.22
  account: Liabilities:VAT
2020-01-01 custom "tax-code" "v10" 0.10
  account: Liabilities:VAT
2020-01-01 custom "tax-code" "export" 0
2020-01-01 custom "tax-code" "in22" 0.22
  kind: "purchase"
  account: Assets:Input-VAT
2020-01-01 custom "tax-code" "reverse" 0.22
  kind: "purchase"
  account: Assets:Input-VAT
  reverse-charge-account: Liabilities:VAT
2020-01-01 custom "client" "acme" "Acme"
2020-01-01 custom "vendor" "rossi" "Rossi"
"""
RATES = {"v22": "0.22", "v10": "0.10", "export": "0", "in22": "0.22", "reverse": "0.22"}


def load(path: Path, text: str) -> ledgerkit.LedgerBooks:
    path.write_text(BOOK + text, "utf-8")
    books = ledgerkit.load(path)
    assert [e.message for e in books.errors] == []
    return books


def posted(books):
    """What stands on each account under each code, but for what is owed and paid."""
    sums = Counter()
    for txn in books.directives:
        for posting in txn.postings if isinstance(txn, Transaction) else ():
            key = posting.account, (posting.meta or {}).get("tax")
            sums[key] += posting.units.number
    return {key: number for key, number in sums.items() if number}


def tried(path: Path, text: str, draft: ledgerkit.CreditNoteDraft) -> str:
    """The text with the credit added."""
    planned = plan_credit_note(load(path, text), draft)
    return f"{text}\n{ledger_text(planned.directives)}"


def tried_or_refused(path, text, draft, reason) -> str:
    """Likewise; the same text if that is refused, for this reason only."""
    try:
        return tried(path, text, draft)
    except LedgerkitError as error:
        if not re.search(reason, str(error)):
            raise
        return text


def invoice_text(lines, *, withheld=NOTHING, rounding=NOTHING, paid=False) -> str:
    """An invoice as a person writes it: (account, net, code) for each line."""
    nets = Counter()
    for _account, net, code in lines:
        nets[code] += net
    taxes = {c: tax_on(net, D(RATES[c]), "EUR") for c, net in nets.items()}
    total = sum(nets.values()) + sum(taxes.values()) - withheld + rounding
    text = f'2026-01-02 * "Acme" "Work" ^INV-1\n  Assets:Receivable {total} EUR\n'
    text += "".join(f'  {a} {-n} EUR\n    tax: "{c}"\n' for a, n, c in lines)
    text += "".join(
        f'  Liabilities:VAT {-tax} EUR\n    tax: "{c}"\n' for c, tax in taxes.items()
    )
    if withheld:
        text += f'  Assets:Withheld {withheld} EUR\n    withholding: "RT02 20 A"\n'
    if rounding:
        text += f"  Expenses:Cents {-rounding} EUR\n"
    if paid:
        text += (
            f'2026-01-20 * "Acme" "Transfer" ^INV-1\n'
            f"  Assets:Bank {total} EUR\n  Assets:Receivable\n"
        )
    return text


cents = st.integers(100, 30_000).map(lambda n: n * D("0.01"))
sold = st.tuples(
    st.sampled_from(["Income:Services", "Income:Goods"]),
    cents,
    st.sampled_from(["v22", "v10", "export"]),
)


#: Each example loads a book some times: a failing one is shown as it was drawn.
AS_DRAWN = (Phase.explicit, Phase.reuse, Phase.generate)


@settings(max_examples=25, phases=AS_DRAWN)
@given(data=st.data())
def test_any_split_of_an_invoice_takes_it_back_whole(tmp_path_factory, data):
    path = tmp_path_factory.mktemp("book") / "main.beancount"
    lines = data.draw(st.lists(sold, min_size=1, max_size=5))
    net = sum(n for _a, n, _c in lines)
    text = invoice_text(
        lines,
        withheld=tax_on(net, D("0.20"), "EUR") if data.draw(st.booleans()) else D(0),
        rounding=data.draw(st.sampled_from([D(0), D("0.03"), D("-0.02")])),
        paid=data.draw(st.booleans()),
    )
    day, waiting = DAY, data.draw(st.permutations(lines))
    for _ in range(data.draw(st.integers(0, 4))):
        day += timedelta(days=1)
        asked = {"invoice": "INV-1", "issued": day}
        if data.draw(st.booleans()) and waiting:
            account, net, code = waiting.pop()
            line = ledgerkit.NewLine(account=account, amount=net, tax=code)
            draft = ledgerkit.CreditNoteDraft(lines=(line,), **asked)
        else:
            books = load(path, text)
            document = books.find_document("INV-1")
            left = document.amount + sum(
                d.amount
                for d in books.subledger(Side.RECEIVABLE, date.max).documents
                if d.is_credit
            )
            percent = data.draw(st.integers(1, 99))
            amount = max((left * percent / 100).quantize(D("0.01")), D("0.01"))
            draft = ledgerkit.CreditNoteDraft(amount=amount, **asked)
        # An amount may have taken part of a line before, or nothing is left.
        text = tried_or_refused(
            path, text, draft, "it left, without tax|is left to credit"
        )
    day += timedelta(days=1)
    whole = ledgerkit.CreditNoteDraft(invoice="INV-1", issued=day)
    text = tried_or_refused(path, text, whole, "nothing is left to credit")
    books = load(path, text)
    # By account only where nobody credits more of a line than amounts left of it.
    by_code = Counter()
    for (account, code), number in posted(books).items():
        by_code[account.replace("Goods", "Services"), code] += number
    changed = {account for (account, _code), number in by_code.items() if number}
    assert changed <= {"Assets:Bank", "Assets:Receivable"}
    assert [f.message for f in books.findings() if f.kind.name != "number-gap"] == []
    with pytest.raises(LedgerkitError, match="are credited already"):
        tried(path, text, ledgerkit.CreditNoteDraft(invoice="INV-1", issued=day))


BILL = """
2026-01-02 * "Rossi" "Goods from here and abroad" ^B-1
  Liabilities:Payable   -190.03 EUR
  Expenses:Wares         100.03 EUR
    tax: "in22"
  Assets:Input-VAT        22.01 EUR
    tax: "in22"
  Expenses:Advice         77.77 EUR
    tax: "reverse"
  Assets:Input-VAT        17.11 EUR
    tax: "reverse"
  Liabilities:VAT        -17.11 EUR
    tax: "reverse"
  Liabilities:Withheld    -9.78 EUR
    withholding: "RT01 20 A"
"""


@settings(max_examples=15, phases=AS_DRAWN)
@given(parts=st.lists(st.integers(1, 9_000), max_size=5))
def test_any_split_of_a_bill_takes_it_back_whole(tmp_path_factory, parts):
    path, text = tmp_path_factory.mktemp("book") / "main.beancount", BILL
    amounts = [part * D("0.01") for part in parts]
    while sum(amounts) >= D("190.03"):
        amounts.pop()
    for number, amount in enumerate([*amounts, None]):
        draft = ledgerkit.CreditNoteDraft(
            invoice="B-1",
            side=Side.PAYABLE,
            number=f"VC-{number}",
            issued=DAY,
            amount=amount,
        )
        text = tried(path, text, draft)
        books = load(path, text)
        assert [f.message for f in books.findings()] == []
    assert posted(books) == {}


def test_amounts_that_no_tax_makes_are_credited_all_the_same(tmp_path):
    """A third of the invoice three times; the third takes what the two left."""
    text = invoice_text(
        [
            ("Income:Goods", D("100.03"), "v22"),
            ("Income:Services", D("40.56"), "v10"),
            ("Income:Rebates", D("-0.01"), "v10"),
        ]
    )
    path = tmp_path / "main.beancount"
    for day in range(3):
        draft = ledgerkit.CreditNoteDraft(
            invoice="INV-1", issued=DAY + timedelta(days=day), amount=D("55.55")
        )
        text = tried(path, text, draft)
    books = load(path, text)
    assert [f.message for f in books.findings()] == []
    assert posted(books) == {}
    assert books.find_document("INV-1").open == 0


def test_the_last_line_credited_takes_what_is_left_of_the_tax(tmp_path):
    """13.67, 13.67, 11.50 and 17.00 would be a cent more than the invoice has."""
    nets = ["68.33", "68.33", "57.50", "85.00"]
    text = invoice_text([("Income:Goods", D(net), "v22") for net in nets])
    path = tmp_path / "main.beancount"
    for net in nets:
        line = ledgerkit.NewLine(account="Goods", amount=D(net), tax="v22")
        draft = ledgerkit.CreditNoteDraft(invoice="INV-1", issued=DAY, lines=(line,))
        text = tried(path, text, draft)
    books = load(path, text)
    assert posted(books) == {}
    assert [f.message for f in books.findings()] == []


@pytest.mark.parametrize("side", list(Side))
def test_what_was_paid_is_not_credited_twice(tmp_path, side):
    paid = (
        invoice_text([("Income:Goods", D("100.00"), "export")], paid=True)
        + BILL
        + '2026-01-20 * "Rossi" "Transfer" ^B-1\n'
        + "  Liabilities:Payable 190.03 EUR\n  Assets:Bank\n"
    )
    number = "INV-1" if side is Side.RECEIVABLE else "B-1"
    path = tmp_path / "main.beancount"
    draft = {"invoice": number, "side": side, "issued": DAY}
    text = tried(path, paid, ledgerkit.CreditNoteDraft(number="C-1", **draft))
    with pytest.raises(LedgerkitError, match="of it are credited already; nothing is"):
        tried(path, text, ledgerkit.CreditNoteDraft(number="C-2", **draft))
    part = ledgerkit.CreditNoteDraft(number="C-1", amount=D("70.00"), **draft)
    text = tried(path, paid, part)
    most = "30.00" if side is Side.RECEIVABLE else "120.03"
    with pytest.raises(LedgerkitError, match=f"credit at most {most}"):
        tried(
            path,
            text,
            ledgerkit.CreditNoteDraft(number="C-2", amount=D("120.04"), **draft),
        )
    text = tried(path, text, ledgerkit.CreditNoteDraft(number="C-2", **draft))
    assert load(path, text).find_document("C-2", side=side).amount == -D(most)


@pytest.mark.parametrize(
    ("net", "code", "message"),
    [
        ("100.01", "v22", "has 100.00 EUR of it left, without tax"),
        ("1.00", "v10", "has nothing under tax code v10 to credit; .* are v22"),
        ("1.00", "none", "has nothing without a tax code to credit"),
    ],
)
def test_a_line_beyond_what_its_code_has_is_refused(tmp_path, net, code, message):
    text = invoice_text([("Income:Goods", D("100.00"), "v22")])
    line = ledgerkit.NewLine(account="Goods", amount=D(net), tax=code)
    draft = ledgerkit.CreditNoteDraft(invoice="INV-1", issued=DAY, lines=(line,))
    with pytest.raises(LedgerkitError, match=message):
        tried(tmp_path / "main.beancount", text, draft)


def test_a_whole_credit_gives_the_advance_back_too(tmp_path):
    """The deposit set against the invoice is the client's again."""
    text = (
        '2026-01-01 * "Acme" "Deposit"\n'
        "  Assets:Bank 50.00 EUR\n  Liabilities:Deposits\n"
        '2026-01-02 * "Acme" "Work" ^INV-1\n'
        "  Assets:Receivable  72.00 EUR\n"
        "  Liabilities:Deposits  50.00 EUR\n"
        '  Income:Services  -100.00 EUR\n    tax: "v22"\n'
        '  Liabilities:VAT  -22.00 EUR\n    tax: "v22"\n'
    )
    path = tmp_path / "main.beancount"
    credit = ledgerkit.CreditNoteDraft(invoice="INV-1", issued=DAY)
    books = load(path, tried(path, text, credit))
    assert posted(books) == {
        ("Assets:Bank", None): D("50.00"),
        ("Liabilities:Deposits", None): D("-50.00"),
    }
    assert [f.message for f in books.findings()] == []


def test_tax_goes_back_at_the_invoices_rate_not_the_days(tmp_path):
    """The rate of v22 rises after the invoice; the credit is of the old one."""
    text = invoice_text([("Income:Goods", D("100.00"), "v22")])
    text += '2026-02-01 custom "tax-code" "v22" 0.23\n  account: Liabilities:VAT\n'
    path = tmp_path / "main.beancount"
    half = ledgerkit.CreditNoteDraft(invoice="INV-1", issued=DAY, amount=D("61.00"))
    line = ledgerkit.NewLine(account="Goods", amount=D("50.00"), tax="v22")
    other = ledgerkit.CreditNoteDraft(invoice="INV-1", issued=DAY, lines=(line,))
    books = load(path, tried(path, tried(path, text, half), other))
    assert posted(books) == {}
    assert [f.message for f in books.findings()] == []
    [subtotal] = books.invoice("CN-2026-001").taxes
    assert (subtotal.tax, subtotal.code.percent) == (D("11.00"), 22)


def test_tax_at_the_days_rate_is_wrong_on_a_credit_of_an_older_invoice(tmp_path):
    text = invoice_text([("Income:Goods", D("100.00"), "v22")])
    text += '2026-02-01 custom "tax-code" "v22" 0.23\n  account: Liabilities:VAT\n'
    text += (
        '2026-03-01 * "Acme" "Half" ^INV-1\n  credit-note: "CN-1"\n'
        "  Assets:Receivable -61.50 EUR\n"
        '  Income:Goods 50.00 EUR\n    tax: "v22"\n'
        '  Liabilities:VAT 11.50 EUR\n    tax: "v22"\n'
    )
    path = tmp_path / "main.beancount"
    path.write_text(BOOK + text)
    [found] = [
        f for f in ledgerkit.load(path).findings() if f.kind.name == "tax-differs"
    ]
    assert found.message.startswith(
        "CN-1: v22 on 50.00 is 11.00 EUR, and 11.50 is posted"
    )


@pytest.mark.parametrize("how", ["whole", "amount", "line"])
def test_what_has_a_cost_is_credited_by_hand(tmp_path, how):
    """Goods come back into stock, or they don't: nobody but a person knows."""
    text = (
        '2026-01-02 * "Acme" "Work" ^INV-1\n'
        "  Assets:Receivable  100.00 EUR\n"
        '  Income:Services  -100.00 EUR\n    tax: "export"\n'
        "  Assets:Bank  -2 WIDGET {10.00 EUR}\n"
        "  Expenses:Wares  20.00 EUR\n"
    )
    line = ledgerkit.NewLine(account="Services", amount=D(10), tax="export")
    facts = {"amount": {"amount": D(10)}, "line": {"lines": (line,)}}.get(how, {})
    draft = ledgerkit.CreditNoteDraft(invoice="INV-1", issued=DAY, **facts)
    with pytest.raises(LedgerkitError, match="by hand"):
        tried(tmp_path / "main.beancount", text, draft)


def test_tax_without_codes_goes_back_with_its_lines(tmp_path):
    """A book that declares no tax codes: the invoice itself says what its tax is."""
    book = "".join(
        block
        for block in re.split(r"(?m)^(?=\S)", BOOK)
        if 'custom "tax-code"' not in block
    )
    text = (
        '2026-01-02 * "Acme" "Work" ^INV-1\n  Assets:Receivable  122.00 EUR\n'
        "  Income:Services  -100.00 EUR\n  Liabilities:VAT  -22.00 EUR\n"
    )
    path = tmp_path / "main.beancount"
    line = ledgerkit.NewLine(account="Services", amount=D("33.33"))
    for facts in ({"lines": (line,)}, {"amount": D("40.67")}, {}):
        path.write_text(book + text)
        draft = ledgerkit.CreditNoteDraft(invoice="INV-1", issued=DAY, **facts)
        text += ledger_text(plan_credit_note(ledgerkit.load(path), draft).directives)
    path.write_text(book + text)
    taxes = re.findall(r"Liabilities:VAT +(\S+) EUR", text)
    assert taxes == ["-22.00", "7.33", "7.34", "7.33"]
    assert posted(ledgerkit.load(path)) == {}

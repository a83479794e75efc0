"""What holds of tax by payment, and of every change of a filed return."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.taxes.tax_books import code, file_return, head, load, payment, sale

import ledgerkit
from ledgerkit.errors import Place
from ledgerkit.invoices.tax_code import TaxKind
from ledgerkit.open_items.paid_share import PaidShare, parts_by_share
from ledgerkit.taxes.due_amount import TaxedPart
from ledgerkit.taxes.filing.changes import as_corrected, filed_changes
from ledgerkit.taxes.filing.filed_posting import FiledPosting, parse_filed_posting
from ledgerkit.taxes.share import Share

NEW_YEAR = date(2026, 1, 1)
EURO = "EUR"
CENT = Decimal("0.01")


@given(
    amount=st.integers(-(10**9), 10**9),
    parts=st.lists(st.integers(1, 10**6), min_size=1, max_size=12),
)
def test_paying_in_any_parts_leaves_the_sum_of_the_tax(amount, parts):
    tax, so_far = amount * CENT, 0
    shares = []
    for number, part in enumerate(parts):
        so_far += part
        day = NEW_YEAR + timedelta(days=number)
        shares.append(PaidShare(day, Fraction(so_far, sum(parts)), "paid"))
    due = [part for _share, part in parts_by_share(tax, EURO, shares)]
    assert sum(due, Decimal(0)) == tax
    assert all(part == part.quantize(CENT) for part in due)


@settings(max_examples=12, deadline=None)
@given(
    net=st.integers(1, 10**6),
    cuts=st.lists(st.integers(1, 9), min_size=1, max_size=4),
)
def test_payments_of_a_document_make_all_of_its_tax_due(tmp_path_factory, net, cuts):
    base = net * CENT
    tax = (base / 5).quantize(CENT, rounding="ROUND_HALF_UP")
    left, payments = base + tax, []
    for number, cut in enumerate(cuts):
        part = (left * cut / 10).quantize(CENT, rounding="ROUND_DOWN")
        left -= part
        if part:
            payments.append(
                payment(f"2026-02-{number + 1:02}", "1", part, currency="GBP")
            )
    payments.append(payment("2026-03-01", "1", left, currency="GBP"))
    books = load(
        tmp_path_factory.mktemp("books"),
        head("GB", "GBP"),
        code("gb20", "0.20", "sales", "S"),
        '2026-01-01 custom "tax-scheme" "cash"\n',
        sale("2026-01-15", "1", [(base, tax, "gb20")], currency="GBP"),
        *payments,
    )
    boxes = {r["box"]: r["exact"] for r in books.tax_return("2026-Q1").to_dicts()}
    assert (boxes["1"], boxes["6"]) == (tax, base)


@settings(max_examples=8, deadline=None)
@given(
    nets=st.lists(st.integers(1, 10**5), min_size=3, max_size=3),
    cuts=st.lists(st.integers(1, 9), min_size=1, max_size=3),
)
def test_every_code_of_a_document_keeps_its_sum(tmp_path_factory, nets, cuts):
    """Two lines of one code and one of another; each posting by its running sum."""
    lines, sums = [], {"gb20": Decimal(0), "gb5": Decimal(0)}
    rates = {"gb20": Decimal("0.20"), "gb5": Decimal("0.05")}
    for net, name in zip(nets, ("gb20", "gb20", "gb5"), strict=True):
        base = net * CENT
        tax = (base * rates[name]).quantize(CENT, rounding="ROUND_HALF_UP")
        lines.append((base, tax, name))
        sums[name] += tax
    left, payments = sum(base + tax for base, tax, _ in lines), []
    for number, cut in enumerate([*cuts, 10]):
        part = (left * cut / 10).quantize(CENT, rounding="ROUND_DOWN")
        left -= part
        if part:
            payments.append(
                payment(f"2026-02-{number + 1:02}", "1", part, currency="GBP")
            )
    books = load(
        tmp_path_factory.mktemp("books"),
        head("GB", "GBP"),
        *(code(name, str(rate), "sales", "S") for name, rate in rates.items()),
        '2026-01-01 custom "tax-scheme" "cash"\n',
        sale("2026-01-15", "1", lines, currency="GBP"),
        *payments,
    )
    due = {name: Decimal(0) for name in rates}
    for row in books.tax_return_box("2026-Q1", explain="1").to_dicts():
        due[row["code"]] += row["amount"]
    assert due == sums


@st.composite
def filed_postings(draw):
    """The postings of a return, some of them alike; each at its own line."""
    facts = st.tuples(
        st.integers(0, 80),
        st.integers(-500, 500),
        st.sampled_from(["Income:Sales", "Income:Work", "Liabilities:Tax"]),
        st.sampled_from(["", "1", "2"]),
        st.sampled_from(list(TaxedPart)),
    )
    found = []
    for line, fact in enumerate(draw(st.lists(facts, min_size=1, max_size=12))):
        days, amount, account, number, part = fact
        day = NEW_YEAR + timedelta(days=days)
        found.append(
            FiledPosting(
                due=day,
                day=day,
                kind=TaxKind.SALES,
                code="it22",
                part=part,
                amount=Decimal(amount),
                account=account,
                party="",
                number=number,
                is_bad_debt=False,
                is_reckoned=False,
                shares=(Share("VP2"),),
                place=Place("main.beancount", 10 * line + 1),
            )
        )
    return found


CHANGES = {
    "amount": lambda p: replace(p, amount=p.amount + 1),
    "account": lambda p: replace(p, account="Income:Other"),
    "code": lambda p: replace(p, code="it10"),
    "number": lambda p: replace(p, number="99"),
    "day": lambda p: replace(p, day=p.day + timedelta(days=1), due=p.due),
    "boxes": lambda p: replace(p, shares=(Share("VP2"), Share("VP4", Decimal("0.4")))),
}


@given(
    filed=filed_postings(),
    name=st.sampled_from(sorted(CHANGES)),
    which=st.integers(0, 100),
    moved=st.integers(0, 40),
    order=st.randoms(use_true_random=False),
)
def test_one_change_of_a_filed_posting_is_named_once(filed, name, which, moved, order):
    changed = filed[which % len(filed)]
    after = CHANGES[name](changed)
    now = [after if p is changed else p for p in filed]
    now = [_moved(p, moved) for p in now]
    order.shuffle(now)
    [change] = filed_changes(filed, now)
    assert [p.digest for p in change.before] == [changed.digest]
    assert [p.digest for p in change.after] == [after.digest]
    corrections = list(change.corrections("2026-Q1"))
    assert not filed_changes(as_corrected(filed, corrections), now)


@given(filed=filed_postings(), order=st.randoms(use_true_random=False))
def test_order_and_lines_are_no_change_and_a_list_reads_back(filed, order):
    now = [_moved(p, 7) for p in filed]
    order.shuffle(now)
    assert not filed_changes(filed, now)
    assert [parse_filed_posting(p.line()) for p in filed] == filed


@given(filed=filed_postings(), which=st.integers(0, 100))
def test_what_is_removed_or_added_is_named_once(filed, which):
    left = list(filed)
    gone = left.pop(which % len(left))
    [removed] = filed_changes(filed, left)
    [added] = filed_changes(left, filed)
    assert [p.digest for p in removed.before] == [gone.digest]
    assert not removed.after
    assert [p.digest for p in added.after] == [gone.digest]
    assert not added.before


def _moved(posting, lines):
    place = posting.place._replace(lineno=posting.place.lineno + lines)
    return replace(posting, place=place)


EDITS = [
    ("Income:Sales  -100 EUR", "Income:Work  -100 EUR", "2026-01"),
    ("2026-02-20 *", "2026-02-21 *", "2026-02"),
    ('Income:Sales  -200 EUR\n    tax: "de19"', "Income:Sales  -200 EUR", "2026-02"),
    ("^2\n", "^2a\n", "2026-02"),
]


@settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(edit=st.sampled_from(EDITS))
def test_an_edit_is_named_in_the_return_that_counted_it(tmp_path_factory, edit):
    books = load(
        tmp_path_factory.mktemp("books"),
        head("DE", EURO),
        '2020-01-01 open Liabilities:Fisc\n  role: "tax-payable"\n',
        "2020-01-01 open Income:Work\n",
        code("de19", "0.19", "sales", "S"),
        sale("2026-01-20", "1", [("100", "19", "de19")], currency=EURO),
        sale("2026-02-20", "2", [("200", "38", "de19")], currency=EURO),
    )
    books = file_return(books, "2026-01", date(2026, 2, 9))
    books = file_return(books, "2026-02", date(2026, 3, 9))
    old, new, period = edit
    path = Path(books.filename)
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")
    found = [
        f.message
        for f in ledgerkit.load(books.filename).findings()
        if f.kind.name == "filed-return"
    ]
    assert found
    assert len(set(found)) == len(found)
    assert all(f"de-ustva {period}" in message for message in found)

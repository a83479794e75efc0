"""What holds of the French form and of lists, whatever is sold and taken back."""

from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from ledgerkit.books.taxes.forms import shipped_form
from ledgerkit.errors import Place
from ledgerkit.invoices.tax_code import TaxCategory, TaxCode, TaxKind
from ledgerkit.money import rounded
from ledgerkit.taxes.due_amount import DueAmount, TaxedPart
from ledgerkit.taxes.one_stop_shop import StateSale, state_rows
from ledgerkit.taxes.sales_tax import sales_by_jurisdiction
from ledgerkit.taxes.tax_return import Circumstances, fill_in

DAY, HERE = date(2026, 1, 15), Place("main.beancount", 1)
FORM = shipped_form("fr-ca3")
RATES = [Decimal(rate) for rate in ("0.20", "0.10", "0.055", "0.021", "0.196")]
CATEGORIES = [
    TaxCategory.STANDARD,
    TaxCategory.INTRA_COMMUNITY,
    TaxCategory.REVERSE_CHARGE,
    TaxCategory.EXPORT,
]
NETS = st.decimals("-9999", "9999", places=2)


def amounts_of(code, kind, net):
    """Base and tax; of a purchase that we tax ourselves, the other half too."""
    tax = rounded(net * code.rate, "EUR")
    parts = [(TaxedPart.BASE, net), (TaxedPart.TAX, tax)]
    if kind is TaxKind.PURCHASE and code.category is not TaxCategory.STANDARD:
        parts.append((TaxedPart.OWED, tax))
    for part, amount in parts:
        yield DueAmount(
            due=DAY,
            day=DAY,
            kind=kind,
            code=code,
            part=part,
            amount=amount,
            account="Assets:VAT",
            party="",
            number="",
            text="",
            place=HERE,
        )


@st.composite
def documents(draw):
    found = []
    for _ in range(draw(st.integers(0, 12))):
        kind = draw(st.sampled_from(TaxKind))
        of_sales = kind is TaxKind.SALES
        category = CATEGORIES[0] if of_sales else draw(st.sampled_from(CATEGORIES))
        taxed_here = category is TaxCategory.STANDARD
        rate = draw(st.sampled_from(RATES if taxed_here else RATES[:4]))
        code = TaxCode(
            id=f"{category}{rate}", day=DAY, rate=rate, kind=kind, category=category,
            place=HERE,
        )  # fmt: skip
        found += amounts_of(code, kind, draw(NETS))
    return found


def total(amounts, *parts, kind=None):
    return sum(
        (a.amount for a in amounts if a.part in parts and kind in {None, a.kind}),
        Decimal(0),
    )


@given(documents())
def test_the_french_form_has_no_negative_box_and_loses_nothing(amounts):
    filled_in = fill_in(FORM, amounts, Circumstances())
    assert not filled_in.unplaced
    boxes = filled_in.boxes
    assert [id_ for id_, v in boxes.items() if id_ != "net" and v.amount < 0] == []
    due = total(amounts, TaxedPart.TAX, kind=TaxKind.SALES)
    due += total(amounts, TaxedPart.OWED)
    deducted = total(amounts, TaxedPart.TAX, kind=TaxKind.PURCHASE)
    assert boxes["net"].exact == due - deducted
    for equality in FORM.equalities:
        sums = [
            sum(boxes[id_].amount for id_ in ids)
            for ids in (equality.boxes, equality.against)
        ]
        assert sums[0] == sums[1]
    assert not filled_in.unequal
    assert boxes["net"].amount == boxes["TD"].amount - boxes["25"].amount


def sale_code(rate, **keys):
    return TaxCode(
        id=f"c{rate}", day=DAY, rate=rate, kind=TaxKind.SALES,
        category=TaxCategory.STANDARD, place=HERE, **keys,
    )  # fmt: skip


@given(st.lists(st.tuples(st.sampled_from(RATES), NETS), max_size=8))
def test_the_one_stop_shop_has_all_tax_and_no_negative_base(sold):
    amounts = [
        amount
        for rate, net in sold
        for amount in amounts_of(sale_code(rate, country="FR"), TaxKind.SALES, net)
    ]
    rows = list(state_rows([StateSale(a, "") for a in amounts], "DE", Decimal(1)))
    assert sum((row.amount for row in rows), Decimal(0)) == total(
        amounts, TaxedPart.TAX
    )
    assert all((row.facts.get("base") or 0) >= 0 for row in rows)
    assert len({row.box for row in rows}) == len(rows)


@given(st.lists(NETS.filter(lambda net: net >= 0), max_size=8))
def test_what_is_due_to_jurisdictions_is_what_was_collected_or_more(nets):
    code = sale_code(Decimal("0.0725"), jurisdictions="State 6%, County 1.25%")
    amounts = [a for net in nets for a in amounts_of(code, TaxKind.SALES, net)]
    found = sales_by_jurisdiction(amounts, "USD")
    due = sum((row.amount for row in found.rows), Decimal(0))
    assert due >= total(amounts, TaxedPart.TAX)
    assert len({row.box for row in found.rows}) == len(found.rows)

"""However an invoice is credited, the credits sum to it, and each is near its share."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledgerkit.invoices.crediting import (
    BaseAndTax,
    is_tax_of_credits,
    left_of,
    part_of_gross,
    part_of_rest,
    shared_out,
    tax_of_part,
)
from ledgerkit.invoices.line_amount import tax_on

D = Decimal
CENT = D("0.01")
rates = st.sampled_from([None, *map(D, ("0.22", "0.10", "0.04", "0.055", "0", "0.27"))])
cents = st.integers(1, 99_999).map(lambda n: n * CENT)
signed_cents = st.integers(-5000, 99_999).map(lambda n: n * CENT)


def credited_by(parts):
    bases, taxes = [p.base for p in parts], [p.tax for p in parts]
    return BaseAndTax(sum(bases, D(0)), sum(taxes, D(0)))


def tax_of(base, rate):
    return tax_on(base, D("0.20") if rate is None else rate, "EUR")


def by_line(base, invoiced, parts, rate):
    credited = credited_by(parts)
    tax = tax_of_part(
        base, invoiced=invoiced, credited=credited, rate=rate, currency="EUR"
    )
    return BaseAndTax(base, tax)


def by_amount(gross, invoiced, parts, rate):
    credited = credited_by(parts)
    part = part_of_gross(
        gross, invoiced=invoiced, credited=credited, rate=rate, currency="EUR"
    )
    assert part.gross == gross
    return part


def is_right(part, invoiced, credited):
    return is_tax_of_credits(part, invoiced=invoiced, credited=credited, currency="EUR")


@given(
    bases=st.lists(cents, min_size=1, max_size=30),
    rate=rates,
    sign=st.sampled_from([1, -1]),
)
def test_the_tax_of_lines_credited_one_by_one_sums_to_the_invoices(bases, rate, sign):
    bases = [sign * base for base in bases]
    invoiced, parts = BaseAndTax(sum(bases), tax_of(sum(bases), rate)), []
    for base in bases:
        parts.append(by_line(base, invoiced, parts, rate))
        so_far = credited_by(parts)
        assert parts[-1].tax * sign >= 0
        assert abs(so_far.tax) <= abs(invoiced.tax)
        assert all(is_right(part, invoiced, so_far) for part in parts)
    assert credited_by(parts) == invoiced


@given(
    base=cents,
    rate=rates,
    cuts=st.lists(st.tuples(st.integers(0, 100), st.booleans()), max_size=12),
)
def test_amounts_and_lines_in_any_order_sum_to_the_invoice(base, rate, cuts):
    invoiced, parts = BaseAndTax(base, tax_of(base, rate)), []
    for cut, is_line in cuts:
        left = invoiced.less(credited_by(parts))
        whole, credit = (left.base, by_line) if is_line else (left.gross, by_amount)
        share = (whole * cut / 100).quantize(CENT)
        parts.append(credit(share, invoiced, parts, rate))
        so_far = credited_by(parts)
        assert 0 <= so_far.base <= invoiced.base
        assert 0 <= so_far.tax <= invoiced.tax
        assert all(is_right(part, invoiced, so_far) for part in parts)
    rest = invoiced.less(credited_by(parts)).gross
    parts.append(by_amount(rest, invoiced, parts, rate))
    assert credited_by(parts) == invoiced


def test_an_amount_is_divided_as_its_rate_does_where_the_rounding_lets_it():
    """61.00 at 22 % is 50.00 and 11.00; of 40.68 no base has exactly its tax."""
    invoiced = BaseAndTax(D("100.00"), D("22.00"))
    assert by_amount(D("61.00"), invoiced, [], D("0.22")) == (D("50.00"), D("11.00"))
    assert by_amount(D("40.68"), invoiced, [], D("0.22")) == (D("33.34"), D("7.34"))


@pytest.mark.parametrize(
    ("tax", "credited_tax", "right"),
    [
        ("2.20", "2.20", True),
        ("2.21", "2.21", False),  # A cent too much by itself, and nothing offsets it.
        ("2.21", "22.00", True),
        ("2.21", "21.99", False),
        ("2.22", "22.00", False),
    ],
)
def test_a_cent_beside_the_rate_is_right_only_if_all_credits_come_out(
    tax, credited_tax, right
):
    invoiced = BaseAndTax(D("100.00"), D("22.00"))
    base = D("10.00") if credited_tax == tax else D("100.00")
    part, credited = BaseAndTax(D("10.00"), D(tax)), BaseAndTax(base, D(credited_tax))
    assert is_right(part, invoiced, credited) == right


@given(left=st.lists(signed_cents, min_size=1, max_size=6), percent=st.integers(0, 100))
def test_shares_of_what_is_left_sum_to_the_amount_and_take_no_more(left, percent):
    total = sum(left)
    amount = (total * percent / 100).quantize(CENT)
    parts = shared_out(amount, left, currency="EUR")
    assert sum(parts) == amount
    assert shared_out(total, left, currency="EUR") == left
    for part, whole in zip(parts, left, strict=True):
        assert min(whole, 0) - CENT <= part <= max(whole, 0) + CENT or not total


@given(nets=st.lists(cents, min_size=1, max_size=12))
def test_withheld_tax_goes_back_with_the_lines_and_all_of_it_at_last(nets):
    whole = sum(nets)
    withheld = -tax_on(whole, D("0.20"), "EUR")
    taken, upto = D(0), D(0)
    for net in nets:
        upto += net
        taken += part_of_rest(withheld, taken, upto=upto, whole=whole, currency="EUR")
        assert withheld <= taken <= 0
    assert taken == withheld


def test_what_was_credited_beyond_the_invoice_leaves_nothing():
    assert left_of(D(-10), D(-12)) == left_of(D(0), D(5)) == 0
    assert left_of(D(-10), D(2)) == -12

"""Payment terms: every form of the grammar, and what is no form of it."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledgerkit.parties.payment_terms import parse_terms

ISSUED = date(2026, 1, 15)


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("net 30", date(2026, 2, 14)),
        ("30", date(2026, 2, 14)),
        ("30 days", date(2026, 2, 14)),
        ("NET  30", date(2026, 2, 14)),
        ("on receipt", ISSUED),
        ("net 30 eom", date(2026, 2, 28)),
        ("eom 15", date(2026, 2, 15)),
        ("eom 31", date(2026, 2, 28)),
        ("2/10 net 30", date(2026, 2, 14)),
        ("30% 0, 70% 60", date(2026, 3, 16)),
        ("50% on receipt, 50% eom 10", date(2026, 2, 10)),
        ("2/10 net 30 eom", date(2026, 2, 28)),
        ("2/10, n/30", date(2026, 2, 14)),
        ("2/10 eom 15", date(2026, 2, 15)),
        ("30 days net", date(2026, 2, 14)),
        ("eom", date(2026, 1, 31)),
        ("net eom", date(2026, 1, 31)),
        ("net 60 eom 10", date(2026, 4, 10)),
        ("15th prox", date(2026, 2, 15)),
        ("due on receipt", ISSUED),
        ("immediately", ISSUED),
        ("30%@0 70%@60", date(2026, 3, 16)),
    ],
)
def test_terms_give_the_due_date(text, due):
    assert parse_terms(text).due(ISSUED) == due


def test_a_year_end_is_crossed():
    assert parse_terms("eom 10").due(date(2025, 12, 31)) == date(2026, 1, 10)


def test_a_discount_keeps_its_percent_and_days():
    terms = parse_terms("2.5/10 net 30")
    assert (terms.discount_percent, terms.discount_days) == (Decimal("2.5"), 10)


@pytest.mark.parametrize(
    "text",
    [
        "", "soon", "net", "net -1", "net 30 days hence", "eom 0", "eom 32",
        "30% 0, 60% 60", "0% 0, 100% 30", "100/10 net 30", "net 99999",
        "2/10 30% 0, 70% 60", "٣٠",
    ],
)  # fmt: skip
def test_what_is_no_terms_is_refused_with_the_forms_there_are(text):
    with pytest.raises(ValueError, match=r"write for instance|not 100 %"):
        parse_terms(text)


def test_a_discount_inside_instalments_is_refused_with_the_reason():
    with pytest.raises(ValueError, match="nobody could say of which payment it is"):
        parse_terms("30% 0, 70% 2/10 net 60")


@pytest.mark.parametrize("percent", ["2", "2.5", "0.5"])
def test_a_discount_ends_so_many_days_after_the_document(percent):
    terms = parse_terms(f"{percent}/10 net 30")
    assert terms.discount_until(ISSUED) == date(2026, 1, 25)
    assert parse_terms("net 30").discount_until(ISSUED) is None
    assert terms.discount_until(date.max) == date.max


def test_terms_explain_the_date_in_words():
    assert parse_terms("net 30").explain(ISSUED) == (
        "due 2026-02-14: 30 days after 2026-01-15"
    )
    assert parse_terms("2/10 net 30").explain(ISSUED) == (
        "due 2026-02-14: 30 days after 2026-01-15; 2 % off until 2026-01-25"
    )
    assert parse_terms("30% 0, 70% 60").explain(ISSUED) == (
        "30 % due 2026-01-15: on receipt, 2026-01-15; "
        "70 % due 2026-03-16: 60 days after 2026-01-15"
    )
    assert parse_terms("eom").explain(ISSUED) == (
        "due 2026-01-31: end of the month of 2026-01-15"
    )
    assert parse_terms("net 60 eom 10").explain(ISSUED) == (
        "due 2026-04-10: day 10 of the month after that of 60 days after 2026-01-15"
    )


@given(
    cents=st.integers(-(10**12), 10**12),
    shares=st.lists(st.integers(1, 100), min_size=1, max_size=6),
)
def test_instalments_sum_to_the_document_to_the_cent(cents, shares):
    *first, _last = shares
    first = [share for share in first if sum(first) < 100]
    text = ", ".join(
        f"{share}% {30 * n}" for n, share in enumerate([*first, 100 - sum(first)])
    )
    amount = Decimal(cents) / 100
    parts = parse_terms(text).due_parts(ISSUED, amount, "EUR")
    assert sum(part.amount for part in parts) == amount

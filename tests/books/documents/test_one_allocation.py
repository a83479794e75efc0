"""Days from the last posting on share one allocation, and say the same as their own."""

from datetime import timedelta

import pytest
from tests.conftest import SAMPLE_BOOKS

from ledgerkit.books.load import load_books
from ledgerkit.open_items.allocation import allocate
from ledgerkit.open_items.control_posting import OrderedPostings
from ledgerkit.open_items.side import Side


@pytest.mark.parametrize("side", list(Side))
@pytest.mark.parametrize("book", sorted(SAMPLE_BOOKS.glob("*/main.beancount")), ids=str)
@pytest.mark.parametrize("later", [-1, 0, 1, 400])
def test_a_day_after_the_last_posting_has_the_subledger_of_its_own(book, side, later):
    books = load_books(book)
    ordered = OrderedPostings(books.control_postings, side)
    day = ordered.last + timedelta(days=later)
    shared = books.subledger(side, day)
    own = allocate(ordered, as_of=day, apply_oldest=books.settings.apply_oldest)
    assert shared.as_of == day
    assert shared.documents == own.documents
    assert shared.unapplied == own.unapplied
    assert shared.unassigned == own.unassigned
    assert shared.used_up == own.used_up


def test_it_is_allocated_once():
    books = load_books(SAMPLE_BOOKS / "agency" / "main.beancount")
    last = OrderedPostings(books.control_postings, Side.RECEIVABLE).last
    first, second = (
        books.subledger(Side.RECEIVABLE, last + timedelta(days=days)) for days in (1, 2)
    )
    assert first.items is second.items
    assert first.as_of < second.as_of

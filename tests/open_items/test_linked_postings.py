"""A part of a book has the documents that the whole of it has."""

from hypothesis import given
from hypothesis import strategies as st
from tests.open_items.test_properties import books, days

from ledgerkit.open_items.allocation import allocate
from ledgerkit.open_items.control_posting import OrderedPostings
from ledgerkit.open_items.linked_postings import LinkedPostings
from ledgerkit.open_items.side import Side


def settled(items):
    """Every document with the postings that make it, and what settles it."""
    return [
        (
            item.number,
            item.party,
            [(p.filename, p.lineno, p.amount) for p in item.postings],
            [(s[0].lineno, *s[1:]) for s in item.settlements or ()],
        )
        for item in items
    ]


@given(books, days, st.integers(0, 11))
def test_what_is_allocated_around_some_postings_is_as_in_the_whole_book(
    postings, as_of, place
):
    ordered = OrderedPostings(postings, Side.RECEIVABLE)
    chosen = postings[place : place + 1]
    part = LinkedPostings(ordered).around(chosen)
    whole = settled(allocate(ordered, as_of=as_of).items)
    found = settled(allocate(part, as_of=as_of).items)
    assert [document for document in whole if document in found] == found
    lines = {each.lineno for each in chosen}
    assert [d for d in whole if concerns(d, lines)] == [
        d for d in found if concerns(d, lines)
    ]


def concerns(document, lines):
    _number, _party, made, settlements = document
    return bool(lines & {*(m[1] for m in made), *(s[0] for s in settlements)})


def test_postings_with_nothing_in_common_are_left_out():
    ordered = OrderedPostings((), Side.RECEIVABLE)
    assert LinkedPostings(ordered).around(()).reductions == []

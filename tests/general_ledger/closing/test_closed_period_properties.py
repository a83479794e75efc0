"""Every change of meaning in a closed period is named with its place; nothing else is.

Books, the ways of writing them and the edits are in `random_book`.
"""

import copy
import os
import random
import shutil
import tempfile
from collections import Counter
from datetime import date
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.general_ledger.closing.random_book import (
    Book,
    Writer,
    edit_nothing_closed,
    edit_other,
    edit_transaction,
    edit_whole,
)

from ledgerkit.api import load
from ledgerkit.books.checks import CHECKS
from ledgerkit.entries.directives import ledger_text
from ledgerkit.entries.general_ledger.close import ClosePeriod, plan_close
from ledgerkit.errors import Finding
from ledgerkit.language.finding_kinds import CLOSED_PERIOD

[PERIODS] = [check for check in CHECKS if check.name == "periods"]
#: Each example is a book with this many edits, each made to the book as it was closed.
EDITS = 3
EXAMPLES = int(os.environ.get("LEDGERKIT_EXAMPLES", "0")) // EDITS or 100
#: What was edited how often, for whoever runs it with -s.
COUNTS = Counter()


def written(folder, book, rng, closing=(), *, plain=False):
    """Write the books, in one of many ways; where each directive stands."""
    writer = Writer(rng, folder, book, plain=plain)
    writer.write(closing)
    return writer.places


def closed(folder):
    """Close the quarter; the lines that say so."""
    books = load(folder / "main.beancount")
    request = ClosePeriod(period="2025-Q2", day=date(2025, 9, 9), by="", waivers={})
    planned = plan_close(books, request)
    (folder / "closes").mkdir(exist_ok=True)
    (folder / planned.file).write_bytes(planned.content)
    return ledger_text(planned.directives, folder).splitlines()


def named(folder):
    """What is named: by the plugin and by the check, which must be the same."""
    books = load(folder / "main.beancount")
    mistakes = [e for e in books.errors if "left out" in e.message]
    assert mistakes == []
    found = books.findings([PERIODS])
    by_plugin = [
        error
        for error in books.errors
        if isinstance(error, Finding) and error.kind is CLOSED_PERIOD
    ]
    assert [(f.place, f.message) for f in by_plugin] == [
        (f.place, f.message) for f in found
    ]
    assert {f.kind for f in found} <= {CLOSED_PERIOD}
    return found


def edited(book, rng):
    """One edit of meaning: the directive now, what it was before, what was done."""
    choice = rng.random()
    if choice < 0.3:
        return edit_whole(book, rng)
    edit = edit_transaction if choice < 0.85 else edit_other
    id_, done = edit(book, rng)
    return id_, None, done


@settings(max_examples=EXAMPLES)
@given(seed=st.integers(0, 2**64))
def test_every_edit_of_a_closed_period_is_named_and_nothing_else(seed):
    rng = random.Random(seed)
    folder = Path(tempfile.mkdtemp())
    try:
        book = Book(rng)
        written(folder, book, rng)
        lines = closed(folder)
        for _ in range(EDITS):
            try_edit(folder, copy.deepcopy(book), rng, lines)
    finally:
        shutil.rmtree(folder)


def try_edit(folder, book, rng, lines):
    if rng.random() < 0.25:
        done = edit_nothing_closed(book, rng) if rng.random() < 0.5 else "layout"
        COUNTS[f"silent {done}"] += 1
        written(folder, book, rng, lines)
        assert [str(f.message) for f in named(folder)] == [], done
        return
    id_, gone, done = edited(book, rng)
    COUNTS[done] += 1
    places = written(folder, book, rng, lines)
    found = named(folder)
    assert len(found) == 1, (done, [f.message for f in found])
    [only] = found
    # Of equal ones nothing tells which was there before.
    item = book.items.get(id_)
    equal = {places[i] for i, other in book.items.items() if other == item}
    if gone is None:
        assert tuple(only.place) in equal, (done, only)
    elif tuple(only.place) not in equal:
        assert only.place.filename.endswith("2025-Q2.digests"), (done, only)
        line = Path(only.place.filename).read_text().split("\n")[only.place.lineno - 1]
        assert f" {gone['date']} " in line, done

"""Whatever is in the books, the fast way leads to what Beancount makes of them."""

import os

import pytest

from ledgerkit.books.load import load_directives, loader
from ledgerkit.fast_loader.loader import beancounts_loader, fast_loader
from ledgerkit.fast_loader.switch import is_proven
from ledgerkit.ledger.trust import allow
from tests.conftest import ROOT, SAMPLE_BOOKS
from tests.fast_loader.both_ways import BothWays, difference
from tests.fast_loader.made_books import Maker

pytestmark = pytest.mark.skipif(not is_proven(), reason="not proven with this version")
#: The long form is ``make exact``: a hundred thousand.
BOOKS = int(os.environ.get("LEDGERKIT_EXACT_BOOKS", "2000"))
FIRST = int(os.environ.get("LEDGERKIT_EXACT_FIRST", "0"))
PARTS = 4


@pytest.mark.parametrize("part", range(PARTS))
def test_made_books_are_the_same_either_way(capsys, part):
    both = BothWays()
    for seed in range(FIRST + part, FIRST + BOOKS, PARTS):
        main, others = Maker(seed).book()
        assert both.difference(main, **others) is None, f"book {seed}"
    tally = both.tally
    share = tally.plain / (tally.plain + tally.others)
    with capsys.disabled():
        print(
            f"\n{BOOKS // PARTS:,} books are the same;"
            f" {share:.0%} of transactions were plain"
        )
    assert share > 0.5


LEDGERS = sorted(
    path
    for folder in (SAMPLE_BOOKS, ROOT / "tests")
    for path in folder.rglob("*.beancount")
)


def test_every_ledger_of_ours_is_the_same_either_way():
    allow([ROOT])
    own, fast = beancounts_loader(), fast_loader()
    for path in LEDGERS:
        sources = [(str(path), True)], None, None, None
        assert difference(own._load(*sources), fast._load(*sources)) is None, path
    assert fast.tally.plain > fast.tally.others
    assert fast.tally.given_up == 0


def test_books_are_loaded_the_fast_way():
    path = SAMPLE_BOOKS / "existing_ledger" / "main.beancount"
    before = loader.tally.plain
    load_directives(path)
    assert loader.tally.plain > before

"""Whatever is typed wrongly: no traceback, and a place that an editor can jump to."""

import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.slips.test_slips import BOOK

import ledgerkit
from ledgerkit.errors import LedgerkitError
from ledgerkit.text.closest_word import alike

FILES = sorted(path.name for path in BOOK.iterdir())
#: What stands beside another key, or comes from another program.
TYPED = st.sampled_from([*'",:;.^#*!-/ \n\t(){}0aA%@', "\N{EURO SIGN}", "\u201c"])


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    return shutil.copytree(BOOK, tmp_path_factory.mktemp("slips") / "book")


@st.composite
def edits(draw):
    """A file, and its text with one character more, less, or another."""
    name = draw(st.sampled_from(FILES))
    text = (BOOK / name).read_text("utf-8")
    place = draw(st.integers(0, len(text) - 1))
    typed = draw(st.one_of(TYPED, st.just("")))
    left_out = draw(st.integers(0, 2))
    return name, text[:place] + typed + text[place + left_out :]


@given(edits())
def test_one_character_gives_findings_with_places_and_never_a_traceback(book, edit):
    name, text = edit
    path = book / name
    path.write_text(text, "utf-8")
    try:
        found = ledgerkit.load(book / "main.beancount").findings()
    except LedgerkitError:
        return
    finally:
        path.write_text((BOOK / name).read_text("utf-8"), "utf-8")
    for finding in found:
        assert "Traceback" not in finding.message
        assert "\n" not in finding.message
        lines = Path(finding.place.filename).read_text("utf-8").split("\n")
        # A line may have been cut off the end.
        assert 0 < finding.place.lineno <= len(lines) + 2


WORDS = st.text("abcdefghijklmnopqrstuvwxyz0123456789-", min_size=3, max_size=12)


@given(WORDS, st.data())
def test_two_letters_swapped_suggest_the_word(word, data):
    place = data.draw(st.integers(0, len(word) - 2))
    swapped = word[:place] + word[place + 1] + word[place] + word[place + 2 :]
    if swapped != word:
        assert word in alike(swapped, [word, "something-else"])


@given(WORDS, st.sampled_from("abcxyz019"), st.data())
def test_one_letter_more_less_or_another_suggests_the_word(word, letter, data):
    place = data.draw(st.integers(0, len(word) - 1))
    for written in (
        word[:place] + letter + word[place:],
        word[:place] + letter + word[place + 1 :],
        word[:place] + word[place + 1 :],
    ):
        if written != word and len(written) > 2:
            assert word in alike(written, [word, "something-else"])

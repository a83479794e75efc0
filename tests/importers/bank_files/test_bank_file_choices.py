"""What was said of a file, in words that a ledger can keep."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledgerkit.importers.bank_files.choices import (
    NO_CHOICES,
    BankFileChoices,
    choices_said,
)

TEXTS = st.none() | st.text(min_size=1, max_size=8)


@given(
    st.builds(
        BankFileChoices,
        encoding=TEXTS,
        decimal_mark=TEXTS,
        date_format=TEXTS,
        profile=TEXTS,
        delimiter=TEXTS,
        sign=TEXTS,
    )
)
def test_what_is_remembered_properties_hold(choices):
    assert choices_said(choices.said) == choices


def test_nothing_said_is_no_word():
    assert NO_CHOICES.said == ""
    assert choices_said("") == NO_CHOICES


def test_the_words_are_those_of_the_command_line():
    choices = BankFileChoices(date_format="%d %b %Y", delimiter=";", sign="as-is")
    assert choices.said == "--date-format '%d %b %Y' --delimiter ';' --sign as-is"


@pytest.mark.parametrize("text", ["day first", "--date-format", "--colour red", "'"])
def test_other_words_mean_nothing(text):
    with pytest.raises(ValueError, match=r"doesn't say|quotation"):
        choices_said(text)

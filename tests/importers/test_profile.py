"""A profile says how one program's files are read."""

from __future__ import annotations

import pytest

from ledgerkit.errors import UnreadableFileError
from ledgerkit.importers.documents.fields import Field
from ledgerkit.importers.documents.profile import parse_profile


def test_a_profile_has_options_and_columns():
    profile = parse_profile(
        b'kind = "invoice"\ndate-format = "%d.%m.%Y"\n[columns]\nnumber = "Nr."\n'
        b'party-name = "Kunde"\n',
        name="p.toml",
    )
    assert profile.options == {"kind": "invoice", "date-format": "%d.%m.%Y"}
    assert profile.columns == {Field.NUMBER: "Nr.", Field.PARTY_NAME: "Kunde"}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("kind = ", r"p\.toml: "),
        ("\udcff", "is not UTF-8"),
        ('date_fromat = "x"', 'did you mean "date-format"'),
        (
            'colour = "x"',
            '"colour" means nothing in a profile; there are kind, date-format',
        ),
        ("decimal-mark = 1", 'decimal-mark = 1 is no text; write "1"'),
        ('columns = "x"', r"write \[columns\] and below it"),
        ('[columns]\nnumbr = "Nr"', 'did you mean "number"'),
        ("[columns]\nnumber = 3", "number = 3 is no text"),
    ],
)
def test_a_profile_that_means_nothing_is_named(text: str, message: str):
    with pytest.raises(UnreadableFileError, match=message):
        parse_profile(text.encode("utf-8", "surrogateescape"), name="p.toml")

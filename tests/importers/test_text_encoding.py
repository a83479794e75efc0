"""A file's encoding is certain or asked for."""

from __future__ import annotations

import pytest

from ledgerkit.errors import UnreadableFileError, UsageError
from ledgerkit.importers.tables.text_encoding import (
    certain_encoding,
    encoding_choices,
)
from ledgerkit.importers.tables.text_lines import decoded

TEXT = "Fattura;Cliente\r\n1;Società Caffè\r\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_unicode_files_are_certain_and_lose_their_mark(encoding: str):
    data = TEXT.encode(encoding)
    found = certain_encoding(data)
    assert found is not None
    assert decoded(data, found, name="a.csv") == TEXT


def test_an_old_encoding_is_no_certainty_but_a_list_with_an_example():
    data = TEXT.encode("cp1252")
    assert certain_encoding(data) is None
    found = {choice.value: choice.example for choice in encoding_choices(data)}
    assert found["cp1252"] == "1;Società Caffè"
    assert found["cp1250"] == "1;Societŕ Caffč"


def test_the_byte_that_an_encoding_lacks_is_named_with_its_line():
    with pytest.raises(UnreadableFileError, match=r"a\.csv:2: byte 0xE0 is not utf-8"):
        decoded(TEXT.encode("cp1252"), "utf-8", name="a.csv")


@pytest.mark.parametrize("encoding", ["latin-17", "hex", "zlib"])
def test_an_encoding_that_is_none_is_refused(encoding: str):
    with pytest.raises(UsageError, match="there is no text encoding"):
        decoded(b"abc", encoding, name="a.csv")


@pytest.mark.parametrize("data", [b"PK\x03\x04rest", b"\xd0\xcf\x11\xe0rest"])
def test_a_spreadsheet_is_told_to_be_saved_as_csv(data: bytes):
    with pytest.raises(UnreadableFileError, match="save it as CSV"):
        decoded(data, "cp1252", name="a.csv")


def test_utf_16_without_a_mark_is_recognised_by_its_nuls():
    with pytest.raises(UnreadableFileError, match="--encoding utf-16-le"):
        decoded("a;b\n".encode("utf-16-le"), "utf-8", name="a.csv")

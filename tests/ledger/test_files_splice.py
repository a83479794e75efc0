"""What a splice adds, where, and that every other byte stays."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledgerkit.errors import WriteRefusedError
from ledgerkit.ledger.writing.writer import (
    append,
    diff,
    splice_append,
    splice_insert,
    write_books,
)

#: Text with every kind of line ending, alone and mixed, and none at the end.
ledgers = st.lists(
    st.sampled_from(["a", "é", "; x", "  ", "\t", "\n", "\r\n", "\r", "\n\n"]),
    max_size=30,
).map(lambda parts: "".join(parts).encode())
lines_of_text = st.lists(st.sampled_from(["b", "", "  ü", "\t;"]), min_size=1).map(
    "\n".join
)


@given(ledgers, lines_of_text)
def test_an_append_keeps_every_byte_that_was_there(old: bytes, text: str) -> None:
    new = splice_append(old, text)
    assert new.startswith(old)
    if text.strip("\n"):
        added = new[len(old) :].replace(b"\r\n", b"\n").strip(b"\n").decode()
        assert added == text.strip("\n")
    else:
        assert new == old


@given(ledgers, lines_of_text, st.data())
def test_an_insert_keeps_every_byte_above_and_below(
    old: bytes, text: str, data: st.DataObject
) -> None:
    line = data.draw(st.integers(1, old.count(b"\n") + 1))
    new = splice_insert(old, before_line=line, text=text)
    offset = [0, *(m.end() for m in re.finditer(b"\n", old))][line - 1]
    assert new.startswith(old[:offset])
    assert new.endswith(old[offset:])
    assert text.encode().rstrip(b"\n") in new.replace(b"\r\n", b"\n")


@settings(max_examples=50, deadline=None)
@given(ledgers.filter(lambda old: old != b""), st.sampled_from(["b", "b\nc"]))
def test_the_file_on_disk_keeps_every_byte_that_was_there(
    old: bytes, text: str
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        ledger = Path(folder, "main.beancount")
        ledger.write_bytes(old)
        write_books(ledger, {ledger: append(text)}, verify=False)
        assert ledger.read_bytes() == splice_append(old, text)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"", b"x\n"),
        (b"a\n", b"a\n\nx\n"),
        (b"a", b"a\n\nx\n"),
        (b"a\n\n", b"a\n\nx\n"),
        (b"a\n  \n", b"a\n  \nx\n"),
        (b"a\r\n", b"a\r\n\r\nx\r\n"),
        (b"a\r\nb", b"a\r\nb\r\n\r\nx\r\n"),
        (b"a\r\n\r\n", b"a\r\n\r\nx\r\n"),
        (b"a\r\nb\nc\n", b"a\r\nb\nc\n\nx\n"),
        (b"a\r\nb\r\nc\n", b"a\r\nb\r\nc\n\r\nx\r\n"),
        (b"; only a comment", b"; only a comment\n\nx\n"),
    ],
)
def test_an_append_stands_one_blank_line_below_in_the_endings_of_the_file(
    old: bytes, new: bytes
) -> None:
    assert splice_append(old, "x\n") == new


def test_blank_lines_around_an_appended_text_are_dropped_but_not_inside() -> None:
    assert splice_append(b"a\n", "\n\nx\n\n  y\r\n\n") == b"a\n\nx\n\n  y\n"


@pytest.mark.parametrize(
    ("line", "new"),
    [(1, b"x\r\na\r\nb"), (2, b"a\r\nx\r\nb"), (3, b"a\r\nb\r\nx\r\n")],
)
def test_an_insert_stands_right_above_the_line(line: int, new: bytes) -> None:
    assert splice_insert(b"a\r\nb", before_line=line, text="x") == new


@pytest.mark.parametrize("line", [-1, 0, 4])
def test_there_is_no_inserting_outside_of_the_file(line: int) -> None:
    with pytest.raises(WriteRefusedError, match=f"no line {line} .* has 2 lines"):
        splice_insert(b"a\nb\n", before_line=line, text="x")


def test_an_insert_is_refused_when_the_line_above_is_another_than_was_seen() -> None:
    old = b"a\r\nb\r\nc\r\n"
    new = splice_insert(old, before_line=3, text="x", above="a\nb")
    assert new == b"a\r\nb\r\nx\r\nc\r\n"
    with pytest.raises(WriteRefusedError, match="line 2 is no longer where it was"):
        splice_insert(old, before_line=2, text="x", above="b")
    with pytest.raises(WriteRefusedError, match="no longer"):
        splice_insert(old, before_line=1, text="x", above="a")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a\nb\0", "line 2 .* a NUL"),
        ("a\rb", "line 1 .* a lone carriage return"),
        ("a\n\nb\ud800", r"line 3 .* half a character \(U\+D800\)"),
    ],
)
def test_characters_that_no_ledger_can_hold_are_refused(
    text: str, message: str
) -> None:
    with pytest.raises(WriteRefusedError, match=message):
        splice_append(b"", text)
    with pytest.raises(WriteRefusedError, match=message):
        splice_insert(b"", before_line=1, text=text)


def test_a_diff_shows_three_lines_around_what_is_added() -> None:
    old = b"".join(b"%d\n" % n for n in range(1, 10))
    new = splice_insert(old, before_line=8, text="new")
    assert diff(Path("m.beancount"), old, new) == (
        "--- m.beancount\n+++ m.beancount\n@@ -5,5 +5,6 @@\n 5\n 6\n 7\n+new\n 8\n 9\n"
    )


def test_a_diff_of_nothing_is_empty_and_one_of_a_new_file_begins_at_no_line() -> None:
    assert diff(Path("m"), b"a\nb", b"a\nb") == ""
    assert diff(Path("m"), b"", b"a\n") == "--- m\n+++ m\n@@ -0,0 +1 @@\n+a\n"


def test_a_diff_marks_a_last_line_without_an_ending() -> None:
    assert diff(Path("m"), b"a", splice_append(b"a", "b")) == (
        "--- m\n+++ m\n@@ -1 +1,3 @@\n-a\n\\ No newline at end of file\n+a\n+\n+b\n"
    )


few_lines = st.lists(st.sampled_from(["a\n", "b\n", "c\n", "\n"]), max_size=40)


@given(few_lines, few_lines)
def test_a_diff_applied_to_the_old_text_gives_the_new(
    old: list[str], new: list[str]
) -> None:
    shown = diff(Path("m"), "".join(old).encode(), "".join(new).encode())
    assert _applied(old, shown.splitlines(keepends=True)[2:]) == new


def _applied(old: list[str], hunks: list[str]) -> list[str]:
    new: list[str] = []
    done = 0
    for line in hunks:
        if line.startswith("@@"):
            start, length, new_start = _numbers(line)
            until = start - 1 if length else start
            new += old[done:until]
            done = until
            assert len(new) == new_start
        elif line[0] in " -":
            assert old[done] == line[1:]
            done += 1
        if line[0] in " +":
            new.append(line[1:])
    return new + old[done:]


def _numbers(head: str) -> tuple[int, int, int]:
    """Of a hunk: the old start and length, and how many new lines stand before it."""
    match = re.fullmatch(r"@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@\n", head)
    assert match is not None
    start, length, new_start, new_length = match.groups()
    before = int(new_start) - (new_length != "0")
    return int(start), int(length or 1), before

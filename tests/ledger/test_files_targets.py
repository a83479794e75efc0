"""Which files are written to, and what of them stays besides the text."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from ledgerkit.errors import WriteRefusedError
from ledgerkit.ledger.writing.disk import Disk
from ledgerkit.ledger.writing.lock import LOCK_NAME
from ledgerkit.ledger.writing.writer import (
    BooksWriter,
    append,
    splice_append,
    write_books,
)

MAIN = b"; kept\r\n2026-01-01 open Assets:Bank EUR ; kept too\r\n\r\n* Heading"
NOTE = '2026-01-03 note Assets:Bank "added"'
AFTER = MAIN + b"\r\n\r\n" + NOTE.encode() + b"\r\n"


@pytest.fixture
def main(tmp_path: Path) -> Path:
    path = tmp_path / "books" / "main.beancount"
    path.parent.mkdir()
    path.write_bytes(MAIN)
    return path


def refusal(main: Path, target: Path, text: str = NOTE) -> str:
    before = target.read_bytes() if target.is_file() else None
    with pytest.raises(WriteRefusedError) as refused:
        write_books(main, {target: append(text)})
    assert "\n" not in str(refused.value)
    assert (target.read_bytes() if target.is_file() else None) == before
    assert not list(main.parent.rglob("*.lktmp"))
    return str(refused.value)


def test_crlf_comments_headings_and_a_missing_last_line_ending_survive(
    main: Path,
) -> None:
    write_books(main, {main: append(NOTE)})
    assert main.read_bytes() == AFTER


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664, 0o755])
def test_permissions_survive(main: Path, mode: int) -> None:
    main.chmod(mode)
    write_books(main, {main: append(NOTE)})
    assert stat.S_IMODE(main.stat().st_mode) == mode


@pytest.mark.skipif(os.geteuid() != 0, reason="only root gives files away")
def test_owner_and_group_survive(main: Path) -> None:
    os.chown(main, 12345, 23456)
    write_books(main, {main: append(NOTE)})
    assert (main.stat().st_uid, main.stat().st_gid) == (12345, 23456)


def test_an_owner_that_cannot_be_kept_is_no_reason_to_refuse(main: Path) -> None:
    asked = []

    class NotRoot(Disk):
        def chown(self, _descriptor: int, owner: int, _group: int) -> None:
            asked.append(owner)
            raise PermissionError

    BooksWriter(main=main, disk=NotRoot()).write({main: append(NOTE)})
    assert asked == [main.stat().st_uid, -1]
    assert main.read_bytes() == AFTER


@pytest.mark.skipif(not hasattr(os, "setxattr"), reason="Linux has them")
def test_extended_attributes_survive(main: Path) -> None:
    try:
        os.setxattr(main, "user.tag", b"red")
    except OSError:
        pytest.skip("this disk has none")
    write_books(main, {main: append(NOTE)})
    assert os.getxattr(main, "user.tag") == b"red"


def test_a_new_file_gets_the_permissions_of_the_main_ledger(main: Path) -> None:
    main.chmod(0o600)
    new = main.parent / "register.txt"
    write_books(main, {new: append("1")})
    assert new.read_bytes() == b"1\n"
    assert stat.S_IMODE(new.stat().st_mode) == 0o600


def test_the_first_ledger_of_all_is_made_with_the_permissions_of_the_user(
    tmp_path: Path,
) -> None:
    main = tmp_path / "main.beancount"
    old_mask = os.umask(0o027)
    try:
        write_books(main, {main: append("2026-01-01 open Assets:Bank EUR")})
    finally:
        os.umask(old_mask)
    assert main.read_bytes() == b"2026-01-01 open Assets:Bank EUR\n"
    assert stat.S_IMODE(main.stat().st_mode) == 0o640


def test_a_link_stays_and_the_file_it_leads_to_is_written(
    main: Path, tmp_path: Path
) -> None:
    link = tmp_path / "link.beancount"
    link.symlink_to("books/main.beancount")
    write_books(link, {link: append(NOTE)})
    assert link.is_symlink()
    assert link.readlink() == Path("books/main.beancount")
    assert main.read_bytes() == AFTER


def test_a_splice_that_changes_nothing_leaves_the_file_alone(main: Path) -> None:
    before = main.stat()
    write_books(main, {main: lambda old: old})
    assert main.stat().st_ino == before.st_ino


def test_the_files_time_is_new_so_that_fava_notices(main: Path) -> None:
    os.utime(main, (2e9, 1e9))
    write_books(main, {main: append(NOTE)})
    assert main.stat().st_mtime > 1e9 + 1


def test_read_only_files_are_refused_even_for_root(main: Path) -> None:
    main.chmod(0o444)
    assert refusal(main, main) == (
        f"{main}: is read-only; allow writing to it, if that is what you want"
    )


def test_a_folder_a_pipe_and_links_in_a_circle_are_no_ledgers(main: Path) -> None:
    pipe, circle = main.parent / "pipe", main.parent / "circle"
    os.mkfifo(pipe)
    circle.symlink_to(circle)
    (main.parent / "sub").mkdir()
    assert "is not a regular file" in refusal(main, main.parent / "sub")
    assert "is not a regular file" in refusal(main, pipe)
    assert "the link leads back to itself" in refusal(main, circle)


def test_a_file_with_two_names_is_refused(main: Path) -> None:
    (main.parent / "other").hardlink_to(main)
    assert "has 2 names (hard links)" in refusal(main, main)


def test_one_file_under_two_names_of_a_link_is_refused(main: Path) -> None:
    link = main.parent / "link.beancount"
    link.symlink_to(main)
    with pytest.raises(WriteRefusedError, match="is the same file as"):
        write_books(main, {main: append(NOTE), link: append(NOTE)})
    assert main.read_bytes() == MAIN


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"\xef\xbb\xbf" + MAIN, ":1: begins with a byte order mark"),
        (b"; a\n; caff\xe8\n", ":2: byte 0xE8 is not UTF-8; save the file as UTF-8"),
        (b"; a\n\n; \0", ":3: holds a NUL byte; it is no text"),
        (b"", ":1: the file is empty"),
    ],
)
def test_what_beancount_reads_only_in_part_is_refused(
    main: Path, data: bytes, message: str
) -> None:
    main.write_bytes(data)
    assert refusal(main, main).startswith(f"{main}{message}")


def test_an_encrypted_ledger_is_refused(main: Path) -> None:
    secret = main.parent / "secret.beancount.asc"
    secret.write_text("-----BEGIN PGP MESSAGE-----\n")
    assert refusal(main, secret) == (f"{secret}: is encrypted; add to another file")


@pytest.mark.parametrize("text", ["; a\0", "; \ud800"])
def test_text_that_no_ledger_can_hold_is_refused(main: Path, text: str) -> None:
    assert "of the text to write holds" in refusal(main, main, text)


@pytest.mark.parametrize("new", [b"", b"; kept", MAIN[:-1]])
def test_a_text_that_would_get_shorter_is_refused(main: Path, new: bytes) -> None:
    with pytest.raises(WriteRefusedError, match="bytes shorter than the old"):
        write_books(main, {main: lambda _old: new}, verify=False)
    assert main.read_bytes() == MAIN


def test_a_missing_main_ledger_or_folder_is_named(main: Path, tmp_path: Path) -> None:
    missing = tmp_path / "none.beancount"
    assert refusal(missing, main).startswith(f"{missing}: no such file")
    new = main.parent / "none" / "register.txt"
    assert refusal(main, new) == f"{new.parent}: no such folder; make it first"


def test_a_file_outside_of_the_folder_is_refused_unless_the_books_include_it(
    main: Path, tmp_path: Path
) -> None:
    outside = tmp_path / "shared.beancount"
    outside.write_bytes(b"; shared\n")
    link = main.parent / "link.beancount"
    link.symlink_to(outside)
    for name in (outside, link):
        assert refusal(main, name) == (
            f"{outside}: is neither in the folder of {main} nor part of its books"
        )
    main.write_bytes(MAIN + b'\ninclude "link.beancount"\n')
    write_books(main, {outside: append(NOTE)})
    assert outside.read_bytes() == splice_append(b"; shared\n", NOTE)
    assert link.is_symlink()


def test_includes_are_relative_to_the_link_by_which_the_books_are_named(
    main: Path, tmp_path: Path
) -> None:
    main.write_text('include "journal/*.beancount"\n' + MAIN.decode())
    link = tmp_path / "linked" / "books.beancount"
    (link.parent / "journal").mkdir(parents=True)
    link.symlink_to(main)
    new = link.parent / "journal" / "2026.beancount"
    write_books(link, {new: append(NOTE), link: append("; same books")})
    assert new.read_text() == NOTE + "\n"
    assert main.read_bytes().endswith(b"; same books\r\n")
    assert (main.parent / ".ledgerkit.lock").exists()
    with pytest.raises(WriteRefusedError, match="is not part of the books"):
        write_books(main, {main.parent / "journal.beancount": append(NOTE)})


def test_a_new_file_counts_in_a_folder_that_is_a_link(
    main: Path, tmp_path: Path
) -> None:
    main.write_text('include "*/*.beancount"\n' + MAIN.decode())
    (main.parent / "journal").mkdir()
    (main.parent / "journal" / "2025.beancount").write_text("; none\n")
    books = tmp_path / "linked"
    books.symlink_to(main.parent)
    new = books / "journal" / "2026.beancount"
    write_books(books / "main.beancount", {new: append(NOTE)})
    assert new.read_text() == NOTE + "\n"


def test_a_disk_error_is_told_in_one_sentence(main: Path) -> None:
    class Full(Disk):
        def write(self, _descriptor: int, _data: memoryview) -> int:
            raise OSError(28, "No space left on device")

    with pytest.raises(WriteRefusedError) as refused:
        BooksWriter(main=main, disk=Full()).write({main: append(NOTE)})
    assert str(refused.value) == (
        f"{main}: No space left on device; nothing was written, the old text stands"
    )
    assert main.read_bytes() == MAIN


@pytest.mark.parametrize(
    ("folder_mode", "lock_mode"), [(0o700, 0o600), (0o755, 0o600), (0o775, 0o660)]
)
def test_the_lock_file_is_for_who_may_write_there_and_empty(
    tmp_path: Path, folder_mode: int, lock_mode: int
) -> None:
    tmp_path.chmod(folder_mode)
    main = tmp_path / "main.beancount"
    main.write_text("2026-01-01 open Assets:Bank\n")
    before = os.umask(0)
    try:
        write_books(main, {main: append("2026-01-01 open Assets:Cash")})
    finally:
        os.umask(before)
    status = (tmp_path / LOCK_NAME).stat()
    assert (status.st_mode & 0o777, status.st_size) == (lock_mode, 0)

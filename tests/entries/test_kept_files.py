"""Documents as files in a folder."""

import errno

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledgerkit.entries.kept_files import DocumentFolder, file_name
from ledgerkit.errors import UsageError
from ledgerkit.ledger.writing.disk import Disk


@given(st.text() | st.text(min_size=250, max_size=300))
def test_no_number_makes_a_name_that_leaves_the_folder_or_hides(number):
    name = file_name(number)
    assert name
    assert not set(name) & set('/\\:*?"<>|\0\n')
    assert not name.startswith((".", "-"))
    assert len(f"{name}-99999.html".encode()) <= 255


def test_numbers_that_make_one_name_get_a_file_each(tmp_path):
    folder = DocumentFolder(tmp_path / "sent")
    for number, content in (("A/1", b"1"), ("A-1", b"2"), ("a 1", b"3")):
        assert folder.write(number, ".html", content)
    assert sorted(p.name for p in (tmp_path / "sent").iterdir()) == [
        "A-1-2.html", "A-1.html", "a-1-3.html",
    ]  # fmt: skip


def test_a_file_that_is_there_already_is_not_touched(tmp_path):
    path = tmp_path / "INV-1.html"
    path.write_bytes(b"same")
    before = path.stat().st_mtime_ns
    assert not DocumentFolder(tmp_path).write("INV-1", ".html", b"same")
    assert path.stat().st_mtime_ns == before
    assert DocumentFolder(tmp_path).write("INV-1", ".html", b"other")


def test_a_file_in_the_folders_place_is_named(tmp_path):
    (tmp_path / "sent").write_bytes(b"")
    with pytest.raises(UsageError, match="is a file"):
        DocumentFolder(tmp_path / "sent")


def test_a_document_is_written_in_one_step(tmp_path, monkeypatch):
    """A document of an older content stays until the new one is whole."""
    folder = DocumentFolder(tmp_path)
    assert folder.write("INV-1", ".html", b"old")

    def fails(*_arguments):
        raise OSError(errno.ENOSPC, "no space")

    monkeypatch.setattr(Disk, "fsync", fails)
    with pytest.raises(OSError, match="no space"):
        DocumentFolder(tmp_path).write("INV-1", ".html", b"new")
    assert [(p.name, p.read_bytes()) for p in tmp_path.iterdir()] == [
        ("INV-1.html", b"old")
    ]
    monkeypatch.undo()
    assert DocumentFolder(tmp_path).write("INV-1", ".html", b"new")
    assert (tmp_path / "INV-1.html").read_bytes() == b"new"


def test_a_note_lies_beside_the_books_while_documents_are_written(tmp_path):
    (tmp_path / "books").mkdir()
    beside = tmp_path / "books" / "main.beancount"
    with DocumentFolder(tmp_path / "out", beside=beside):
        (note,) = beside.parent.iterdir()
        assert str(tmp_path / "out") in note.read_text()
    assert list(beside.parent.iterdir()) == []

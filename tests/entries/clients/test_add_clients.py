"""An address book written from Python: clients and people each in their file."""

from datetime import date

import pytest

from ledgerkit import load
from ledgerkit.errors import WriteRefusedError
from ledgerkit.importers.address_book.read import read_address_book
from ledgerkit.language.word import On

DAY = date(2026, 1, 15)
CARDS = (
    b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Anna Bianchi\r\nORG:Rossi\r\n"
    b"EMAIL:a@rossi.example\r\nEND:VCARD\r\n"
)


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "main.beancount").write_text('include "contacts.beancount"\n')
    (tmp_path / "contacts.beancount").write_text("; People\n")
    return tmp_path


def test_people_are_written_where_people_stand(folder):
    books = load(folder / "main.beancount")
    entries = read_address_book(CARDS, "anna.vcf").entries
    planned = books.add_clients(entries, day=DAY)
    assert planned.new == {On.CLIENT: 1, On.CONTACT: 1}
    assert (folder / "main.beancount").read_text() == (
        'include "contacts.beancount"\n\n2026-01-15 custom "client" "rossi" "Rossi"\n'
    )
    assert (folder / "contacts.beancount").read_text() == (
        '; People\n\n2026-01-15 custom "contact" "anna-bianchi" "Anna Bianchi"\n'
        '  client: "rossi"\n  email: "a@rossi.example"\n'
    )
    again = load(folder / "main.beancount")
    assert [e.message for e in again.errors] == []
    assert again.add_clients(entries, day=DAY, update=True).directives == []
    assert again.address_book(as_of=DAY).to_dicts()[1]["client"] == "rossi"


def test_all_files_are_written_or_none(folder):
    """A person's file that can't be written leaves the client's as it was."""
    books = load(folder / "main.beancount")
    old = (folder / "main.beancount").read_bytes()
    entries = read_address_book(CARDS, "anna.vcf").entries
    outside = folder.parent / "elsewhere.beancount"
    with pytest.raises(WriteRefusedError):
        books.add_clients(entries, day=DAY, into=outside)
    assert (folder / "main.beancount").read_bytes() == old
    assert not outside.exists()

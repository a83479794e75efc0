"""What Fava writes under ``ledgerkit serve`` is the old text or the new one."""

import hashlib
import io
import json
import os

import pytest
from tests.fava.conftest import Reader

from ledgerkit.ledger.writing.disk import DISK
from ledgerkit.ledger.writing.lock import ledger_lock

ENTRY = """2024-01-10 * "Acme" "One" ^INV-1
  Assets:Receivable   100.00 EUR
  Income:Services"""
LEDGER = f"""
option "operating_currency" "EUR"
{ENTRY}
"""


@pytest.fixture
def served(reader_of) -> Reader:
    return reader_of(LEDGER)


@pytest.fixture
def book(served, tmp_path):  # noqa: ARG001 - it is written when it is served
    return tmp_path / "main.beancount"


def put(reader, page, **data):
    address = f"/{reader.slug}/api/{page}"
    return reader.client.put(
        address, data=json.dumps(data), content_type="application/json"
    )


def save(reader, book, text):
    digest = hashlib.sha256(book.read_bytes()).hexdigest()
    return put(reader, "source", file_path=str(book), source=text, sha256sum=digest)


def entry_hash(reader):
    journal = reader.client.get(f"/{reader.slug}/api/journal").json["data"]
    return next(e["entry_hash"] for e in journal if e["t"] == "Transaction")


def attach(reader, name):
    return put(reader, "attach_document", filename=name, entry_hash=entry_hash(reader))


def test_a_text_is_saved(served, book):
    new = f"; först\n{book.read_text()}"
    answer = save(served, book, new)
    assert answer.status_code == 200
    assert book.read_text() == new
    assert answer.json["data"] == hashlib.sha256(new.encode()).hexdigest()


def test_line_endings_and_permissions_stay(served, book):
    text = book.read_text()
    book.write_bytes(text.replace("\n", "\r\n").encode())
    book.chmod(0o640)
    served.ledger.load_file()
    digest = hashlib.sha256(text.encode()).hexdigest()
    data = {"file_path": str(book), "source": f"{text}; end\n", "sha256sum": digest}
    assert put(served, "source", **data).status_code == 200
    assert book.read_bytes() == f"{text}; end\n".replace("\n", "\r\n").encode()
    assert book.stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize("end", ["; \ud800", "; \udfff\n", "; \0\n"])
def test_what_no_file_can_hold_is_refused_and_the_old_text_stays(served, book, end):
    old = book.read_bytes()
    answer = save(served, book, f"{old.decode()}{end}")
    assert answer.status_code == 500
    assert "of the text to write" in answer.json["error"]
    assert book.read_bytes() == old


@pytest.mark.parametrize("begin", ["[", '{"source":'])
@pytest.mark.parametrize(
    ("page", "status"),
    [("api/source", 400), ("extension/BankAndCash/import", 400)],
)
def test_a_request_that_is_nested_too_deeply_is_refused(served, page, status, begin):
    answer = served.client.put(
        f"/{served.slug}/{page}", data=begin * 100_000, content_type="application/json"
    )
    assert answer.status_code == status
    assert "Traceback" not in answer.text


def test_a_write_that_dies_in_the_middle_leaves_the_old_text(served, book, monkeypatch):
    old = book.read_bytes()

    def die(*_args):
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr(type(DISK), "fsync", die)
    answer = save(served, book, "")
    assert answer.json["error"].endswith(
        "No space left on device; nothing was written, the old text stands"
    )
    assert book.read_bytes() == old
    assert [p.name for p in book.parent.iterdir() if p.suffix == ".lktmp"] == []


def test_another_writer_is_waited_for(served, book, monkeypatch):
    monkeypatch.setattr("ledgerkit.fava.writing._PATIENCE", 0.05)
    old = book.read_bytes()
    with ledger_lock(book.parent, timeout=1, disk=DISK):
        answer = save(served, book, "; new\n")
    assert "another program has been writing to these books" in answer.json["error"]
    assert book.read_bytes() == old


@pytest.mark.parametrize("name", ['a "b".pdf', "a\\b.pdf", 'a\\" b.pdf', "ä.pdf"])
def test_any_name_of_a_file_can_be_attached(served, name):
    assert attach(served, name).status_code == 200
    served.ledger.load_file()
    assert served.ledger.errors == []
    [entry] = [e for e in served.ledger.all_entries if "document" in e.meta]
    assert entry.meta["document"] == name


@pytest.mark.parametrize("name", ['a\n  x: "y', "a\N{RIGHT-TO-LEFT OVERRIDE}fdp", "\r"])
def test_a_name_of_two_lines_or_with_hidden_characters_is_refused(served, book, name):
    old = book.read_bytes()
    answer = attach(served, name)
    assert "which can't be seen; nothing was written" in answer.json["error"]
    assert book.read_bytes() == old


def test_a_directives_text_is_replaced_and_taken_out(served, book):
    digest = hashlib.sha256(ENTRY.encode()).hexdigest()
    new = ENTRY.replace("One", "Two")
    sent = {"entry_hash": entry_hash(served), "sha256sum": digest}
    refused = put(served, "source_slice", source=f"{new}\ud800", **sent)
    assert "holds half a character" in refused.json["error"]
    assert '"One"' in book.read_text()
    assert put(served, "source_slice", source=new, **sent).status_code == 200
    assert '"Two"' in book.read_text()


def test_entries_are_added(served, book):
    entry = {
        "t": "Note",
        "date": "2024-02-01",
        "meta": {},
        "account": "Assets:Receivable",
        "comment": "said \u2039yes\u203a",
    }
    old = book.read_text()
    assert put(served, "add_entries", entries=[entry]).status_code == 200
    assert book.read_text().startswith(old)
    served.ledger.load_file()
    assert served.ledger.errors == []
    comments = [getattr(entry, "comment", "") for entry in served.ledger.all_entries]
    assert "said \u2039yes\u203a" in comments


def test_an_uploaded_file_is_attached(served, book, tmp_path):
    (tmp_path / "files").mkdir()
    book.write_text(f'option "documents" "files"\n{book.read_text()}')
    served.ledger.load_file()
    answer = served.client.put(
        f"/{served.slug}/api/add_document",
        data={
            "file": (io.BytesIO(b"%PDF"), '2024-01-10 "quoted".pdf'),
            "folder": "files",
            "account": "Assets:Receivable",
            "hash": entry_hash(served),
        },
    )
    assert answer.status_code == 200
    served.ledger.load_file()
    assert served.ledger.errors == []

"""Four writers at once: what each was told is written stays, and no number is twice.

The terminal, a Python program, Fava's editor under ``ledgerkit serve``, and a text
editor that saves a temporary file under the book's name if the book is still as it was
read. Each notes what was acknowledged; in the end all of it is in the book, once.
"""

from __future__ import annotations

import hashlib
import json
import multiprocessing
import re
from contextlib import suppress
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from click.testing import CliRunner

import ledgerkit
from ledgerkit.cli import main
from ledgerkit.entries.documents.document import NewLine
from ledgerkit.errors import LedgerkitError
from tests.fava.conftest import Reader, build_app
from tests.safe.campaign import WHOLE, share
from tests.safe.writing_commands import BOOK, LOG

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

#: The whole are 10,000 writes, in books of 200, since each write reads the books.
ROUNDS = 50 if WHOLE else 1
WRITES = 50 if WHOLE else 10
#: A round takes a minute of one processor; on a busy machine much longer.
PATIENCE = 3000 if WHOLE else 240
DAY = date(2026, 2, 10)


def from_terminal(book: Path, name: str) -> bool:
    asked = ["--client", "acme", "--date", str(DAY), "--yes"]
    asked += ["--line", f"Income:Sales; {name}; 9", "-f", str(book)]
    return CliRunner().invoke(main, ["invoice", "new", *asked]).exit_code == 0


def from_python(book: Path, name: str) -> bool:
    line = NewLine(account="Income:Sales", amount=Decimal(9), description=name)
    try:
        ledgerkit.load(book).new_invoice(client="acme", issued=DAY, lines=(line,))
    except LedgerkitError:
        return False
    return True


class InFava:
    """Fava's editor: it sends the whole text, with the digest of what it read."""

    def __init__(self, book: Path) -> None:
        self.reader = Reader(build_app(book))

    def __call__(self, book: Path, name: str) -> bool:
        text = book.read_text()
        sent = {
            "file_path": str(book),
            "source": f"{text}{_note(name)}",
            "sha256sum": hashlib.sha256(text.encode()).hexdigest(),
        }
        answer = self.reader.client.put(
            f"/{self.reader.slug}/api/source",
            data=json.dumps(sent),
            content_type="application/json",
        )
        return bool(answer.status_code == 200)


def in_editor(book: Path, name: str) -> bool:
    text, seen = book.read_text(), book.stat()
    new = book.with_name(f".{book.name}.swp")
    new.write_text(f"{text}{_note(name)}")
    now = book.stat()
    if (now.st_ino, now.st_mtime_ns) != (seen.st_ino, seen.st_mtime_ns):
        return False  # "The file has changed on disk."
    new.replace(book)
    return True


def _note(name: str) -> str:
    return f'2026-02-10 note Assets:Bank "{name}"\n'


def write_many(
    book: Path, write: Callable[[Path, str], bool], name: str, told: Path
) -> None:
    """Write again and again, each time until it is acknowledged."""
    write = InFava(book) if write is InFava else write
    with told.open("w") as acknowledged:
        for number in range(WRITES):
            said = f"{name} number {number:04}"
            assert any(write(book, said) for _attempt in range(1000))
            acknowledged.write(f"{said}\n")
            acknowledged.flush()


WRITERS = {
    "terminal": from_terminal,
    "python": from_python,
    "fava": InFava,
    "editor": in_editor,
}


def test_what_was_acknowledged_is_in_the_book_and_no_number_is_twice(tmp_path, counts):
    for number in share(range(ROUNDS)):
        folder = tmp_path / str(number)
        folder.mkdir()
        (folder / "log.beancount").write_text(LOG)
        book = folder / "main.beancount"
        book.write_text(BOOK)
        fork = multiprocessing.get_context("fork")
        writers = [
            fork.Process(
                target=write_many, args=(book, write, name, folder / f"{name}.told")
            )
            for name, write in WRITERS.items()
        ]
        for process in writers:
            process.start()
        for process in writers:
            process.join(PATIENCE)
        assert [process.exitcode for process in writers] == [0] * 4
        counts.add("writes of four at once", _all_is_there(folder, book))


def _all_is_there(folder: Path, book: Path) -> int:
    text = book.read_text()
    told = [n for file in folder.glob("*.told") for n in file.read_text().splitlines()]
    assert len(told) == WRITES * len(WRITERS)
    assert [name for name in told if text.count(name) != 1] == []
    numbers = re.findall(r'"Acme" "(?:terminal|python) .*\^(INV-\S+)', text)
    assert len(numbers) == len(set(numbers)) == 2 * WRITES
    with suppress(FileNotFoundError):
        (folder / f".{book.name}.swp").unlink()
    assert {p.name for p in folder.iterdir() if p.name.startswith(".")} <= {
        ".ledgerkit.lock"
    }
    assert [e.message for e in ledgerkit.load(book).errors] == []
    return len(told)

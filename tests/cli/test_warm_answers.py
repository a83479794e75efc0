"""An answer is given again only if it would be the same; else the books are read."""

import os
from datetime import date

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.safe.writing_commands import COMMANDS, arguments

from ledgerkit.cli import main, options
from ledgerkit.cli.answers import kept, warm
from ledgerkit.ledger.trust import allow

BOOK = """\
option "operating_currency" "EUR"
option "documents" "papers"
include "parts/*.beancount"
1970-01-01 custom "company" "Me"
1970-01-01 custom "client" "acme" "Acme"
1970-01-01 open Assets:Receivable
1970-01-01 open Assets:Bank
1970-01-01 open Income:Sales
2025-01-31 * "Acme" "Sold" ^INV-1
  due: 2025-02-28
  Assets:Receivable  1234.50 EUR
  Income:Sales
"""
PART = """\
2025-03-31 * "Acme" "Sold more" ^INV-2
  Assets:Receivable  500.00 EUR
  Income:Sales
"""
NEW = '2025-05-01 * "Acme" "New" ^INV-3\n  Assets:Receivable  1 EUR\n  Income:Sales\n'
ASK = ["aging", "--as-of", "2025-12-31"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("books")


@pytest.fixture(autouse=True)
def books(folder, tmp_path_factory, monkeypatch):
    """Books in a folder of their own, and an empty cache."""
    (folder / "parts").mkdir(exist_ok=True)
    (folder / "papers").mkdir(exist_ok=True)
    for old in folder.rglob("*"):
        if old.is_file():
            old.unlink()
    (folder / "main.beancount").write_text(BOOK)
    (folder / "parts" / "a.beancount").write_text(PART)
    monkeypatch.chdir(folder)
    monkeypatch.setenv("LEDGERKIT_CACHE", "yes")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
    return folder


@pytest.fixture
def reads(monkeypatch):
    """Every time that books are read."""
    counted = []
    load = options.load
    monkeypatch.setattr(
        options, "load", lambda path: counted.append(path) or load(path)
    )
    return counted


def ask(*words):
    result = CliRunner().invoke(main, words or ASK)
    return result.exit_code, result.stdout, result.stderr


def kept_files():
    return list(kept.answers_folder(os.environ).glob("*"))


def test_the_second_answer_is_the_first_and_reads_nothing(reads):
    first = ask()
    assert "1,734.50" in first[1]
    assert len(reads) == 1
    assert ask() == first
    assert len(reads) == 1


def test_errors_and_the_exit_status_are_told_again(books, reads):
    (books / "main.beancount").write_text(
        BOOK + "2025-01-01 balance Assets:Bank 7 EUR\n"
    )
    first = ask()
    assert first[0] == 1
    assert "main.beancount:" in first[2]
    assert ask() == first
    assert len(reads) == 1


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_byte_of_any_file_changes_the_answer_or_it_is_reckoned_anew(
    books, reads, data
):
    files = [books / "main.beancount", books / "parts" / "a.beancount"]
    ask()
    file = data.draw(st.sampled_from(files))
    before = file.read_bytes()
    place = data.draw(st.integers(0, len(before) - 1))
    byte = data.draw(st.integers(0, 255).filter(lambda b: b != before[place]))
    times = file.stat()
    file.write_bytes(before[:place] + bytes([byte]) + before[place + 1 :])
    # Not even the time of the change gives it away.
    os.utime(file, ns=(times.st_atime_ns, times.st_mtime_ns))
    count = len(reads)
    answered = ask()
    assert len(reads) == count + 1
    assert answered == ask(*ASK, "--no-cache")
    file.write_bytes(before)
    os.utime(file, ns=(times.st_atime_ns, times.st_mtime_ns))
    assert "1,734.50" in ask()[1]


@pytest.mark.parametrize(
    "change",
    [
        lambda books: (books / "parts" / "b.beancount").write_text(NEW),
        lambda books: (books / "parts" / "a.beancount").unlink(),
        lambda books: (books / "parts" / "a.beancount").rename(books / "parts" / "b"),
        lambda books: (books / "papers" / "2025-01-01.x.pdf").write_text("x"),
        lambda books: (books.parent / "outer.beancount").write_text(
            f'include "{books.name}/main.beancount"\n'
        ),
    ],
    ids=["new file", "missing file", "renamed file", "new document", "part of others"],
)
def test_what_files_there_are_counts(books, reads, change):
    ask(*ASK, "main.beancount")
    change(books)
    ask(*ASK, "main.beancount")
    assert len(reads) == 2
    (books.parent / "outer.beancount").unlink(missing_ok=True)


def test_a_document_that_comes_into_being_counts(books, reads):
    named = '2025-02-01 document Assets:Bank "later.pdf"\n'
    (books / "main.beancount").write_text(BOOK + named)
    assert ask()[0] == 1
    (books / "later.pdf").write_text("here")
    assert ask()[0] == 0
    assert len(reads) == 2


@pytest.mark.parametrize(
    ("name", "value"), [("LANG", "de_DE"), ("LEDGERKIT_FILE", "main.beancount")]
)
def test_the_environment_that_matters_counts(reads, monkeypatch, name, value):
    ask()
    monkeypatch.setenv(name, value)
    assert ask()[1] == ask(*ASK, "--no-cache")[1]
    assert len(reads) == 3


def test_the_day_counts(reads, monkeypatch):
    ask("aging")
    ask("aging")
    assert len(reads) == 1
    monkeypatch.setattr(warm, "_today", lambda: date(2030, 1, 1))
    ask("aging")
    assert len(reads) == 2


def test_our_own_code_counts(reads, monkeypatch):
    ask()
    monkeypatch.setattr(warm, "code_versions", lambda: iter(["another"]))
    ask()
    assert len(reads) == 2


def test_books_with_a_plugin_of_the_users_own_are_always_read(books, reads):
    (books / "ours.py").write_text(
        "__plugins__ = ('f',)\ndef f(entries, options): return entries, []\n"
    )
    (books / "main.beancount").write_text(
        'option "insert_pythonpath" "TRUE"\nplugin "ours"\n' + BOOK
    )
    allow([books])
    assert ask() == ask()
    assert len(reads) == 2
    assert kept_files() == []


@pytest.mark.parametrize(
    "damage",
    [
        lambda file: file.write_bytes(file.read_bytes()[:-40]),
        lambda file: file.write_bytes(
            file.read_bytes().replace(b'"status": 0', b'"status": 1')
        ),
        lambda file: file.write_bytes(b""),
        lambda file: file.write_bytes(b"[" * 100_000),
        lambda file: file.parent.chmod(0o755),
    ],
    ids=["cut", "changed", "empty", "no answer", "open to others"],
)
def test_a_damaged_or_foreign_answer_is_ignored(reads, damage):
    first = ask()
    (file,) = kept_files()
    damage(file)
    assert ask() == first
    assert len(reads) == 2
    file.parent.chmod(0o700)


def test_nobody_else_can_read_an_answer():
    ask()
    (file,) = kept_files()
    assert [p.stat().st_mode & 0o777 for p in (file, file.parent)] == [0o600, 0o700]


def test_without_a_cache_nothing_is_kept_nor_found(reads, monkeypatch):
    ask(*ASK, "--no-cache")
    monkeypatch.setenv("LEDGERKIT_CACHE", "no")
    ask()
    assert kept_files() == []
    assert len(reads) == 2


def test_the_oldest_answers_go_first(monkeypatch):
    ask()
    (first,) = kept_files()
    monkeypatch.setattr(kept, "BYTES_MAX", first.stat().st_size * 5 // 2)
    os.utime(first, ns=(1, 1))
    ask("open-items")
    ask("documents")
    assert first not in kept_files()
    assert 1 <= len(kept_files()) <= 2


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_that_writes_is_never_answered_from_before(command):
    assert not warm.is_kept(arguments(command))

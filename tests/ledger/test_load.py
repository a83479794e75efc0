"""What can't be read in full is refused, by file and line."""

import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.conftest import SAMPLE_BOOKS

from ledgerkit.books import load as load_module
from ledgerkit.books.load import load_books, load_directives, loader
from ledgerkit.errors import UnreadableBooksError, WriteRefusedError
from ledgerkit.ledger.files import _check_divisions, check_ledger_files
from ledgerkit.ledger.loader import digest
from ledgerkit.ledger.trust import allow
from ledgerkit.ledger.writing.disk import DISK
from ledgerkit.ledger.writing.lock import LOCK_NAME, ledger_lock

pytestmark = pytest.mark.usefixtures("folder")
OPENS = "2026-01-01 open Assets:Receivable\n2026-01-01 open Income:Sales\n"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(name, text):
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def refusal(path):
    with pytest.raises(UnreadableBooksError) as caught:
        load_directives(path)
    return str(caught.value)


def messages(path):
    return [(f.place.lineno, f.message) for f in load_books(path).findings()]


@pytest.mark.parametrize("book", ["agency", "existing_ledger"])
def test_a_load_gives_exactly_what_bean_check_loads(book):
    path = SAMPLE_BOOKS / book / "main.beancount"
    ours = load_directives(path)
    directives, errors, options = loader.load_file(str(path))
    assert list(ours[0]) == directives
    assert list(ours[1]) == errors
    assert ours[2]["include"] == options["include"]
    assert ours[2]["input_hash"] == options["input_hash"]


def test_a_file_that_isnt_there_is_named():
    assert refusal("books.beancount") == "books.beancount: no such file or directory"


def test_an_empty_file_may_be_a_lost_one():
    write("books.beancount", "")
    assert refusal("books.beancount").startswith(
        "books.beancount:1: the file is empty; if it had a ledger in it, restore it"
    )


def test_an_empty_file_may_be_included():
    write("more.beancount", "")
    main = write("books.beancount", 'include "more.beancount"\n' + OPENS)
    assert messages(main) == []


def test_a_directory_is_no_ledger(folder):
    (folder / "books").mkdir()
    assert refusal("books") == "books is a directory; name the main ledger file in it"


def test_a_pipe_is_not_waited_for():
    os.mkfifo("pipe")
    assert refusal("pipe") == "pipe is not a regular file; save the ledger in one"
    write("books.beancount", OPENS + 'include "pi*"\n')
    assert refusal("books.beancount") == (
        "books.beancount:3: pipe is not a regular file; save the ledger in one"
    )


def test_an_included_directory_is_named_with_the_line(folder):
    (folder / "2025").mkdir()
    write("books.beancount", 'include "2025"\n')
    assert refusal("books.beancount") == (
        "books.beancount:1: 2025 is a directory;"
        ' include "2025/*.beancount" takes the files in it'
    )


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is forbidden to root")
def test_a_file_that_may_not_be_read_is_named():
    write("secret.beancount", OPENS).chmod(0)
    write("books.beancount", '\ninclude "secret.beancount"\n')
    assert refusal("books.beancount") == (
        "books.beancount:2: secret.beancount: permission denied"
    )


def test_a_disk_that_refuses_is_one_sentence(monkeypatch):
    def refuse(_path):
        raise PermissionError(13, "Permission denied")

    write("books.beancount", OPENS)
    monkeypatch.setattr(Path, "read_bytes", refuse)
    assert refusal("books.beancount") == "books.beancount: permission denied"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b'\n2026-01-01 event "a" "Caf\xe9"\n', "2: byte 0xE9 is not UTF-8;"),
        (b"\n\n\0", "3: holds a NUL byte;"),
        (b"\xef\xbb\xbf; text\n", "1: begins with a byte order mark,"),
    ],
)
def test_bytes_that_beancount_would_drop_are_named(content, reason):
    Path("more.beancount").write_bytes(content)
    assert refusal("more.beancount").startswith(f"more.beancount:{reason}")
    write("books.beancount", 'include "more.beancount"\n')
    assert refusal("books.beancount").startswith(f"more.beancount:{reason}")


@pytest.mark.parametrize("amount", ["1/0", "1 / 0.00", "(1 + 2) / 0", "5/00"])
def test_a_division_by_zero_would_crash_beancount(amount):
    text = f'{OPENS}2026-01-02 * "x"\n  Assets:Receivable  {amount} EUR\n'
    write("books.beancount", text)
    assert refusal("books.beancount") == (
        "books.beancount:4: divides by zero; correct the amount"
    )


def test_beancount_still_crashes_at_a_division_by_zero():
    """When this fails, the check above has had its day."""
    text = OPENS + '2026-01-02 * "x"\n  Assets:Receivable  1/0 EUR\n  Income:Sales\n'
    path = write("books.beancount", text)
    code = f"from beancount import loader; loader.load_file({str(path)!r})"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, check=False
    )
    assert done.returncode < 0


@pytest.mark.parametrize(
    "line",
    [
        '2026/01/02 * "24/0 or 1 / 0" "half of 3/0"',
        '2026-01-02 * "x" ^INV/0 #a/0',
        '2026-01-02 * "x" "two\n lines of 1/0\n text"',
        '2026-01-02 * "x" ; 1/0',
        ';; 1/0, said nobody: "\n2026-01-02 * "x"',
        '2026-01-02 * "\\" 1/0"',
        '2026-01-02 * "x"\n  half: 1/0.5',
    ],
)
def test_a_zero_after_a_slash_may_divide_nothing(line):
    text = f"{OPENS}{line}\n  Assets:Receivable  5/01 EUR\n  Income:Sales\n"
    directives, _errors, _options = load_directives(write("books.beancount", text))
    assert directives[-1].postings[0].units.number == 5


@given(st.text(alphabet='/0 .5"\n;aA:^\\', max_size=30))
def test_what_we_pass_never_crashes_the_check(text):
    with suppress(UnreadableBooksError):
        _check_divisions(Path("x"), text.encode())


@pytest.mark.parametrize(
    "amount", ["9" * 30 + ".00", "1." + "1" * 40, ",".join(["999"] * 10) + ".00"]
)
def test_a_number_beyond_all_reckoning_is_named_by_line(amount):
    text = (
        f'{OPENS}2026-01-02 * "x"\n  Assets:Receivable  {amount} EUR\n  Income:Sales\n'
    )
    write("books.beancount", text)
    assert refusal("books.beancount").startswith("books.beancount:4: a number of ")


def test_two_million_digits_are_read_in_no_time():
    text = f'{OPENS}2026-01-02 * "x"\n  Assets:Receivable  {"9" * 2_000_000} EUR\n'
    path = write("books.beancount", text)
    (line, message), *_rest = messages(path)
    assert line == 4
    assert len(message) < 500


def test_brackets_too_deep_for_the_parser_are_one_sentence():
    write("books.beancount", f"{OPENS}2026-01-02 price A {'(' * 20000}1 EUR\n")
    reason = refusal("books.beancount")
    assert reason.startswith(
        "books.beancount: Beancount can't load these books (Memory"
    )
    assert "\n" not in reason


def test_a_plugin_that_fails_when_it_is_imported_is_one_sentence(folder, monkeypatch):
    write("broken_plugin.py", "1 / 0\n")
    monkeypatch.syspath_prepend(str(folder))
    write("books.beancount", 'plugin "broken_plugin"\n')
    allow([folder])
    assert "(ZeroDivisionError: division by zero)" in refusal("books.beancount")


def test_thousands_of_files_in_a_row_are_no_matter():
    for number in range(1500):
        write(f"{number}.beancount", f'include "{number + 1}.beancount"\n')
    write("1500.beancount", OPENS)
    assert messages("0.beancount") == []
    assert len(check_ledger_files(Path("0.beancount"))) == 1501


def test_files_are_named_as_the_main_one_is():
    write("books/main.beancount", 'include "sub/*.beancount"\n')
    write("books/sub/a.beancount", "")
    assert check_ledger_files(Path("books/main.beancount")) == [
        Path("books/main.beancount"),
        Path("books/sub/a.beancount"),
    ]


def test_an_include_is_relative_to_a_link_as_it_is_for_bean_check(folder):
    write("elsewhere/main.beancount", 'include "more.beancount"\n')
    write("more.beancount", OPENS)
    Path("main.beancount").symlink_to("elsewhere/main.beancount")
    _directives, errors, options = load_directives("main.beancount")
    assert errors == []
    assert options["filename"] == str(folder / "main.beancount")


def test_an_encrypted_file_is_left_to_beancount():
    Path("more.beancount.gpg").write_bytes(b"\x85\x01\x0c\x03\xff\0")
    main = write("books.beancount", 'include "more.beancount.gpg"\n' + OPENS)
    assert check_ledger_files(main)[1] == Path("more.beancount.gpg")


def test_a_missing_include_is_an_error_where_it_is_written():
    path = write("books.beancount", f'{OPENS}\n  include "20*.beancount"\n')
    assert (4, 'include "20*.beancount": there is no such file; correct the name') in (
        messages(path)
    )


def test_a_file_included_twice_is_an_error_at_the_second_line():
    write("more.beancount", "")
    line = 'include "more.beancount"\n'
    path = write("books.beancount", OPENS + line + line)
    reason = "more.beancount is part of the books already; take one include of it out"
    assert messages(path) == [(4, reason)]


def test_each_of_two_circles_has_a_place_of_its_own():
    back = '\ninclude "books.beancount"\n'
    write("a.beancount", back)
    write("b.beancount", f"\n{back}")
    path = write("books.beancount", 'include "a.beancount"\ninclude "b.beancount"\n')
    found = load_books(path).findings()
    assert [(Path(f.place.filename).name, f.place.lineno) for f in found] == [
        ("a.beancount", 2),
        ("b.beancount", 3),
    ]


def test_a_link_that_leads_nowhere_is_an_error_at_its_include(folder):
    Path("more.beancount").symlink_to("nowhere")
    path = write("books.beancount", 'include "more.beancount"\n')
    there = folder / "more.beancount"
    assert messages(path) == [(1, f"{there} is a link that leads nowhere; mend it")]


def test_a_plugin_that_fails_has_a_line_and_no_traceback(folder, monkeypatch):
    write(
        "failing_plugin.py",
        "__plugins__ = ['fail']\ndef fail(*_args):\n    raise KeyError('x')\n",
    )
    monkeypatch.syspath_prepend(str(folder))
    path = write("books.beancount", '\nplugin "failing_plugin"\n')
    allow([folder])
    reason = "failed (KeyError: 'x'); report it to its authors"
    assert messages(path) == [(2, f'plugin "failing_plugin" {reason}')]


def test_the_pickle_cache_is_never_used():
    assert os.environ["BEANCOUNT_DISABLE_LOAD_CACHE"]
    assert "load_file" not in Path(load_module.__file__).read_text("utf-8")


def test_books_that_are_saved_while_they_are_read_are_read_again(tmp_path, monkeypatch):
    """What is remembered of a load is the text that was loaded, and no later one."""
    path = tmp_path / "main.beancount"
    path.write_text("2026-01-01 open Assets:Bank\n")
    really, saved = loader._load, []

    def load_while_somebody_saves(*arguments):
        found = really(*arguments)
        if not saved:
            saved.append(path.write_text("2026-01-01 open Assets:Cash\n"))
        return found

    monkeypatch.setattr(loader, "_load", load_while_somebody_saves)
    books = load_books(path)
    assert [open_.account for open_ in books.directives] == ["Assets:Cash"]
    assert books.digests == {path: digest(path.read_bytes())}


def test_programs_that_write_without_a_pause_wait_for_whoever_reads(
    tmp_path, monkeypatch
):
    path = tmp_path / "main.beancount"
    path.write_text("2026-01-01 open Assets:Bank\n")
    really, loads = loader._load, []

    def load_while_another_program_writes(*arguments):
        loads.append(really(*arguments))
        with suppress(WriteRefusedError), ledger_lock(tmp_path, timeout=0, disk=DISK):
            path.write_text(path.read_text() + "\n")
        return loads[-1]

    monkeypatch.setattr(loader, "_load", load_while_another_program_writes)
    books = load_books(path)
    assert len(loads) == 2
    assert books.digests == {path: digest(path.read_bytes())}


def test_a_folder_without_a_lock_file_is_read_all_the_same(tmp_path, monkeypatch):
    """A folder that may only be read has books that an editor saves."""
    path = tmp_path / "main.beancount"
    path.write_text("2026-01-01 open Assets:Bank\n")
    (tmp_path / LOCK_NAME).mkdir()
    really, saved = loader._load, []

    def load_while_somebody_saves(*arguments):
        found = really(*arguments)
        if not saved:
            saved.append(path.write_text("2026-01-01 open Assets:Cash\n"))
        return found

    monkeypatch.setattr(loader, "_load", load_while_somebody_saves)
    assert [open_.account for open_ in load_books(path).directives] == ["Assets:Cash"]


def test_books_that_never_stop_changing_are_refused_in_a_sentence(
    tmp_path, monkeypatch
):
    path = tmp_path / "main.beancount"
    path.write_text("2026-01-01 open Assets:Bank\n")
    really = loader._load

    def load_while_somebody_saves(*arguments):
        found = really(*arguments)
        path.write_text(path.read_text() + "\n")
        return found

    monkeypatch.setattr(loader, "_load", load_while_somebody_saves)
    with pytest.raises(UnreadableBooksError, match="saved 5 times while it was being"):
        load_books(path)

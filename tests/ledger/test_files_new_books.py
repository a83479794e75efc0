"""The new books are read before they are written, and must be what was wanted."""

from __future__ import annotations

import pickle
import shutil
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from beancount import loader
from beancount.core.amount import Amount
from beancount.core.data import Note, Open, Posting, Transaction, new_metadata
from beancount.core.position import Cost
from beancount.parser import printer

from ledgerkit.books.load import load_books
from ledgerkit.errors import WriteRefusedError
from ledgerkit.ledger.loader import load_unpublished
from ledgerkit.ledger.writing.check import first_new_error
from ledgerkit.ledger.writing.writer import (
    BooksWriter,
    LoadedFiles,
    append,
    insert,
    splice_append,
    write_books,
)

SAMPLE_BOOKS = Path(__file__).parents[2] / "sample_books"
MAIN = """\
2026-01-01 open Assets:Bank EUR
2026-01-01 open Assets:Shares ACME
2026-01-01 open Income:Sales EUR

2026-01-10 * "Acme" "Sale"
  Assets:Bank     100.00 EUR
  Income:Sales   -100.00 EUR
"""
FAILING = "\n2026-01-20 balance Assets:Bank  150.00 EUR\n"


@pytest.fixture
def main(tmp_path: Path) -> Path:
    path = tmp_path / "main.beancount"
    path.write_text(MAIN)
    return path


def refusal(main: Path, text: str, **options: Any) -> str:
    before = main.read_bytes()
    with pytest.raises(WriteRefusedError) as refused:
        write_books(main, {main: append(text)}, **options)
    assert main.read_bytes() == before
    assert not list(main.parent.glob("*.lktmp"))
    return str(refused.value)


def test_books_that_would_gain_an_error_are_not_written(main: Path) -> None:
    text = '2026-02-01 * "Acme"\n  Assets:Bnak  1.00 EUR\n  Income:Sales'
    assert refusal(main, text) == (
        f"{main}:9: Invalid reference to unknown account 'Assets:Bnak'"
    )
    assert refusal(main, 'xyz "').startswith(f"{main}:9: ")


def test_an_error_that_an_added_directive_causes_elsewhere_is_named_there(
    main: Path,
) -> None:
    main.write_text(MAIN + FAILING.replace("150", "100"))
    assert refusal(main, sale("5.00")).startswith(f"{main}:9: Balance failed for")


def sale(amount: str, day: str = "2026-01-15") -> str:
    return (
        f'{day} * "Acme" "Sale"\n'
        f"  Assets:Bank     {amount} EUR\n  Income:Sales   -{amount} EUR\n"
    )


def test_books_with_errors_can_be_written_to_while_none_is_new(main: Path) -> None:
    main.write_text(MAIN + '\n2026-01-11 note Assets:Gone "1"\n')
    write_books(main, {main: append(sale("5.00"))})
    assert '"Sale"\n  Assets:Bank     5.00' in main.read_text()
    assert "Assets:Gone" in refusal(main, '2026-01-11 note Assets:Gone "2"')


def test_a_balance_that_already_fails_may_fail_by_another_amount(main: Path) -> None:
    main.write_text(MAIN + FAILING)
    write_books(main, {main: append(sale("20.00"))})
    second = "2026-01-21 balance Assets:Bank  150.00 EUR"
    assert refusal(main, second).startswith(f"{main}:15: Balance failed for")
    # Too much, where it was too little before: the same assertion still.
    write_books(main, {main: append(sale("100.00"))})


def test_an_error_may_move_to_another_line(main: Path) -> None:
    # A failed balance: on what Beancount can't read nothing is written at all.
    main.write_text(MAIN + "\n2026-01-09 balance Assets:Bank  7.00 EUR\n")
    write_books(main, {main: insert("; first", before_line=1)})
    assert main.read_text().startswith("; first\n2026-01-01 open")


def test_an_error_about_no_directive_is_known_by_its_words_not_figures() -> None:
    def error(message: str, line: int) -> loader.LoadError:
        return loader.LoadError(new_metadata("main.beancount", line), message)

    old = [error("Receivable differs by 100.00 EUR", 1)]
    assert first_new_error(old, [error("Receivable differs by 80.00 EUR", 7)]) is None
    payable = error("Payable differs by 100.00 EUR", 1)
    assert first_new_error(old, [*old, payable]) is payable
    again = error("Receivable differs by 20.00 EUR", 9)
    assert first_new_error(old, [*old, again]) is again
    assert first_new_error(old, []) is None


def test_a_text_on_which_beancount_itself_fails_is_refused(main: Path) -> None:
    text = f'2026-02-01 * "Acme"\n  Assets:Bank  {"1" * 30}.00 EUR\n  Income:Sales'
    assert refusal(main, text) == (
        f"{main}: Beancount fails on the new books with InvalidOperation; nothing was"
        " written"
    )


def test_a_directive_that_the_new_text_lacks_is_named(main: Path) -> None:
    old, new = '"Acme" "Sale"', '"Acme" "Sales"'
    with pytest.raises(WriteRefusedError) as refused:
        write_books(main, {main: lambda text: text.replace(old.encode(), new.encode())})
    assert str(refused.value) == (
        f"{main}:5: the transaction of 2026-01-10 would be lost or changed; nothing"
        " was written"
    )
    assert main.read_text() == MAIN


def test_metadata_may_be_added_to_a_directive_that_stands(main: Path) -> None:
    line = insert('  bank-ref: "1"', before_line=7, above=MAIN.splitlines()[5])
    write_books(main, {main: line}, expected=[])
    assert main.read_text().splitlines()[6] == '  bank-ref: "1"'


def test_a_directive_may_move_from_one_file_to_another(main: Path) -> None:
    other = main.parent / "other.beancount"
    main.write_text(MAIN + '\n2026-01-02 note Assets:Bank "moves"\n')

    def without(old: bytes) -> bytes:
        return old.replace(
            b'2026-01-02 note Assets:Bank "moves"',
            b'include "other.beancount"; moved!!!',
        )

    note = '2026-01-02 note Assets:Bank "moves"'
    write_books(main, {other: append(note), main: without}, expected=[])
    assert other.read_text() == note + "\n"


NOTE = Note({}, date(2026, 3, 1), "Assets:Bank", "wanted", None, None)
SALE = Transaction(
    {},
    date(2026, 3, 1),
    "*",
    "Acme",
    "Sale",
    frozenset(),
    frozenset({"INV-1"}),
    [
        Posting("Assets:Bank", Amount(Decimal(100), "EUR"), None, None, None, {}),
        Posting("Income:Sales", Amount(Decimal(-100), "EUR"), None, None, None, {}),
    ],
)
PURCHASE = SALE._replace(
    postings=[
        Posting(
            "Assets:Shares",
            Amount(Decimal(2), "ACME"),
            Cost(Decimal("7.50"), "EUR", date(2026, 3, 1), None),
            None,
            None,
            None,
        ),
        Posting("Assets:Bank", None, None, None, None, None),
    ]
)
OPEN = Open({}, date(2026, 3, 1), "Assets:Cash", [], None)


@pytest.mark.parametrize("directive", [NOTE, SALE, PURCHASE, OPEN])
def test_exactly_the_expected_directives_are_added(main: Path, directive: Any) -> None:
    text = printer.format_entry(directive)
    write_books(main, {main: append(text)}, expected=[directive])
    assert text.rstrip().encode() in main.read_bytes()
    if directive is not OPEN:
        write_books(main, {main: append(text * 2)}, expected=[directive, directive])


def test_a_hundred_is_expected_and_a_hundred_point_nought_nought_will_do(
    main: Path,
) -> None:
    text = printer.format_entry(SALE).replace("100 EUR", "100.00 EUR")
    assert "100.00 EUR" in text
    write_books(main, {main: append(text)}, expected=[SALE])


@pytest.mark.parametrize(
    ("text", "expected", "message"),
    [
        (
            printer.format_entry(NOTE) + '2026-03-02 note Assets:Bank "smuggled"\n',
            [NOTE],
            "{main}:10: the new text would also add a note of 2026-03-02",
        ),
        (
            printer.format_entry(NOTE),
            [NOTE, SALE],
            "{main}: the transaction of 2026-03-01 would not be read as it was meant",
        ),
        (
            printer.format_entry(NOTE),
            [NOTE, NOTE],
            "{main}: the note of 2026-03-01 would not be read as it was meant",
        ),
        (
            printer.format_entry(SALE).replace("100", "101"),
            [SALE],
            "{main}:9: the new text would also add a transaction of 2026-03-01",
        ),
    ],
)
def test_anything_but_the_expected_directives_is_refused(
    main: Path, text: str, expected: list[Any], message: str
) -> None:
    assert refusal(main, text, expected=expected) == (
        message.format(main=main) + "; nothing was written"
    )


def test_what_plugins_make_of_the_text_is_neither_lost_nor_unwanted(
    main: Path,
) -> None:
    head = 'plugin "beancount.plugins.implicit_prices"\n'
    pad = "2026-01-01 open Equity:Open\n2026-01-02 pad Assets:Bank Equity:Open\n"
    main.write_text(head + MAIN + pad + FAILING)
    # The pad shrinks by 20 EUR, and the purchase brings a price.
    write_books(main, {main: append(sale("20.00"))})
    text = printer.format_entry(PURCHASE)
    write_books(main, {main: append(text)}, expected=[PURCHASE])


@pytest.mark.parametrize(
    ("include", "name"),
    [
        ("journal/2027.beancount", "journal/2027.beancount"),
        ("journal/*.beancount", "journal/2027.beancount"),
        ("**/*.beancount", "journal/deep/2027.beancount"),
        ("journal/../j*/202[67].bean*", "journal/2027.beancount"),
        ("{folder}/journal/2027.beancount", "journal/2027.beancount"),
    ],
)
def test_a_new_file_counts_when_the_books_include_its_name(
    main: Path, include: str, name: str
) -> None:
    main.write_text(MAIN + f'include "{include.format(folder=main.parent)}"\n')
    new = main.parent / name
    new.parent.mkdir(parents=True)
    write_books(main, {new: append(printer.format_entry(NOTE))}, expected=[NOTE])
    entries, _errors, _options = loader.load_file(str(main))
    assert [e.comment for e in entries if isinstance(e, Note)] == ["wanted"]


@pytest.mark.parametrize(
    ("include", "name"),
    [
        ("journal/2026.beancount", "journal/2027.beancount"),
        ("journal/*.beancount", "new.beancount"),
        ("journal/*.beancount", "journal/.hidden.beancount"),
        ("journal/*.beancount", "journal/deep/2027.beancount"),
        ("journal/**/*.beancount", "journal/.deep/2027.beancount"),
    ],
)
def test_a_ledger_file_that_the_books_do_not_include_is_refused(
    main: Path, include: str, name: str
) -> None:
    old = main.parent / "journal" / "2026.beancount"
    old.parent.mkdir()
    old.write_text("; nothing yet")
    main.write_text(MAIN + f'include "{include}"\n')
    new = main.parent / name
    new.parent.mkdir(exist_ok=True)
    with pytest.raises(WriteRefusedError) as refused:
        write_books(main, {new: append(printer.format_entry(NOTE))})
    assert str(refused.value) == (
        f"{new}: is not part of the books, so nothing written there would count;"
        f" include it in {main}"
    )
    assert not new.exists()


def test_a_file_that_is_no_ledger_is_written_without_being_read(main: Path) -> None:
    digests = main.parent / "2026-Q1.digests"
    write_books(main, {digests: append("not beancount"), main: append(sale("1.00"))})
    assert digests.read_text() == "not beancount\n"


def test_a_text_that_is_not_checked_is_written_as_it_is(main: Path) -> None:
    write_books(main, {main: append("nonsense")}, verify=False)
    assert main.read_text() == MAIN + "\nnonsense\n"


@pytest.mark.parametrize(
    "book", sorted(p.parent.name for p in SAMPLE_BOOKS.glob("*/main.beancount"))
)
def test_unpublished_books_load_as_the_published_ones_do(
    tmp_path: Path, book: str
) -> None:
    folder = tmp_path / "books"
    shutil.copytree(SAMPLE_BOOKS / book, folder)
    main = folder / "main.beancount"
    new = splice_append(main.read_bytes(), 'nonsense\n2026-01-01 note Assets:X "y"')
    unpublished = load_unpublished(main, {main: new})
    main.write_bytes(new)
    _entries, errors, options = loader._load([(str(main), True)], None, None, None)
    assert len(errors) >= 2
    assert [(e.source, e.message, e.entry) for e in unpublished.errors] == [
        (e.source, e.message, e.entry) for e in errors
    ]
    assert sorted(map(str, unpublished.digests)) == options["include"]


def _known(main: Path, errors: list[Any] | None = None) -> LoadedFiles:
    known = LoadedFiles.of(load_books(main))
    return known if errors is None else replace(known, errors=errors)


def test_books_that_the_caller_has_loaded_are_not_loaded_again(main: Path) -> None:
    main.write_text(MAIN + FAILING)
    # Known to have no error, which is not so: the error seems to be new.
    writer = BooksWriter(main=main, known=_known(main, []))
    with pytest.raises(WriteRefusedError, match="Balance failed"):
        writer.write({main: append(sale("5.00"))})
    BooksWriter(main=main, known=_known(main)).write({main: append(sale("5.00"))})


def test_books_that_have_changed_since_the_caller_loaded_them_are_loaded(
    main: Path,
) -> None:
    known = _known(main)
    main.write_text(MAIN + FAILING)
    BooksWriter(main=main, known=known).write({main: append(sale("5.00"))})
    assert "5.00 EUR" in main.read_text()


class Trap:
    def __reduce__(self) -> Any:
        return Path.touch, (Path("sprung"),)


def test_no_pickle_beside_the_ledger_is_ever_read(
    main: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(main.parent)
    cache = main.parent / ".main.beancount.picklecache"
    cache.write_bytes(pickle.dumps(Trap()))
    write_books(main, {main: append(sale("5.00"))})
    assert not Path("sprung").exists()
    assert cache.exists()

"""``ledgerkit import clients``: address books of other programs into the books."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ledgerkit.books.clients.ids import declared_ids
from ledgerkit.cli.clients.write import on_option
from ledgerkit.cli.completion import completed
from ledgerkit.cli.imports.options import (
    decimal_mark_of,
    decimal_mark_option,
    delimiter_of,
    table_options,
)
from ledgerkit.cli.options import (
    EFFECTIVE_DATE_HELP,
    SKIP_BAD_HELP,
    file_option,
    load_for_command,
    write_options,
)
from ledgerkit.cli.show import shown_file
from ledgerkit.cli.write import WriteOptions, known_books, write_change
from ledgerkit.entries.clients.address_book import AddressBookChange
from ledgerkit.errors import LedgerkitError, UsageError
from ledgerkit.importers.address_book.columns import parse_columns
from ledgerkit.importers.address_book.heading_words import ADDRESS_WORDS
from ledgerkit.importers.address_book.read import (
    ADDRESS_BOOK_BYTES_MAX,
    AddressReading,
    read_address_book,
)
from ledgerkit.importers.tables.date_format import known_date_format
from ledgerkit.language.word import On
from ledgerkit.parties.party import PartyRole
from ledgerkit.text.untrusted import visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from ledgerkit.clients.records.address_entry import AddressBook, AddressEntry
    from ledgerkit.entries.clients.address_book import PlannedAddresses

_PATH = click.Path(path_type=Path)
_MANY = {On.CLIENT: "clients", On.CONTACT: "contacts"}


@click.command("clients")
@click.argument("files", nargs=-1, required=True, type=_PATH, metavar="FILE…")
@partial(file_option, more=("--into",))
@on_option(EFFECTIVE_DATE_HELP)
@click.option(
    "--update",
    is_flag=True,
    help="Change clients and people already there, where FILE says more or otherwise",
)
@click.option(
    "--client",
    help="Client of people for whom FILE names no company: id or name",
    shell_complete=completed(lambda books: declared_ids(books, On.CLIENT)),
)
@click.option(
    "--column",
    "columns",
    multiple=True,
    metavar="KEY=HEADER",
    help="Column of a table for a key: its header or #3, or nothing to leave the key"
    " out"
    " (default: recognised by its usual words); repeatable",
    shell_complete=lambda _context, _option, begun: [
        f"{key}=" for key in ADDRESS_WORDS if key.startswith(begun)
    ],
)
@table_options
@decimal_mark_option
@click.option("--skip-bad", is_flag=True, help=SKIP_BAD_HELP)
@write_options
def import_clients_command(  # noqa: PLR0913 - click hands over each option
    files: Sequence[Path],
    file: Path | None,
    *,
    day: date,
    update: bool,
    client: str | None,
    columns: Sequence[str],
    date_format: str | None,
    decimal_mark: str | None,
    delimiter: str | None,
    encoding: str | None,
    skip_bad: bool,
    into: Path | None,
    yes: bool,
    dry_run: bool,
) -> None:
    """Import clients and people from address books: vCards and CSV.

    Those already in the books are recognised by VAT number, name and company, e-mail
    or telephone, and not added again. Shows the change and asks.

    Every argument is a FILE: name the ledger with -f.
    """
    books = load_for_command(None, file)
    currencies = books.options["operating_currency"]
    reading = AddressReading(
        columns=parse_columns(columns),
        encoding=encoding,
        delimiter=delimiter_of(delimiter),
        date_format=known_date_format(date_format) if date_format else None,
        decimal_mark=decimal_mark_of(decimal_mark),
        currency=currencies[0] if len(currencies) == 1 else None,
    )
    read = [_read(path, reading) for path in files]
    client = books.find_party(PartyRole.CLIENT, client) if client else None
    change = AddressBookChange(
        books,
        [_at(client, entry) for book in read for entry in book.entries],
        day=day,
        update=update,
        known=known_books(books),
        into=into,
    )
    _tell(read, change.planned, [] if client else _of_nobody(read))
    problems = [p for book in read for p in book.problems] + [*change.planned.problems]
    if problems and not skip_bad:
        raise UsageError(
            f"{len(problems)} thing{'s'[: len(problems) != 1]} can't be taken over, so"
            " nothing was written; correct them, or leave them out with --skip-bad"
        )
    if not change.planned.directives:
        click.echo("Nothing is new.")
        return
    writing = WriteOptions(into=into, yes=yes, dry_run=dry_run)
    try:
        if write_change(change, writing):
            click.echo(visible(_done(change)))
    except LedgerkitError as error:
        # Names come from the file, and from anybody.
        raise type(error)(visible(str(error))) from error


def _read(path: Path, reading: AddressReading) -> AddressBook:
    with path.open("rb") as stream:
        data = stream.read(ADDRESS_BOOK_BYTES_MAX + 1)
    return read_address_book(data, str(path), reading)


def _at(client: str | None, entry: AddressEntry) -> AddressEntry:
    """An entry; a person without a company is put at the client."""
    if client is None or entry.company or not entry.is_person:
        return entry
    return replace(entry, company=client)


def _of_nobody(read: Sequence[AddressBook]) -> Sequence[AddressEntry]:
    """The people without a company."""
    entries = [entry for book in read for entry in book.entries]
    return [entry for entry in entries if entry.is_person and not entry.company]


def _tell(
    read: Sequence[AddressBook],
    planned: PlannedAddresses,
    of_nobody: Sequence[AddressEntry],
) -> None:
    """Print what the files come to, on standard error."""
    unread: Counter[str] = Counter()
    for entry in of_nobody:
        unread.update(f"{key} of no company" for key in entry.company_facts)
    problems = [*planned.problems]
    for book in read:
        unread.update(book.unread)
        problems += book.problems
        taken = [f"{k}={h}" for k, h in book.columns.items() if k != h]
        if taken:
            click.echo(visible(f"Columns: {', '.join(taken)}."), err=True)
    in_order = sorted(problems, key=lambda problem: (problem.file, problem.line))
    lines = [*map(str, in_order), *_differences(planned)]
    if unread:
        told = ", ".join(f"{what} ({count})" for what, count in sorted(unread.items()))
        remedy = "; --column KEY=HEADER names one" if "column" in told else ""
        lines.append(f"Not taken over: {told}{remedy}.")
    if of_nobody:
        count = len(of_nobody)
        have = "people have" if count > 1 else "person has"
        lines.append(f"{count} {have} no company; --client says whose they are.")
    for line in filter(None, (*lines, _summary(planned))):
        click.echo(visible(line), err=True)


def _differences(planned: PlannedAddresses) -> Iterator[str]:
    yield from map(str, planned.differences)
    if planned.differences:
        yield "What is there stays as it is; --update takes the above over."


def _summary(planned: PlannedAddresses) -> str:
    words = [f"{_counted(planned.new)} new"] if planned.new else []
    if planned.amended:
        words.append(f"{_counted(planned.amended)} changed")
    if planned.there:
        words.append(f"{planned.there} in the books already")
    return ", ".join(words) + "." * bool(words)


def _counted(counts: Mapping[On, int]) -> str:
    words = [
        f"{count} {_MANY[on] if count != 1 else on.value}"
        for on, count in sorted(counts.items())
    ]
    return " and ".join(words)


def _done(change: AddressBookChange) -> str:
    planned = change.planned
    total = Counter(planned.new) + Counter(planned.amended)
    where = " and ".join(shown_file(str(path)) for path in change.files)
    return f"Wrote {_counted(total)} to {where}."

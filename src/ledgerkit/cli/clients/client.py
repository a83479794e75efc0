"""``ledgerkit client``: a client on one page, and its records."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from ledgerkit.books.clients.agenda import read_agenda
from ledgerkit.cli.clients.forget import forget_command
from ledgerkit.cli.clients.write import edit_command, new_relation_command
from ledgerkit.cli.noun import Noun
from ledgerkit.cli.options import (
    as_of_option,
    books_options,
    confirm_options,
    load_for_command,
    output_option,
)
from ledgerkit.cli.report_command import made
from ledgerkit.cli.reports import GROUPED_REPORTS
from ledgerkit.cli.show import write_bytes
from ledgerkit.cli.write import WriteOptions, write_change
from ledgerkit.clients.records.record import RecordKind
from ledgerkit.entries.clients.rename import merge_clients, rename_client
from ledgerkit.errors import LedgerkitError
from ledgerkit.exporters.as_icalendar import render_calendar
from ledgerkit.exporters.as_vcard import client_cards, contact_cards
from ledgerkit.exporters.formats import render_csv
from ledgerkit.language.word import On
from ledgerkit.parties.party import PartyRole
from ledgerkit.text.untrusted import visible

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date
    from pathlib import Path

    from ledgerkit.api import LedgerBooks
    from ledgerkit.entries.rewrite_books import BooksRewrite


_VERSIONS = {"vcard": "3.0", "vcard4": "4.0"}


@click.command("export")
@books_options
@as_of_option
@click.option(
    "--as",
    "form",
    type=click.Choice([*_VERSIONS, "csv", "ics"]),
    default="vcard",
    show_default=True,
    help="Format: vcard (3.0), vcard4 or csv of clients and people, ics of tasks and"
    " the"
    " agenda",
)
@click.option(
    "--domain",
    default="ledgerkit.invalid",
    show_default=True,
    help="Domain after the @ of each id, so that no other program makes the same",
)
@output_option
def export_clients_command(  # noqa: PLR0913 - click hands over each option
    books: Path | None,
    file: Path | None,
    *,
    as_of: date,
    form: str,
    domain: str,
    output: Path | None,
) -> None:
    """Write clients and people as an address book, or the agenda as a calendar."""
    loaded = load_for_command(books, file)
    write_bytes(exported(loaded, form, as_of, domain), output)


def exported(books: LedgerBooks, form: str, as_of: date, domain: str) -> bytes:
    """The file of a form: ``vcard``, ``vcard4``, ``csv`` or ``ics``."""
    if form == "csv":
        table = books.address_book(as_of=as_of)
        return render_csv(table).encode("utf-8", "backslashreplace")
    if form == "ics":
        tasks = books.relations.all(RecordKind.TASK, as_of)
        dates = [i for i in read_agenda(books, as_of) if i.kind != "task"]
        return render_calendar(tasks, dates, as_of=as_of, domain=domain)
    ids = books.directory.ids(PartyRole.CLIENT)
    clients = [books.directory.as_of(PartyRole.CLIENT, id_, as_of) for id_ in ids]
    names: dict[str, Any] = {client.id: client.legal_name for client in clients}
    people = [
        (person, ", ".join(names.get(client, client) for client in person.clients))
        for person in books.relations.all(RecordKind.CONTACT, as_of)
        if person.day("left") is None
    ]
    version = _VERSIONS[form]
    return client_cards(clients, version, domain) + contact_cards(
        people, version, domain
    )


@click.command("rename")
@click.argument("old")
@click.argument("new")
@books_options
@confirm_options
def rename_command(  # noqa: PLR0913 - click hands over each option
    old: str,
    new: str,
    books: Path | None,
    file: Path | None,
    *,
    yes: bool,
    dry_run: bool,
) -> None:
    """Rename client OLD to NEW in all files of the book; nothing else changes.

    Where payees or accounts use the old id, it becomes an alias.
    """
    _write(
        (books, file),
        lambda loaded: rename_client(loaded, old, new),
        WriteOptions(into=None, yes=yes, dry_run=dry_run),
        f"{old} is {new} now",
    )


@click.command("merge")
@click.argument("old", metavar="FROM")
@click.argument("into")
@books_options
@click.option(
    "--keep",
    type=click.Choice(["into", "from"]),
    help="Client whose value stays where the two differ (default: refuse)",
)
@confirm_options
def merge_command(  # noqa: PLR0913 - click hands over each option
    old: str,
    into: str,
    books: Path | None,
    file: Path | None,
    *,
    keep: str | None,
    yes: bool,
    dry_run: bool,
) -> None:
    """Merge client FROM into client INTO, which gets all that FROM has.

    Names of FROM become aliases of INTO, so that payees are recognised as before.
    """
    _write(
        (books, file),
        lambda loaded: merge_clients(loaded, old, into, keep=keep),
        WriteOptions(into=None, yes=yes, dry_run=dry_run),
        f"{old} is part of {into} now",
    )


def _write(
    where: tuple[Path | None, Path | None],
    plan: Callable[[LedgerBooks], BooksRewrite],
    writing: WriteOptions,
    done: str,
) -> None:
    books = load_for_command(*where)
    try:
        change = plan(books)
        written = write_change(change, writing)
    except LedgerkitError as error:
        raise type(error)(visible(str(error))) from error
    if written:
        count = len(change.changed)
        click.echo(f"{done}: {count} file{'s'[: count != 1]} changed.")


@click.group("client", cls=Noun)
def client_command() -> None:
    """Show a client on one page, and keep client records."""


client_command.add_command(
    new_relation_command(
        On.CLIENT, "Declare a client, with the ID that the ledger uses and a NAME."
    )
)


client_command.add_command(
    edit_command(
        On.CLIENT,
        "Change client ID by the options given; an empty value clears its key.",
    )
)


client_command.add_command(made("show", GROUPED_REPORTS["client", "show"]))


client_command.add_command(forget_command)


client_command.add_command(rename_command)


client_command.add_command(merge_command)


client_command.add_command(export_clients_command)

"""``ledgerkit client export``: clients, people and tasks for other programs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ledgerkit.books.clients.agenda import read_agenda
from ledgerkit.cli.options import as_of_option, books_options, load_books
from ledgerkit.cli.show import write_bytes
from ledgerkit.clients.records.record import RecordKind
from ledgerkit.exporters.as_csv import render_csv
from ledgerkit.exporters.as_icalendar import render_calendar
from ledgerkit.exporters.as_vcard import client_cards, contact_cards
from ledgerkit.parties.party import PartyRole

if TYPE_CHECKING:
    from datetime import date

    from ledgerkit.api import LedgerBooks

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
    help="vcard (3.0), vcard4 or csv for clients and people, ics for tasks and the"
    " agenda.",
)
@click.option(
    "--domain",
    default="ledgerkit.invalid",
    show_default=True,
    help="Stands after the @ of each id, so that it is the world's only one.",
)
@click.option(
    "--output",
    "-o",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write to this file instead of the terminal.",
)
def export_command(  # noqa: PLR0913 - click hands over each option
    books: Path | None,
    file: Path | None,
    *,
    as_of: date,
    form: str,
    domain: str,
    output: Path | None,
) -> None:
    """Write clients and people as an address book, or the agenda as a calendar."""
    loaded = load_books(books, file)
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
        (person, names.get(person.text("client"), person.text("client")))
        for person in books.relations.all(RecordKind.CONTACT, as_of)
        if person.day("left") is None
    ]
    version = _VERSIONS[form]
    return client_cards(clients, version, domain) + contact_cards(
        people, version, domain
    )

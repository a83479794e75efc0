"""``ledgerkit statement``: statements of account, to look at and to send."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ledgerkit.cli.mail.options import (
    Posting,
    how_posted,
    posting_options,
    send_option,
    writing_of,
)
from ledgerkit.cli.mail.post import Paper, post
from ledgerkit.cli.options import (
    AS_OF_HELP,
    books_options,
    currency_option,
    load_for_command,
    locale_option,
    outputs_option,
    write_options,
)
from ledgerkit.cli.show import show, status_of, write_bytes
from ledgerkit.cli.typed_values import Day
from ledgerkit.cli.write import WriteOptions, known_books, to_usual_file
from ledgerkit.entries.kept_files import DocumentFolder, file_name
from ledgerkit.errors import LedgerkitError, UsageError
from ledgerkit.open_items.side import Side
from ledgerkit.parties.party import PartyRole
from ledgerkit.receivables.collection.statement import StatementKind
from ledgerkit.rendering.as_pdf import file_of
from ledgerkit.text.untrusted import visible

if TYPE_CHECKING:
    from datetime import date

    from ledgerkit.api import LedgerBooks
    from ledgerkit.receivables.collection.statement import ClientStatement

#: As the report they are a table; as a letter, a page to send.
_REPORTS, _LETTERS = ("text", "csv", "json"), ("html", "pdf")


@click.command("statement")
@click.argument("client", required=False)
@books_options
@click.option(
    "--kind",
    type=click.Choice([kind.value for kind in StatementKind]),
    default=StatementKind.OPEN_ITEM.value,
    show_default=True,
    help="Kind of statement: open items, or all of a period with a running balance or"
    " without one",
)
@click.option("--from", "since", type=Day(), help="First day of the period")
@click.option(
    "--as-of",
    "--until",
    "as_of",
    type=Day(),
    default="today",
    show_default=True,
    help=AS_OF_HELP,
)
@currency_option
@click.option(
    "--as",
    "as_",
    type=click.Choice([*_REPORTS, *_LETTERS]),
    help="Format: text, csv or json for us, html or pdf to send (default: as -o is"
    " named)",
)
@click.option("--all", "all_", is_flag=True, help="Write every client's into a folder")
@locale_option
@outputs_option
@send_option
@posting_options
@write_options
def statement_command(
    client: str | None, *, all_: bool, send: bool, **options: Any
) -> None:
    """Show CLIENT's statement of account: open items, or all of a period.

    CLIENT is an id, a name or an alias. As html or pdf the statement is a letter in the
    client's language, with its balance by age. With --all no CLIENT is given: there is
    a letter for each client with a balance, or with --from for each with transactions.
    With --send they become e-mails in the outbox, each sent once.
    """
    kind = StatementKind(options.pop("kind"))
    if kind is StatementKind.OPEN_ITEM and options["since"] is not None:
        raise UsageError(
            "--from begins a period; say --kind balance-forward or --kind activity"
        )
    how = how_posted(options, options["as_of"])
    writing = writing_of(options)
    if send:
        _send(client, kind, how, writing, all_=all_, **options)
        return
    if how != Posting(day=how.day) or any(writing.values()):
        raise UsageError("nothing is sent or written into the books without --send")
    if all_:
        _write_all(client, kind, **options)
        return
    if client is None:
        raise UsageError("name the CLIENT, or write --all -o FOLDER")
    books = load_for_command(options.pop("books"), options.pop("file"))
    _show_one(books, books.find_party(PartyRole.CLIENT, client), kind, **options)


def _send(  # noqa: PLR0913 - each is a choice of the person
    client: str | None,
    kind: StatementKind,
    how: Posting,
    writing: WriteOptions,
    *,
    all_: bool,
    books: Path | None,
    file: Path | None,
    as_: str | None,
    output: Path | None,
    locale: str | None,  # noqa: ARG001 - letters are written as their readers do
    **choices: Any,
) -> None:
    if output is not None or as_ in _REPORTS:
        raise UsageError("--send sends letters, as html or pdf; leave out -o")
    if (client is None) is not all_ and not (all_ and books is None):
        raise UsageError("name the CLIENT to send to, or say --all")
    main = books or (Path(client) if all_ and client else None)
    loaded = load_for_command(main, file)
    known = known_books(loaded)
    parties = (
        [party.id for party in loaded.parties(PartyRole.CLIENT, choices["as_of"])]
        if all_
        else [loaded.find_party(PartyRole.CLIENT, client or "")]
    )
    statements = [
        each
        for party in parties
        for each in _statements(loaded, party, kind, **choices)
    ]
    if not statements:
        click.echo("Nothing to send.", err=True)
    options = to_usual_file(loaded, writing, Side.RECEIVABLE)
    try:
        papers = [_paper(loaded, each, as_ or "html") for each in statements]
        post(loaded, papers, how, known=known, writing=options)
    except LedgerkitError as error:
        # Names and numbers come from the books.
        raise type(error)(visible(str(error))) from error


def _paper(books: LedgerBooks, statement: ClientStatement, as_: str) -> Paper:
    about = f"{statement.until} {statement.party} {statement.currency}"
    return Paper(
        about=about,
        kind="statement",
        number=about,
        day=statement.until,
        amount=statement.closing,
        currency=statement.currency,
        role=PartyRole.CLIENT,
        party=statement.party,
        name=f"{file_name(about)}.{as_}",
        content=_letter(books, statement, as_),
    )


def _show_one(  # noqa: PLR0913 - each is a choice of the person
    books: LedgerBooks,
    client: str,
    kind: StatementKind,
    *,
    as_: str | None,
    output: Path | None,
    locale: str | None,
    **choices: Any,
) -> None:
    as_ = as_ or _named_by(output)
    if as_ in _REPORTS:
        table = books.statement(client, kind=kind, **choices)
        show(table, format_=as_, output=output, locale=locale)
        sys.exit(status_of(books))
    if as_ == "pdf" and output is None and sys.stdout.isatty():
        raise UsageError("pdf is no text for a terminal; add -o FILE")
    statements = _statements(books, client, kind, **choices)
    if len(statements) > 1:
        currencies = ", ".join(each.currency for each in statements)
        raise UsageError(
            f"{client} has a statement in each of {currencies}; say which: --currency"
        )
    if not statements:
        raise UsageError(f"there is nothing to tell {client} by {choices['as_of']}")
    write_bytes(_letter(books, statements[0], as_), output)


def _named_by(output: Path | None) -> str:
    suffix = output.suffix.lower().removeprefix(".") if output else ""
    return suffix if suffix in {*_REPORTS, *_LETTERS} else "text"


def _statements(  # noqa: PLR0913 - likewise
    books: LedgerBooks,
    client: str,
    kind: StatementKind,
    *,
    as_of: date,
    since: date | None,
    currency: str | None,
) -> list[ClientStatement]:
    statements = books.statements_of(client, kind=kind, as_of=as_of, since=since)
    return [
        each
        for each in statements
        if currency in {None, each.currency} and (each.lines or each.closing)
    ]


def _letter(books: LedgerBooks, statement: ClientStatement, as_: str) -> bytes:
    return file_of(books.statement_page(statement), as_)


def _write_all(  # noqa: PLR0913 - each is a choice of the person
    client: str | None,
    kind: StatementKind,
    *,
    books: Path | None,
    file: Path | None,
    as_: str | None,
    output: Path | None,
    locale: str | None,  # noqa: ARG001 - letters are written as their readers do
    **choices: Any,
) -> None:
    if client is not None and books is not None:
        raise UsageError(f'--all is every client; leave out "{client}" or --all')
    if output is None:
        raise UsageError("say where to: --all -o FOLDER")
    if as_ in _REPORTS:
        raise UsageError("--all writes letters; choose --as html or --as pdf")
    loaded = load_for_command(books or (Path(client) if client else None), file)
    written, kept = 0, 0
    statements = (
        statement
        for party in loaded.parties(PartyRole.CLIENT, choices["as_of"])
        for statement in _statements(loaded, party.id, kind, **choices)
    )
    with DocumentFolder(output, beside=Path(loaded.filename)) as target:
        for each in statements:
            name = f"{each.until} {each.party} {each.currency}"
            letter = _letter(loaded, each, as_ or "html")
            is_new = target.write(name, f".{as_ or 'html'}", letter)
            written, kept = written + is_new, kept + (not is_new)
    again = f", {kept} there already" if kept else ""
    click.echo(f"{output}: {written} written{again}.")

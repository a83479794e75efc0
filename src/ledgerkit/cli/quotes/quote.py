"""``ledgerkit quote``: what is offered to clients, and what comes of it."""

from __future__ import annotations

import sys
from functools import partial
from typing import TYPE_CHECKING, Any, Unpack

import click

from ledgerkit.books.documents.party import declared_party, document_currency
from ledgerkit.cli.clients.options import key_options
from ledgerkit.cli.completion import AccountName, completed
from ledgerkit.cli.documents.options import (
    NEXT_NUMBER_HELP,
    date_option,
    named_currency,
    narration_option,
)
from ledgerkit.cli.noun import Noun
from ledgerkit.cli.options import (
    CLIENT_HELP,
    books_options,
    load_for_command,
    write_options,
)
from ledgerkit.cli.quotes.recurring import recur_quote_command
from ledgerkit.cli.report_command import made
from ledgerkit.cli.report_spec import Instead, ReportCommand
from ledgerkit.cli.show import write_bytes
from ledgerkit.cli.typed_values import (
    AmountText,
    CurrencyText,
    Day,
    PartText,
    ShareText,
)
from ledgerkit.cli.write import EntryWriter, WriteOptions
from ledgerkit.entries.quotes.invoice import QuoteInvoiceDraft, plan_quote_invoice
from ledgerkit.entries.quotes.quote import (
    QuoteAnswer,
    QuoteDraft,
    plan_answer,
    plan_quote,
)
from ledgerkit.errors import UsageError
from ledgerkit.importers.documents.line_text import read_adjustment, read_line
from ledgerkit.language.word import On
from ledgerkit.open_items.side import Side
from ledgerkit.outgoing import LETTER_FORMATS
from ledgerkit.quotes.quote import QuoteStatus
from ledgerkit.rendering.as_pdf import file_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date
    from decimal import Decimal
    from pathlib import Path

    from ledgerkit.entries.documents.document import NewLine
    from ledgerkit.text.typed_parts import PartOfDocument

_quote_number = click.argument(
    "number", shell_complete=completed(lambda books: books.quotes_read.histories)
)
#: The keys of a quote that are typed as they stand there.
_KEYS = frozenset(
    {"valid-until", "terms", "opportunity", "manager", "contact", "order", "remark"}
)
_valid_until = click.option(
    "--valid-until", type=Day(), help="Last day on which it may be accepted"
)


@click.group("quote", cls=Noun)
def quote_command() -> None:
    """Write, send and answer quotes, and invoice what was accepted."""


@quote_command.command("new")
@books_options
@click.option(
    "--client",
    required=True,
    shell_complete=completed(lambda books: books.clients),
    help=CLIENT_HELP,
)
@click.option("--number", help=NEXT_NUMBER_HELP)
@date_option
@click.option(
    "--line",
    "lines",
    multiple=True,
    metavar="'ACCOUNT; DESCRIPTION; QUANTITY UNIT x PRICE; tax=CODE'",
    help="Line of the document, as in ledgerkit invoice new; repeatable",
)
@click.option(
    "--option",
    "options",
    multiple=True,
    metavar="'OPTION: LINE'",
    help="Line that only counts if the client chooses its option; repeatable",
)
@click.option(
    "--allowance",
    "allowances",
    multiple=True,
    metavar="'ACCOUNT; REASON; AMOUNT; tax=CODE'",
    help="Reduction of the whole; repeatable",
)
@click.option("--tax", help='Tax code of lines that name none; "none" for no tax')
@click.option(
    "--subject", "title", help="Subject (default: the first line's description)"
)
@click.option("--deposit", type=AmountText(), help="Deposit asked for, without tax")
@click.option(
    "--currency",
    type=CurrencyText(),
    help="Currency (default: the party's, or the book's)",
)
@key_options(On.QUOTE, only=_KEYS)
@write_options
def new_quote_command(  # noqa: PLR0913 - click hands over each option
    books: Path | None,
    file: Path | None,
    *,
    into: Path | None,
    yes: bool,
    dry_run: bool,
    facts: Mapping[str, Any],
    **options: Any,
) -> None:
    """Write a quote, as a draft.

    It gets the next number of the quotes. Its lines are typed, and taxed, as an
    invoice's. The amount of its opportunity follows.
    """
    writing = WriteOptions(into=into, yes=yes, dry_run=dry_run)
    writer = EntryWriter(books, file)
    client, day = options["client"], options["day"]
    party = declared_party(writer.books, Side.RECEIVABLE, client, day)
    currency = options["currency"] or document_currency(writer.books, party)
    deposit = options["deposit"]
    named_currency({"--deposit": deposit}, currency)
    draft = QuoteDraft(
        client=client,
        issued=day,
        lines=tuple(_lines(options, currency)),
        choices=tuple(_choices(options, currency)),
        currency=currency,
        deposit=deposit.number if deposit is not None else None,
        number=options["number"],
        title=options["title"],
        **{key.replace("-", "_"): value for key, value in facts.items() if value},
    )
    writer.write(partial(plan_quote, draft=draft), writing)


def _lines(options: dict[str, Any], currency: str) -> Iterator[NewLine]:
    tax = options["tax"]
    for text in options["lines"]:
        yield read_line(text, currency=currency, tax=tax)
    for text in options["allowances"]:
        yield read_adjustment(text, is_charge=False, currency=currency, tax=tax)


def _choices(options: dict[str, Any], currency: str) -> Iterator[tuple[str, NewLine]]:
    for text in options["options"]:
        option, colon, line = text.partition(": ")
        if not colon or not option.strip() or "," in option or ";" in option:
            raise UsageError(
                f'"{text}" is no option and its line; write for instance "premium:'
                ' Income:Services; Support; 300.00; tax=it22"'
            )
        yield option.strip(), read_line(line, currency=currency, tax=options["tax"])


def _answer(
    books: Path | None, file: Path | None, answer: QuoteAnswer, writing: WriteOptions
) -> None:
    plan = partial(plan_answer, answer=answer)
    EntryWriter(books, file).write(plan, writing)


@quote_command.command("send")
@_quote_number
@books_options
@date_option
@_valid_until
@write_options
def send_quote_command(
    number: str,
    books: Path | None,
    file: Path | None,
    day: date,
    valid_until: date | None,
    **writing: Unpack[WriteOptions],
) -> None:
    """Record that quote NUMBER was sent; ledgerkit send NUMBER sends it by e-mail.

    Its opportunity moves on to the stage "proposal", where there is one. With
    --valid-until, one that has expired is offered anew.
    """
    answer = QuoteAnswer(
        number=number, day=day, status=QuoteStatus.SENT, valid_until=valid_until
    )
    _answer(books, file, answer, writing)


@quote_command.command("accept")
@_quote_number
@books_options
@date_option
@_valid_until
@click.option(
    "--option", "options", multiple=True, help="Option that is chosen; repeatable"
)
@write_options
def accept_command(  # noqa: PLR0913 - click hands over each option
    number: str,
    books: Path | None,
    file: Path | None,
    *,
    day: date,
    valid_until: date | None,
    options: tuple[str, ...],
    **writing: Unpack[WriteOptions],
) -> None:
    """Record that the client accepted quote NUMBER, and which options.

    Its opportunity is won.
    """
    answer = QuoteAnswer(
        number=number,
        day=day,
        status=QuoteStatus.ACCEPTED,
        options=options,
        valid_until=valid_until,
    )
    _answer(books, file, answer, writing)


@quote_command.command("decline")
@_quote_number
@books_options
@date_option
@click.option("--reason", required=True, help="Reason, for whoever asks")
@write_options
def decline_command(
    number: str,
    books: Path | None,
    file: Path | None,
    day: date,
    reason: str,
    **writing: Unpack[WriteOptions],
) -> None:
    """Record that the client declined quote NUMBER, and why.

    Its opportunity is lost, unless another quote for it may still be accepted.
    """
    answer = QuoteAnswer(
        number=number, day=day, status=QuoteStatus.DECLINED, reason=reason
    )
    _answer(books, file, answer, writing)


@quote_command.command("invoice")
@_quote_number
@books_options
@date_option
@click.option("--share", type=ShareText(), help="Share of every line, e.g. 30%")
@click.option(
    "--part",
    "parts",
    multiple=True,
    type=PartText(),
    metavar="LINE[=AMOUNT]",
    help="Line to invoice: what is left of it, or an amount without tax; repeatable",
)
@click.option("--deposit", is_flag=True, help="Invoice the deposit, with its tax")
@click.option("--advance-account", type=AccountName(), help="Account of deposits")
@click.option("--number", "own", help=NEXT_NUMBER_HELP)
@narration_option
@click.option("--due", type=Day(), help="Due date (default: by the terms)")
@write_options
def invoice_quote_command(  # noqa: PLR0913 - click hands over each option
    number: str,
    books: Path | None,
    file: Path | None,
    *,
    into: Path | None,
    yes: bool,
    dry_run: bool,
    **options: Any,
) -> None:
    """Write an invoice of accepted quote NUMBER: by default of all that is left.

    Each line is invoiced once, however many invoices there are. The last takes the
    deposit off, with its tax. A credit note, or a void, gives back what it credits.
    """
    parts: tuple[PartOfDocument, ...] = options["parts"]
    share: Decimal | None = options["share"]
    draft = QuoteInvoiceDraft(
        quote=number,
        issued=options["day"],
        share=share,
        lines=tuple((name, amount and amount.number) for name, amount in parts),
        deposit=options["deposit"],
        number=options["own"],
        text=options["text"],
        due=options["due"],
        advances=options["advance_account"],
    )
    writing = WriteOptions(into=into, yes=yes, dry_run=dry_run)
    EntryWriter(books, file).write(partial(plan_quote_invoice, draft=draft), writing)


_LIST = ReportCommand(
    report="quotes",
    help="List quotes, and what is left to invoice of each.",
    instead=(
        Instead(
            report="quote_answers",
            flag="--by-manager",
            help="Show win rate, time to answer and discount instead",
        ),
    ),
    options={"everything": "answered_too"},
)
_SHOW = ReportCommand(
    report="quote",
    help="Show quote NUMBER line by line, and what is left to invoice of it.\n\n"
    "With --as it is written as it is sent, in the client's language.",
)


def _show_command() -> click.Command:
    """The report's command, which can also write the quote as it is sent."""
    command = made("show", _SHOW)
    as_table = command.callback
    assert as_table is not None

    def run(*, as_: str | None, **typed: Any) -> None:
        if as_ is None:
            as_table(**typed)
            return
        output: Path | None = typed["output"]
        books = load_for_command(typed["books"], typed["file"])
        page = books.quote_page(typed["number"], day=typed["as_of"])
        if output is None and as_ == "pdf" and sys.stdout.isatty():
            raise UsageError("pdf is no text for a terminal; add -o FILE")
        write_bytes(file_of(page, as_), output)

    command.callback = run
    command.params.append(
        click.Option(
            ["--as", "as_"],
            type=click.Choice(LETTER_FORMATS),
            help="Format of the quote as it is sent (default: its lines as a table)",
        )
    )
    return command


quote_command.add_command(made("list", _LIST))


quote_command.add_command(_show_command())


quote_command.add_command(recur_quote_command)

"""``ledgerkit export``: the books for an adviser's or an office's program."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from ledgerkit.cli.exports.options import (
    asked,
    export_options,
    load_whole,
    target_options,
    write_export,
)
from ledgerkit.cli.exports.statements import statement_sheets
from ledgerkit.cli.options import books_options
from ledgerkit.cli.report_parameters import PARAMETERS
from ledgerkit.entries.kept_files import file_name
from ledgerkit.errors import UsageError
from ledgerkit.exporters.adviser.datev import ENCODING, DatevHeader, datev_batch
from ledgerkit.exporters.adviser.datev_postings import (
    NumberRange,
    account_length,
    datev_notes,
    datev_postings,
    parse_range,
)
from ledgerkit.exporters.adviser.fec import FecEncoding, fec, fec_name, siren_of
from ledgerkit.exporters.adviser.plain_text import FieldText
from ledgerkit.exporters.adviser.saft import SaftRequest, saft, saft_name
from ledgerkit.exporters.adviser.workbook import workbook
from ledgerkit.general_ledger.period import parse_period
from ledgerkit.open_items.side import Side

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date
    from pathlib import Path
    from typing import TypeVar

    from ledgerkit.general_ledger.layout import Layout

    F = TypeVar("F", bound=Callable[..., Any])


@click.group("export")
def export_command() -> None:
    """Export the books to advisers, auditors and offices."""


@export_command.command("fec")
@export_options
@click.option(
    "--encoding",
    type=click.Choice([encoding.value for encoding in FecEncoding]),
    default=FecEncoding.UTF8.value,
    show_default=True,
    help="Charset of the file",
)
def export_fec_command(  # noqa: PLR0913 - each is a choice of the person
    period: str,
    books: Path | None,
    file: Path | None,
    *,
    as_of: date | None,
    folder: Path,
    force: bool,
    encoding: str,
) -> None:
    """Export a fiscal year for the French tax office (FEC).

    PERIOD is a fiscal year, as 2025 or FY2025, or its first months. The file has
    the name that the law wants, from the company's SIREN and the last day. Each
    account needs a number of the plan comptable, on its open directive. Payments
    letter what they settle up to --settled-until, by default the last day of PERIOD.
    """
    export = asked(period, books, file, as_of)
    year = export.books.general_ledger.fiscal.year_of(export.period.first)
    if export.period.first != year.first:
        raise UsageError(
            f"a FEC begins with the fiscal year, on {year.first}; write {year.label}"
        )
    name = fec_name(
        siren_of(export.company.text("tax-id"), export.company.text("vat-id")),
        export.period.last,
    )
    opening = export.entries.opening(export.period)
    entries = [*([opening] if opening else []), *export.entries.entries(export.period)]
    texts = FieldText(encoding)
    content = fec(entries, export.entries.currency, texts)
    notes = [*export.entries.notes, *texts.notes]
    write_export(export.books, folder / name, content, notes=notes, force=force)


def _ranges(texts: tuple[str, ...]) -> Sequence[NumberRange]:
    """Numbers of accounts, as ``8400`` or ``8400-8499``."""
    try:
        return [parse_range(text) for text in texts]
    except ValueError as error:
        raise UsageError(f"--automatic {error}") from None


@export_command.command("datev")
@export_options
@click.option(
    "--adviser-number",
    type=click.IntRange(1001, 9_999_999),
    required=True,
    help="The adviser's number at DATEV",
)
@click.option(
    "--client-number",
    type=click.IntRange(1, 99_999),
    required=True,
    help="Our number with the adviser",
)
@click.option(
    "--automatic",
    multiple=True,
    metavar="NUMBER[-NUMBER]",
    help="Accounts that DATEV takes tax out of by itself, e.g. 8400-8499: it is told"
    " not to, as our amounts are net",
)
@click.option(
    "--clearing-account",
    type=click.IntRange(1),
    help="Number of an account for what is debited and credited to one account",
)
def export_datev_command(
    period: str,
    books: Path | None,
    file: Path | None,
    *,
    as_of: date | None,
    folder: Path,
    **options: Any,
) -> None:
    """Export entries to DATEV, as a batch of postings (EXTF 700).

    PERIOD is 2025, 2025-Q2, 2025-06 or FY2025. Each line is an amount between two
    accounts; balances brought forward are not among them. Each account needs a
    number, on its open directive.
    """
    export = asked(period, books, file, as_of)
    of = export.period
    entries = export.entries.entries(of)
    texts = FieldText(ENCODING)
    header = DatevHeader(
        made=as_of or of.last,
        adviser=options["adviser_number"],
        client=options["client_number"],
        year_start=export.books.general_ledger.fiscal.year_of(of.first).first,
        account_length=account_length(entries),
        first=of.first,
        last=of.last,
        title=f"Buchungen {of.label}",
        currency=export.entries.currency,
    )
    postings = datev_postings(
        entries,
        automatic=_ranges(options["automatic"]),
        clearing=options["clearing_account"],
    )
    notes = [*export.entries.notes, *datev_notes(entries, header.account_length)]
    content = datev_batch(header, postings, texts)
    if not options["automatic"]:
        notes.append(
            "amounts are net, and tax has lines of its own; name the accounts that"
            " DATEV takes tax out of by itself with --automatic"
        )
    path = folder / f"EXTF_Buchungsstapel_{header.client}_{file_name(of.label)}.csv"
    write_export(
        export.books,
        path,
        content,
        notes=[*notes, *texts.notes],
        force=options["force"],
    )


@export_command.command("saft")
@export_options
def export_saft_command(  # noqa: PLR0913 - each is a choice of the person
    period: str,
    books: Path | None,
    file: Path | None,
    *,
    as_of: date | None,
    folder: Path,
    force: bool,
) -> None:
    """Export a period for the Norwegian tax office (SAF-T Financial 1.30).

    PERIOD is 2025, 2025-Q2, 2025-06 or FY2025. Each account needs a category and a
    code of the income statement form: grouping: on its open directive.
    """
    export = asked(period, books, file, as_of)
    of, loaded = export.period, export.books
    year = loaded.general_ledger.fiscal.year_of(of.first)
    codes = {id_: loaded.tax_codes.on(id_, of.last) for id_ in loaded.tax_codes.ids}
    request = SaftRequest(
        company=export.company,
        parties={
            (side, party.id): party
            for side in Side
            for party in loaded.parties(side.party_role, max(of.last, as_of or of.last))
        },
        tax_codes={id_: code for id_, code in codes.items() if code is not None},
        currency=export.entries.currency,
        made=as_of or of.last,
        year_start=year.first,
        year=year.last.year,
        first=of.first,
        last=of.last,
    )
    texts = FieldText("utf-8")
    opening, entries = export.entries.opening(of), export.entries.entries(of)
    content = saft(request, opening, entries, texts)
    write_export(
        loaded,
        folder / saft_name(export.company, of.last),
        content,
        notes=[*export.entries.notes, *texts.notes],
        force=force,
    )


def _like(name: str) -> Callable[[F], F]:
    """An option as the statements themselves have it."""
    of = PARAMETERS[name]
    return click.option(of.option, help=of.help, callback=of.callback)


@export_command.command("workbook")
@click.argument("period")
@books_options
@target_options
@_like("layout")
@_like("compare")
def export_workbook_command(  # noqa: PLR0913 - each is a choice of the person
    period: str,
    books: Path | None,
    file: Path | None,
    *,
    folder: Path,
    force: bool,
    layout: str | Layout | None,
    compare: str | None,
) -> None:
    """Export all statements of a period as a workbook, with formulas.

    PERIOD is 2025, 2025-Q2, 2025-06 or FY2025. Totals are formulas, with the amounts
    that they come to; needs the extra "excel".
    """
    loaded = load_whole(books, file)
    of = parse_period(period, loaded.general_ledger.fiscal)
    sheets = statement_sheets(loaded, period, layout=layout, compare=compare)
    content = workbook(sheets, title=f"Statements, {of.label}", day=of.last)
    path = folder / f"{file_name(f'statements {of.label}')}.xlsx"
    write_export(loaded, path, content, notes=[], force=force)

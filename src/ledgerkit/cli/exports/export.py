"""``ledgerkit export``: the books for an adviser's or an office's program."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ledgerkit.cli.exports.options import asked, export_options, write_export
from ledgerkit.errors import UsageError
from ledgerkit.exporters.adviser.fec import FecEncoding, fec, fec_name, siren_of
from ledgerkit.exporters.adviser.plain_text import FieldText

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path


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
    account needs a number of the plan comptable, on its open directive.
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

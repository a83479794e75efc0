"""The file in which a payment run is edited."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ledgerkit.cli.show import shown_file
from ledgerkit.errors import WriteRefusedError
from ledgerkit.importers.documents.payment_plan import BYTES_MAX, read_payment_plan
from ledgerkit.text.untrusted_text import visible

if TYPE_CHECKING:
    from pathlib import Path

    from ledgerkit.payables.edited_run import EditedPlan
    from ledgerkit.table import Table


def write_plan(table: Table, path: Path) -> None:
    """Write a plan to a new file.

    Raises:
        WriteRefusedError: If the file is there: somebody may have edited it.
    """
    try:
        # The mark makes spreadsheets read UTF-8.
        with path.open("x", encoding="utf-8-sig", newline="") as file:
            file.write(table.to_csv())
    except FileExistsError:
        raise WriteRefusedError(
            f"{path}: is there already, and may be edited; delete it, or name another"
        ) from None
    name = visible(shown_file(str(path)))
    click.echo(f"{name}: {len(table.rows)} rows; edit pay and action, then --from-plan")


def read_plan(path: Path) -> EditedPlan:
    """Read a plan that was edited.

    Raises:
        UnreadableFileError: If it can't be understood.
    """
    with path.open("rb") as file:
        return read_payment_plan(file.read(BYTES_MAX + 1), str(path))

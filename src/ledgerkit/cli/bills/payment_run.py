"""``ledgerkit payment-run``: the proposal, the payment file and the entries."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ledgerkit.cli.bills.write_payment_run import PaymentFile, write_payment_run
from ledgerkit.cli.completion import AccountName
from ledgerkit.cli.documents.options import named_currency
from ledgerkit.cli.options import (
    AliasedOption,
    books_options,
    check_whole,
    currency_option,
    load_for_command,
    report_options,
    until_option,
    write_options,
)
from ledgerkit.cli.show import say_what_is_missing, show, shown_file, status_of
from ledgerkit.cli.typed_values import Day, PartText
from ledgerkit.cli.write import WriteOptions, known_books, to_usual_file
from ledgerkit.entries.bills.payment_run import RunRequest
from ledgerkit.errors import LedgerkitError, UsageError, WriteRefusedError
from ledgerkit.exporters.sepa_credit_transfer import TransferVersion
from ledgerkit.importers.documents.payment_plan import (
    PAYMENT_PLAN_BYTES_MAX,
    read_payment_plan,
)
from ledgerkit.ledger.writing.disk import private
from ledgerkit.open_items.side import Side
from ledgerkit.text.untrusted import visible

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from ledgerkit.payables.edited_run import EditedPlan
    from ledgerkit.table import Table
    from ledgerkit.text.typed_parts import PartOfDocument


def write_plan(table: Table, path: Path) -> None:
    """Write a plan to a new file.

    Raises:
        WriteRefusedError: If the file is there: somebody may have edited it.
    """
    try:
        # The mark makes spreadsheets read UTF-8.
        with open(path, "x", encoding="utf-8-sig", newline="", opener=private) as file:
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
        return read_payment_plan(file.read(PAYMENT_PLAN_BYTES_MAX + 1), str(path))


_VERSIONS = {"09": TransferVersion.V09, "03": TransferVersion.V03}


@click.command("payment-run")
@books_options
@report_options
@until_option
@currency_option
@click.option(
    "--pay-from",
    "account",
    cls=AliasedOption,
    old=("--from",),
    type=AccountName(),
    required=True,
    help="Account to pay from, by name or the end of it",
)
@click.option("--date", "day", type=Day(), help="Date on which the bank is to pay")
@click.option(
    "--skip", multiple=True, metavar="NUMBER", help="Bill to leave out; repeatable"
)
@click.option(
    "--pay",
    multiple=True,
    type=PartText(needs_amount=True),
    help="Bill to pay, and how much of it; repeatable",
)
@click.option(
    "--plan",
    "plan_file",
    type=click.Path(path_type=Path, dir_okay=False),
    help="CSV file to write the proposal to, for editing",
)
@click.option(
    "--from-plan",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Edited CSV file; exactly what it says is paid",
)
@click.option(
    "--write",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder to write the payment file to; the payments are booked",
)
@click.option(
    "--version",
    type=click.Choice(list(_VERSIONS)),
    default="09",
    show_default=True,
    help="Version of the payment file, pain.001.001",
)
@write_options
def payment_run_command(  # noqa: PLR0913 - each is a choice of the person
    books: Path | None,
    file: Path | None,
    *,
    as_of: date,
    plan_file: Path | None,
    from_plan: Path | None,
    folder: Path | None,
    version: str,
    into: Path | None,
    yes: bool,
    dry_run: bool,
    **options: Any,
) -> None:
    """Propose which bills to pay by a day, and why, and pay them.

    Overdue bills come first, then discounts worth taking, then the rest by due date, as
    long as the account keeps its minimum-balance. A vendor's credits are set against
    its bills. With --write, a SEPA file goes to a folder and the payments into the
    books, flagged ! until the bank's statement confirms them.

    With --plan the proposal goes to a CSV file: edit its columns pay and action (pay
    or skip) in a spreadsheet, and give it back with --from-plan.
    """
    keys = ("until", "account", "day", "currency", "skip", "pay")
    asked = {key: options.pop(key) for key in keys}
    if from_plan and (plan_file or asked["skip"] or asked["pay"]):
        raise UsageError("--from-plan says all that is paid; edit the file instead")
    if plan_file and (folder or dry_run):
        raise UsageError("--plan pays nothing; pay with --from-plan when it is edited")
    if folder is None and (yes or into):
        raise UsageError("say where the payment file goes: --write FOLDER")
    edited = read_plan(from_plan) if from_plan else None
    request = RunRequest(made_on=as_of, plan=edited, **with_parts(asked, "--pay"))
    loaded = load_for_command(books, file)
    try:
        plan = loaded.payment_run_plan(request)
        if plan_file is not None:
            check_whole(loaded)
            write_plan(loaded.payment_plan(plan), plan_file)
            sys.exit(status_of(loaded))
        if folder is None and not dry_run:
            say_what_is_missing(loaded)
            show(loaded.payment_run(plan), **options)
            sys.exit(status_of(loaded))
        known = known_books(loaded)
        writing = WriteOptions(into=into, yes=yes, dry_run=dry_run)
        target = PaymentFile(folder=folder, version=_VERSIONS[version])
        writing = to_usual_file(loaded, writing, Side.PAYABLE)
        write_payment_run(loaded, plan, target, known=known, writing=writing)
    except LedgerkitError as error:
        # Names and numbers come from the books.
        raise type(error)(visible(str(error))) from error


def with_parts(asked: dict[str, Any], option: str) -> dict[str, Any]:
    """What is asked, with the numbers named by an option, and their currency.

    Raises:
        UsageError: If an amount is in another currency than the run.
    """
    parts: Sequence[PartOfDocument] = asked["pay"]
    amounts = {f"{option} {number}": amount for number, amount in parts}
    pay = [(number, amount.number) for number, amount in parts if amount is not None]
    return {**asked, "pay": pay, "currency": named_currency(amounts, asked["currency"])}

"""``ledgerkit bill``: what vendors ask us to pay, one document at a time."""

from __future__ import annotations

import click

from ledgerkit.cli.bills.bill_approve import approve_command
from ledgerkit.cli.bills.bill_import import import_command
from ledgerkit.cli.bills.bill_new import new_command
from ledgerkit.cli.bills.bill_read import read_command
from ledgerkit.cli.bills.bill_show import show_command


@click.group("bill")
def bill_command() -> None:
    """Write the bills and credits that vendors send us, and read their files."""


bill_command.add_command(approve_command)
bill_command.add_command(import_command)
bill_command.add_command(new_command)
bill_command.add_command(read_command)
bill_command.add_command(show_command)

"""``ledgerkit bill``: what vendors ask us to pay, one document at a time."""

from __future__ import annotations

import click

from ledgerkit.cli.bill_read import read_command


@click.group("bill")
def bill_command() -> None:
    """Read the bills and credits that vendors send us."""


bill_command.add_command(read_command)

"""``ledgerkit bank``: what the bank says, and what the books make of it."""

from __future__ import annotations

import click

from ledgerkit.cli.bank_import import import_command
from ledgerkit.cli.bank_profile import profile_command
from ledgerkit.cli.bank_reconcile import reconcile_command
from ledgerkit.cli.bank_show import show_command
from ledgerkit.cli.bank_transit import transit_command


@click.group("bank")
def bank_command() -> None:
    """Read bank statements, import them, and hold the books against them."""


bank_command.add_command(import_command)
bank_command.add_command(profile_command)
bank_command.add_command(reconcile_command)
bank_command.add_command(show_command)
bank_command.add_command(transit_command)

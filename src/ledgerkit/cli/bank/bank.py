"""``ledgerkit bank``: what the bank says, and what the books make of it."""

from __future__ import annotations

import click

from ledgerkit.cli.bank.bank_profile import profile_command
from ledgerkit.cli.bank.bank_show import show_command
from ledgerkit.cli.bank.bank_transit import transit_command
from ledgerkit.cli.bank.import_lines import import_command
from ledgerkit.cli.bank.reconcile import reconcile_command


@click.group("bank")
def bank_command() -> None:
    """Read bank statements, import them, and hold the books against them."""


bank_command.add_command(import_command)
bank_command.add_command(profile_command)
bank_command.add_command(reconcile_command)
bank_command.add_command(show_command)
bank_command.add_command(transit_command)

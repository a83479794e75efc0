"""``ledgerkit invoice``: what we ask clients to pay, one document at a time."""

from __future__ import annotations

import click

from ledgerkit.cli.invoice_show import show_command


@click.group("invoice")
def invoice_command() -> None:
    """Show our invoices and credit notes as they are sent."""


invoice_command.add_command(show_command)

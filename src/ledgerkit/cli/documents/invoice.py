"""``ledgerkit invoice``: what we ask clients to pay, one document at a time."""

from __future__ import annotations

import click

from ledgerkit.cli.documents.invoice_show import show_command
from ledgerkit.cli.documents.new_invoice import new_command
from ledgerkit.cli.documents.void_invoice import void_command


@click.group("invoice")
def invoice_command() -> None:
    """Write our invoices, and show them and our credit notes as they are sent."""


invoice_command.add_command(new_command)
invoice_command.add_command(void_command)
invoice_command.add_command(show_command)

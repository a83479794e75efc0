"""``ledgerkit vendor``: records of vendors, and the list of them."""

from __future__ import annotations

import click

from ledgerkit.cli.clients.write import edit_command, new_relation_command
from ledgerkit.cli.noun import Noun
from ledgerkit.cli.report_command import made
from ledgerkit.cli.reports import GROUPED_REPORTS
from ledgerkit.language.word import On


@click.group("vendor", cls=Noun)
def vendor_command() -> None:
    """Keep vendor records, and list vendors.

    What a vendor's bills are booked on, and with which tax, terms and bank account, can
    stand in its record: a bill then needs no more than its lines.
    """


vendor_command.add_command(
    new_relation_command(
        On.VENDOR, "Declare a vendor, with the ID that the ledger uses and a NAME."
    )
)


vendor_command.add_command(
    edit_command(
        On.VENDOR,
        "Change vendor ID by the options given; an empty value clears its key.",
    )
)


vendor_command.add_command(made("show", GROUPED_REPORTS["vendor", "show"]))

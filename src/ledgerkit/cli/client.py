"""``ledgerkit client``: one client, and what is written of it."""

from __future__ import annotations

import click

from ledgerkit.books.ledger_words import On
from ledgerkit.cli.client_export import export_command
from ledgerkit.cli.client_forget import forget_command
from ledgerkit.cli.client_rename import merge_command, rename_command
from ledgerkit.cli.relation_reports import client_show_command
from ledgerkit.cli.write_relation import edit_command, new_command


@click.group("client")
def client_command() -> None:
    """Show a client on one page, and write who our clients are."""


client_command.add_command(
    new_command(On.CLIENT, "Declare a client: the ID that the ledger uses, and a name.")
)
client_command.add_command(
    edit_command(
        On.CLIENT,
        "Change client ID: only what is given; an empty value clears a key.",
    )
)
client_command.add_command(client_show_command)
client_command.add_command(forget_command)
client_command.add_command(rename_command)
client_command.add_command(merge_command)
client_command.add_command(export_command)

"""``ledgerkit client``: one client, and what is written of it."""

from __future__ import annotations

import click

from ledgerkit.cli.clients.client_export import export_command
from ledgerkit.cli.clients.client_rename import merge_command, rename_command
from ledgerkit.cli.clients.forget import forget_command
from ledgerkit.cli.clients.reports import client_show_command
from ledgerkit.cli.clients.write import edit_command, new_command
from ledgerkit.language.word import On


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

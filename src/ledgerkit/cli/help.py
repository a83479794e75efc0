"""``ledgerkit help``: the help of a command, or every command."""

from __future__ import annotations

import click

from ledgerkit.cli.commands import TOPICS, places
from ledgerkit.errors import UsageError
from ledgerkit.text.closest_word import suggestion


@click.command("help")
@click.argument("words", nargs=-1, metavar="[COMMAND]")
@click.option("--all", "everything", is_flag=True, help="List every command")
@click.pass_context
def help_command(
    context: click.Context, words: tuple[str, ...], *, everything: bool
) -> None:
    """Show the help of COMMAND, or with --all every command."""
    parent = context.parent
    assert parent is not None
    if not words:
        click.echo(_everything(parent) if everything else parent.get_help())
        return
    if everything:
        raise UsageError("--all goes without COMMAND")
    command: click.Command = parent.command
    inner = parent
    for word in words:
        found = _named(command, inner, word)
        inner = click.Context(found, info_name=word, parent=inner)
        command = found
    click.echo(command.get_help(inner))


def _named(command: click.Command, context: click.Context, word: str) -> click.Command:
    """The command below another.

    Raises:
        UsageError: If there is none of this name.
    """
    if not isinstance(command, click.Group):
        raise UsageError(f"there is no command {word!r} of {context.command_path}")
    known = command.list_commands(context)
    found = command.get_command(context, word)
    if found is None:
        remedy = suggestion(word, known) or "; see ledgerkit help --all"
        raise UsageError(f"there is no command {word!r}{remedy}")
    return found


def _everything(context: click.Context) -> str:
    """Every command, by what it is about."""
    from ledgerkit.cli.group import write_commands  # noqa: PLC0415

    formatter = context.make_formatter()
    formatter.write_text(
        f"All {len(places())} commands; ledgerkit help COMMAND says more of one."
    )
    write_commands(formatter, TOPICS)
    return formatter.getvalue().rstrip("\n")

"""A noun of the terminal, with its verbs: ``ledgerkit invoice list show new …``.

Some verbs are commands of the noun's own module; the others are found by the table in
`ledgerkit.cli.commands`, and imported only when they are called.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

import click

from ledgerkit.cli.commands import HOMES, VERBS, short_help_of_command
from ledgerkit.cli.reports import REPORT_COMMANDS
from ledgerkit.errors import UsageError
from ledgerkit.text.closest_word import suggestion

if TYPE_CHECKING:
    from collections.abc import Mapping


def load_command(name: str) -> click.Command:
    """The command that the table has under this name; it is imported now."""
    if name in REPORT_COMMANDS:
        from ledgerkit.cli.report_command import made  # noqa: PLC0415

        return made(name, REPORT_COMMANDS[name])
    module = import_module(f"ledgerkit.cli.{HOMES[name].module}")
    command: click.Command = getattr(module, f"{name.replace('-', '_')}_command")
    return command


class Noun(click.Group):
    """Commands on one thing; by itself it shows its help, or does what is usual."""

    def __init__(
        self,
        *arguments: Any,
        usual: str | None = None,
        old: Mapping[str, str] | None = None,
        **named: Any,
    ) -> None:
        """Take what click's group takes.

        Args:
            *arguments: Of click's group.
            usual: The verb that is meant where none is named.
            old: Names that verbs had before, with those they have now.
            **named: Of click's group.
        """
        super().__init__(*arguments, **named)
        self._usual = usual
        self._old = old or {}

    @property
    def _listed(self) -> Mapping[str, str]:
        """The verbs that are in the table, with the names of their commands."""
        return VERBS.get(self.name or "", {})

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """Every verb, in alphabetical order."""
        return sorted({*self.commands, *self._listed})

    def get_command(
        self,
        ctx: click.Context,  # noqa: ARG002
        cmd_name: str,
    ) -> click.Command | None:
        """The command of this verb, old names included."""
        verb = self._old.get(cmd_name, cmd_name)
        if verb in self.commands:
            return self.commands[verb]
        return load_command(self._listed[verb]) if verb in self._listed else None

    def format_commands(
        self, ctx: click.Context, formatter: click.HelpFormatter
    ) -> None:
        """List the verbs, each with its whole first line; none is imported."""
        rows = [(verb, self._help_of(verb)) for verb in self.list_commands(ctx)]
        with formatter.section("Commands"):
            formatter.write_dl(rows)
        if self._usual is not None:
            formatter.write_paragraph()
            path = ctx.command_path
            formatter.write_text(
                f"{path} without one of these is {path} {self._usual}."
            )

    def _help_of(self, verb: str) -> str:
        if verb not in self.commands:
            return short_help_of_command(self._listed[verb])
        first = (self.commands[verb].help or "").strip().partition("\n\n")[0]
        return " ".join(first.split()).removesuffix(".")

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Where no verb is named, take the usual one, or show the help."""
        if ctx.resilient_parsing:
            return super().parse_args(ctx, args)
        if not args and self._usual != "list":
            click.echo(ctx.get_help())
            ctx.exit()
        is_named = bool(args) and (
            args[0] in ctx.help_option_names
            or self.get_command(ctx, args[0]) is not None
        )
        if self._usual is not None and not is_named:
            args = [self._usual, *args]
        return super().parse_args(ctx, args)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that the arguments begin with.

        Raises:
            UsageError: If there is none, with the one that may be meant.
        """
        verb = args[0]
        if self.get_command(ctx, verb) is None and not (
            verb.startswith("-") or ctx.resilient_parsing
        ):
            remedy = suggestion(verb, self.list_commands(ctx))
            raise UsageError(
                f"there is no command {verb!r} of {ctx.command_path}"
                f"{remedy or f'; see {ctx.command_path} --help'}"
            )
        return super().resolve_command(ctx, args)

"""The command group, and the one line that a failing command prints."""

from __future__ import annotations

import atexit
import os
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click
from click.shell_completion import CompletionItem

from ledgerkit import __version__
from ledgerkit.cli.commands import (
    DONE,
    FIRST,
    NAMED_BOOKS,
    NOUNS,
    OLD_NAMES,
    PLACES,
    UNUSABLE,
    called,
    names,
    places,
    short_help,
)
from ledgerkit.cli.noun import Noun, load_command
from ledgerkit.errors import LedgerkitError, UsageError
from ledgerkit.garbage_collection import garbage_collection_off
from ledgerkit.text.closest_word import alike, did_you_mean, suggestion

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


#: Says that an answer is to be reckoned anew.
_NO_CACHE = "--no-cache"


class _Commands(click.Group):
    """Finds commands by name, and prints a failure as one line."""

    def main(self, args: Sequence[str] | None = None, *rest: Any, **how: Any) -> Any:
        """Run a command, and end the process if it was started for it."""
        try:
            return super().main(args, *rest, **how)
        except SystemExit as end:
            if args is None and threading.active_count() == 1:
                _end_at_once(end)
            raise

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """Every command, in alphabetical order."""
        return names()

    def format_commands(
        self,
        ctx: click.Context,  # noqa: ARG002
        formatter: click.HelpFormatter,
    ) -> None:
        """List the commands that most people need; none is imported."""
        write_commands(formatter, FIRST)
        formatter.write_paragraph()
        formatter.write_text(
            "ledgerkit report lists the analyses and statements; ledgerkit help --all"
            f" lists all {len(places())} commands: tax, closing, contracts, targets …"
        )

    def shell_complete(
        self, ctx: click.Context, incomplete: str
    ) -> list[CompletionItem]:
        """The commands that begin so; none is imported."""
        commands = [name for name in names() if name.startswith(incomplete)]
        options = click.Command.shell_complete(self, ctx, incomplete)
        completions = [CompletionItem(name, help=short_help(name)) for name in commands]
        return [*completions, *options]

    def get_command(
        self,
        ctx: click.Context,
        cmd_name: str,
    ) -> click.Command | None:
        """The command of this name, old names included; it is imported now."""
        if cmd_name in OLD_NAMES:
            noun, verb = OLD_NAMES[cmd_name].split()
            parent = self.get_command(ctx, noun)
            assert isinstance(parent, Noun)
            return parent.get_command(ctx, verb)
        if cmd_name in NOUNS:
            of = NOUNS[cmd_name]
            return Noun(cmd_name, help=of.help, usual=of.usual)
        known = {*names(), *PLACES}
        return load_command(cmd_name) if cmd_name in known else None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that the arguments begin with."""
        name = args[0]
        asked = not (name.startswith("-") or ctx.resilient_parsing)
        if asked and name not in {*names(), *PLACES, *OLD_NAMES}:
            remedy = did_you_mean(meant(name)) or "; see ledgerkit --help"
            raise UsageError(f"there is no command {name!r}{remedy}")
        return super().resolve_command(ctx, args)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Take what holds for every command from wherever it stands."""
        if _NO_CACHE in args:
            ctx.meta[_NO_CACHE] = True
            args = [word for word in args if word != _NO_CACHE]
        return super().parse_args(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; a failure that people can mend is one line, status 2."""
        from ledgerkit.cli.answers.warm import answer  # noqa: PLC0415
        from ledgerkit.cli.trust import allow_trusted  # noqa: PLC0415

        try:
            # What serves until it is stopped switches it on again.
            with garbage_collection_off():
                allow_trusted()
                words = [*ctx._protected_args, *ctx.args]  # noqa: SLF001
                run = super().invoke
                if ctx.meta.get(_NO_CACHE):
                    return run(ctx)
                return answer(words, ctx.params, lambda: run(ctx))
        except UsageError as error:
            _fail(f"Error: {from_here(str(error))}")
        except LedgerkitError as error:
            # It begins with file and line, for editors to jump to.
            _fail(from_here(str(error)))
        except click.UsageError as error:
            _fail(f"Error: {_with_hint(error)}")
        except BrokenPipeError:
            # Whoever read the output (head, less) has seen enough. Python would
            # complain once more when it flushes at exit.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            sys.exit(DONE)
        except OSError as error:
            reason = error.strerror or str(error)
            where = f"{error.filename}: " if error.filename else ""
            _fail(f"Error: {where}{reason}")


def meant(word: str) -> list[str]:
    """The commands that a word may be a slip for, as they are called now."""
    known = [*names(), *PLACES, *OLD_NAMES]
    found = (OLD_NAMES.get(name, called(name)) for name in alike(word, known))
    return list(dict.fromkeys(found))


def write_commands(formatter: click.HelpFormatter, topics: Mapping[str, str]) -> None:
    """Write commands under headings, each with its help in a line."""
    for topic, listed in topics.items():
        with formatter.section(topic):
            formatter.write_dl(
                [(called(name), short_help(name)) for name in listed.split()]
            )


def from_here(message: str) -> str:
    """A message whose lines name files relative to this directory."""
    here = f"{Path.cwd()}{os.sep}"
    return "\n".join(line.removeprefix(here) for line in message.splitlines())


def _end_at_once(end: SystemExit) -> None:
    """End this process without taking its million objects apart, as long as a report.

    What is registered for the end is done, and nothing is left unwritten.
    """
    if not isinstance(end.code, int):
        return
    atexit._run_exitfuncs()  # noqa: SLF001 - Python's own end does the same
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except (OSError, ValueError):
        return  # Python says what is wrong, as ever.
    os._exit(end.code)


def _fail(message: str) -> NoReturn:
    click.echo(message, err=True)
    sys.exit(UNUSABLE)


def _with_hint(error: click.UsageError) -> str:
    """Click's sentence, and where to read on if it has no remedy of its own.

    What it says of an option that isn't there differs from version to version.
    """
    message = error.format_message()
    if isinstance(error, click.NoSuchOption):
        parameters = error.ctx.command.params if error.ctx else ()
        known = [name for parameter in parameters for name in parameter.opts]
        remedy = suggestion(error.option_name, known)
        message = f"there is no option {error.option_name!r}{remedy or '.'}"
    if error.ctx is None or not message.endswith("."):
        return message
    return f"{message} See {error.ctx.command_path} --help."


@click.group(
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"]},
    invoke_without_command=True,
)
@click.version_option(
    __version__, prog_name="ledgerkit", help="Show the version and exit"
)
@click.option(
    "--file",
    "-f",
    type=click.Path(path_type=Path),
    help="Main ledger file (default: $LEDGERKIT_FILE or the nearest main.beancount)",
)
@click.option(
    _NO_CACHE,
    is_flag=True,
    help="Read the books, even if this was asked before and nothing has changed",
)
@click.pass_context
def main(
    context: click.Context,
    file: Path | None,
    no_cache: bool,  # noqa: ARG001, FBT001 - parse_args takes it from any place
) -> None:
    """Who owes what and since when, from plain-text books.

    Without a command it shows what is to be done today. The books are those that -f
    names, before or after the command, or the nearest main.beancount in this folder or
    one above it.
    """
    context.meta[NAMED_BOOKS] = file
    if context.invoked_subcommand is None:
        _begin(context)


#: What somebody reads who types the name alone where there are no books.
_FIRST_STEPS = """\
There are no books here. To begin:
  ledgerkit init DIR      starts books, with examples of the last three months
  ledgerkit -h            lists the commands; ledgerkit aging FILE reads your ledger
"""


def _begin(context: click.Context) -> None:
    """Show today, if there are books here; else how to begin."""
    from ledgerkit.cli.which_books import find_books  # noqa: PLC0415

    try:
        find_books(None, context.params["file"])
    except UsageError:
        click.echo(_FIRST_STEPS, nl=False)
        return
    command = main.get_command(context, "today")
    assert command is not None
    file = context.params["file"]
    named = ["--file", str(file)] if file is not None else []
    command.main(args=named, prog_name=f"{context.info_name} today")

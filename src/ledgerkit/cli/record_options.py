"""The options of commands that put one thing on record."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from ledgerkit.cli.options import Day, find_books, load_books

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from ledgerkit.api import LedgerBooks

F = TypeVar("F", bound="Callable[..., Any]")


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordOptions:
    """How to write.

    Attributes:
        into: The file to add to; None for the usual one.
        yes: Whether to write without asking.
        dry_run: Whether to print the directives, and write nothing.
    """

    into: Path | None
    yes: bool
    dry_run: bool

    @classmethod
    def taken_from(cls, options: dict[str, Any]) -> RecordOptions:
        """Take them out of a command's options."""
        return cls(**{key: options.pop(key) for key in ("into", "yes", "dry_run")})


def record_options(function: F) -> F:
    """``--into``, ``--yes``, ``--dry-run``."""
    for option in (
        click.option(
            "--dry-run", is_flag=True, help="Print the directives, write nothing."
        ),
        click.option("--yes", is_flag=True, help="Write without asking."),
        click.option(
            "--into",
            type=click.Path(path_type=Path, dir_okay=False),
            help="The file of the books to add to; else where the latest stands.",
        ),
    ):
        function = option(function)
    return function


def file_option(function: F) -> F:
    """``--file`` alone, where other arguments leave no room for BOOKS."""
    return click.option(
        "--file",
        "-f",
        "file",
        envvar="LEDGERKIT_FILE",
        type=click.Path(path_type=Path),
        help="The main ledger file; $LEDGERKIT_FILE can name it too.",
    )(function)


def date_option(what: str) -> Callable[[F], F]:
    """``--date``, today if it isn't given."""
    return click.option(
        "--date", "day", type=Day(), default="today", show_default=True, help=what
    )


def completed(
    offered: Callable[[LedgerBooks], Iterable[str]],
) -> Callable[[click.Context, click.Parameter, str], Sequence[str]]:
    """Completion by the shell, from the books that the command line names.

    Whoever presses the tab key wants no message: books that can't be read offer
    nothing.
    """

    def complete(
        context: click.Context, _parameter: click.Parameter, begun: str
    ) -> Sequence[str]:
        from ledgerkit.errors import LedgerkitError  # noqa: PLC0415

        try:
            books = load_books(
                find_books(context.params.get("books"), context.params.get("file")),
                None,
            )
        except (LedgerkitError, OSError):
            return []
        wanted = begun.casefold()
        return [word for word in offered(books) if wanted in word.casefold()]

    return complete

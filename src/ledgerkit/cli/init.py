"""``ledgerkit init``: a working book to begin with."""

from __future__ import annotations

import re
import shlex
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ledgerkit.errors import UsageError
from ledgerkit.ledger.writing.writer import BooksWriter

if TYPE_CHECKING:
    from ledgerkit.ledger.writing.splice import Splice

_MAIN, _IGNORE = "main.beancount", ".gitignore"
#: What the starting book has in the place of what the options say.
_NAME, _CURRENCY = '"My business"', "EUR"
#: As Beancount reads a currency; three of its words look like one.
_CURRENCY_FORM = re.compile(r"(?!(?:TRUE|FALSE|NULL)$)[A-Z][A-Z0-9'._-]{0,22}[A-Z0-9]")

_IGNORED = """\
# Beancount's cache
*.picklecache
# ledgerkit's lock, and what a killed write leaves
.ledgerkit.lock
*.lktmp
"""


@click.command("init")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option(
    "--currency", default=_CURRENCY, show_default=True, help="Currency of the books"
)
@click.option(
    "--name", default="My business", show_default=True, help="Name of the business"
)
def init_command(folder: Path, currency: str, name: str) -> None:
    """Start new books in DIR.

    Writes main.beancount, a small working ledger that explains itself, and a .gitignore
    if there is none. Never touches books that exist already.
    """
    text = starting_book(name=name, currency=currency)
    main = folder / _MAIN
    _check_free(main)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"{folder}: can't be made: {error.strerror}") from None
    files: dict[Path, Splice] = {main: _only_if_new(main, text)}
    if not (folder / _IGNORE).exists():
        files = {folder / _IGNORE: lambda old: old or _IGNORED.encode(), **files}
    BooksWriter(main=main).write(files)
    click.echo(f"Wrote {' and '.join(str(path) for path in reversed(files))}.")
    click.echo(_next_steps(folder))


def starting_book(*, name: str, currency: str) -> str:
    """The text of a new book.

    Args:
        name: Of the business, for people.
        currency: Of its own accounts and the examples.

    Raises:
        UsageError: If the one can't be shown, or the other is no currency.
    """
    if not _CURRENCY_FORM.fullmatch(currency):
        raise UsageError(
            f"--currency {currency!r} is no currency code; write capitals, as in EUR"
        )
    title = " ".join(name.split())
    if not title.isprintable() or not title:
        raise UsageError(
            f"--name {name!r} is empty or can't be shown; write it in plain letters"
        )
    source = resources.files("ledgerkit.cli").joinpath("starter.beancount")
    text = source.read_text("utf-8")
    text = re.sub(rf"\b{_CURRENCY}\b", lambda _: currency, text)
    escaped = title.replace("\\", "\\\\").replace('"', '\\"')
    return text.replace(_NAME, f'"{escaped}"')


def _check_free(main: Path) -> None:
    """Refuse what would be in the way.

    Raises:
        UsageError: If there are books already, or a file where the folder should be.
    """
    folder = main.parent
    if main.exists() or main.is_symlink():
        raise UsageError(f"{main} exists already; name another directory")
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder} is a file; name a directory")


def _only_if_new(main: Path, text: str) -> Splice:
    def splice(old: bytes) -> bytes:
        if old:
            raise UsageError(f"{main} exists already; name another directory")
        return text.encode()

    return splice


def _next_steps(folder: Path) -> str:
    """What to try first; as at a day on which the examples show something."""
    enter = (
        "" if folder.resolve() == Path.cwd() else f"  cd {shlex.quote(str(folder))}\n"
    )
    return (
        "\nTry:\n"
        f"{enter}"
        "  ledgerkit aging --as-of 2026-03-31\n"
        "  ledgerkit open-items --side payable --as-of 2026-03-31\n"
        "  ledgerkit ledger harbour --as-of 2026-03-31\n"
        "  ledgerkit check\n"
        "  ledgerkit serve\n"
        f"\nThen read {_MAIN}, and write your own in the place of the examples."
    )

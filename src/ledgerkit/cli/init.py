"""``ledgerkit init``: a working book to begin with."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ledgerkit.books.taxes.country_codes import CODES_BY_COUNTRY, codes_file, codes_text
from ledgerkit.cli.starting_book import first_example, starting_book
from ledgerkit.cli.trust import trust_new_books
from ledgerkit.cli.typed_values import CurrencyText, Day
from ledgerkit.errors import UsageError
from ledgerkit.ledger.writing.writer import BooksWriter

if TYPE_CHECKING:
    from datetime import date

    from ledgerkit.ledger.writing.splice import Splice

_MAIN, _IGNORE = "main.beancount", ".gitignore"
#: Of books without a country.
_CURRENCY = "EUR"

_IGNORED = """\
# Beancount's cache
*.picklecache
# ledgerkit's lock, and what a killed write leaves
.ledgerkit.lock
*.lktmp
"""


@click.command("init")
@click.argument(
    "folder", metavar="[DIR]", type=click.Path(path_type=Path), default=Path()
)
@click.option(
    "--currency",
    type=CurrencyText(),
    help=f"Currency of the books (default: that of the country, or {_CURRENCY})",
)
@click.option(
    "--country",
    type=click.Choice(list(CODES_BY_COUNTRY), case_sensitive=False),
    help="Country whose tax codes and return they have (default: none)",
)
@click.option(
    "--name", default="My business", show_default=True, help="Name of the business"
)
@click.option(
    "--on",
    "day",
    type=Day(),
    default="today",
    show_default=True,
    help="Day up to which the examples run",
)
def init_command(
    folder: Path, currency: str | None, country: str | None, name: str, day: date
) -> None:
    """Start new books in DIR, or in this directory.

    Writes main.beancount, a small working ledger that explains itself, and a .gitignore
    if there is none. Its examples begin three months earlier, and nothing lies in the
    future. Never touches books that exist already.
    """
    country = (country or "").upper()
    usual = CODES_BY_COUNTRY[country].currency if country else _CURRENCY
    text = starting_book(
        name=name, currency=currency or usual, day=day, country=country
    )
    main = folder / _MAIN
    _check_free(main)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"{folder}: can't be made: {error.strerror}") from None
    files: dict[Path, Splice] = {main: _only_if_new(main, text)}
    if country:
        # The included file first: the main one is checked with it.
        codes = folder / codes_file(country)
        files = {codes: _only_if_new(codes, codes_text(country)), **files}
    if not (folder / _IGNORE).exists():
        files = {folder / _IGNORE: lambda old: old or _IGNORED.encode(), **files}
    BooksWriter(main=main).write(files)
    trust_new_books(folder)
    click.echo(f"Wrote {' and '.join(str(path) for path in reversed(files))}.")
    click.echo(_next_steps(folder, _return(country, day)))


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


def _return(country: str, day: date) -> str:
    """The command for the return of the first examples; nothing without a country."""
    first = first_example(day)
    quarter = (first.month + 2) // 3
    return f"  ledgerkit tax return {first.year}-Q{quarter}\n" if country else ""


def _next_steps(folder: Path, tax_return: str) -> str:
    """What to try first."""
    enter = (
        "" if folder.resolve() == Path.cwd() else f"  cd {shlex.quote(str(folder))}\n"
    )
    return (
        "\nTry:\n"
        f"{enter}"
        "  ledgerkit today\n"
        "  ledgerkit aging\n"
        "  ledgerkit bill list\n"
        "  ledgerkit client show harbour\n"
        f"{tax_return}"
        "  ledgerkit check\n"
        "  ledgerkit serve\n"
        f"\nThen read {_MAIN}, and write your own in the place of the examples."
    )

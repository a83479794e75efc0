"""``ledgerkit init``: a working book to begin with."""

from __future__ import annotations

import re
import shlex
from collections import Counter
from datetime import date
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

import click
from dateutil.relativedelta import relativedelta

from ledgerkit.cli.trust import trust_new_books
from ledgerkit.cli.typed_values import CurrencyText, Day
from ledgerkit.errors import UsageError
from ledgerkit.ledger.writing.writer import BooksWriter

if TYPE_CHECKING:
    from ledgerkit.ledger.writing.splice import Splice

_MAIN, _IGNORE = "main.beancount", ".gitignore"
#: What the starting book has in the place of what the options say.
_NAME, _CURRENCY = '"My business"', "EUR"
#: The first day of its examples, some months before the day on which it is made.
_FIRST, _MONTHS_BEFORE = date(2026, 1, 1), 3
_DAY = re.compile(r"\b2026-\d\d-\d\d\b")
_INVOICE = re.compile(r"^(\S+) \* .*\^(INV-2026-\d{3})$", re.MULTILINE)
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
@click.argument(
    "folder", metavar="[DIR]", type=click.Path(path_type=Path), default=Path()
)
@click.option(
    "--currency",
    type=CurrencyText(),
    default=_CURRENCY,
    show_default=True,
    help="Currency of the books",
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
def init_command(folder: Path, currency: str, name: str, day: date) -> None:
    """Start new books in DIR, or in this directory.

    Writes main.beancount, a small working ledger that explains itself, and a .gitignore
    if there is none. Its examples begin three months earlier, and nothing lies in the
    future. Never touches books that exist already.
    """
    text = starting_book(name=name, currency=currency, day=day)
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
    trust_new_books(folder)
    click.echo(f"Wrote {' and '.join(str(path) for path in reversed(files))}.")
    click.echo(_next_steps(folder))


def starting_book(*, name: str, currency: str, day: date) -> str:
    """The text of a new book.

    Args:
        name: Of the business, for people.
        currency: Of its own accounts and the examples.
        day: The last day that an example may have.

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
    text = _moved(source.read_text("utf-8"), day)
    text = re.sub(rf"\b{_CURRENCY}\b", lambda _: currency, text)
    escaped = title.replace("\\", "\\\\").replace('"', '\\"')
    return text.replace(_NAME, f'"{escaped}"')


def _moved(text: str, day: date) -> str:
    """The examples moved, so that they end by a day; numbers follow their year."""
    first: date = day.replace(day=1) - relativedelta(months=_MONTHS_BEFORE)

    def moved(shown: str) -> date:
        return first + (date.fromisoformat(shown) - _FIRST)

    counts: Counter[int] = Counter()
    numbers: dict[str, str] = {}
    for issued, number in sorted(_INVOICE.findall(text)):
        if number not in numbers:
            year = moved(issued).year
            counts[year] += 1
            numbers[number] = f"INV-{year}-{counts[year]:03}"
    for number, new in numbers.items():
        # Marked, so that no number is renamed twice.
        text = text.replace(number, f"\0{new}")
    return _DAY.sub(lambda match: f"{moved(match[0])}", text).replace("\0", "")


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
    """What to try first."""
    enter = (
        "" if folder.resolve() == Path.cwd() else f"  cd {shlex.quote(str(folder))}\n"
    )
    return (
        "\nTry:\n"
        f"{enter}"
        "  ledgerkit today\n"
        "  ledgerkit aging\n"
        "  ledgerkit open-items --side payable\n"
        "  ledgerkit ledger harbour\n"
        "  ledgerkit check\n"
        "  ledgerkit serve\n"
        f"\nThen read {_MAIN}, and write your own in the place of the examples."
    )

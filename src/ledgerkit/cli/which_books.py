"""Which books a command is about: named by an option or an argument, or the nearest."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ledgerkit.errors import UsageError
from ledgerkit.ledger.files import main_file_of
from ledgerkit.text.untrusted import visible

if TYPE_CHECKING:
    from collections.abc import Sequence

_MAIN = "main.beancount"
_LEDGERS = frozenset({".beancount", ".bean"})


def find_books(books: Path | None, file: Path | None) -> Path:
    """The main ledger file that a command is about.

    Raises:
        UsageError: If none is named and there is no main.beancount to be found.
    """
    if books or file:
        path = books or file
        assert path is not None
        return path / _MAIN if (path / _MAIN).is_file() else path
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / _MAIN).is_file():
            return folder / _MAIN if folder != here else Path(_MAIN)
    raise UsageError(
        f"there is no {_MAIN} here or above; name the ledger file,"
        " or start one with ledgerkit init DIR"
    )


def is_books(word: str) -> bool:
    """Whether a word on the command line names books, and not what they hold."""
    path = Path(word)
    is_file = path.suffix in _LEDGERS and path.is_file()
    return is_file or (path / _MAIN).is_file()


def files_only(
    _context: click.Context, _argument: click.Parameter, files: Sequence[Path]
) -> Sequence[Path]:
    """The files that a command reads, none of which is a ledger.

    Raises:
        UsageError: If one is: it is named by an option.
    """
    for file in files:
        if is_books(str(file)):
            raise UsageError(f"{file} is a ledger; name the books with -f {file}")
    return files


#: The files that a command reads beside the books.
files_argument = click.argument(
    "files",
    nargs=-1,
    required=True,
    type=click.Path(path_type=Path),
    callback=files_only,
)


def then_books(words: Sequence[str]) -> tuple[Sequence[str], Path | None]:
    """The words before the books, and those, if the last word names any."""
    if words and is_books(words[-1]):
        return words[:-1], Path(words[-1])
    return words, None


def whole_books(path: Path, done: str) -> Path:
    """The main file of the books that a file is part of, which is said.

    Args:
        path: A ledger file.
        done: What is done with its books, as a participle.
    """
    if not path.is_file():
        return path
    main = main_file_of(path)
    if main != path:
        here = f"{Path.cwd()}{os.sep}"
        file, whole = (str(each).removeprefix(here) for each in (path, main))
        click.echo(visible(f"{file} is part of {whole}, which is {done}."), err=True)
    return main

"""``ledgerkit client forget``: take a person out of the books."""

from __future__ import annotations

import os
import shutil
import subprocess
from typing import TYPE_CHECKING

import click

from ledgerkit.cli.completion import completed
from ledgerkit.cli.options import books_options, confirm_options, load_for_command
from ledgerkit.cli.show import shown_file, shown_place
from ledgerkit.cli.write import WriteOptions, write_change
from ledgerkit.clients.records.record import RecordKind
from ledgerkit.entries.clients.forget import ForgottenContact
from ledgerkit.errors import LedgerkitError
from ledgerkit.text.untrusted import visible

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from ledgerkit.api import LedgerBooks


#: A history of many years is searched in seconds; what takes longer is not waited for.
_SECONDS = 60


#: Its messages in English; nothing is locked, fetched or asked.
_ENVIRONMENT = {
    "LC_ALL": "C",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_TERMINAL_PROMPT": "0",
}


def files_in_history(folder: Path, words: Sequence[str]) -> Sequence[str] | None:
    """The files in whose history, on any branch, one of the words stands or stood.

    Args:
        folder: A folder; where it is in no repository, there is no history.
        words: What to look for, exactly.

    Returns:
        Names from the top of the repository, of files that are gone too; None if git
        could not tell.
    """
    git = shutil.which("git")
    if git is None:
        return None if _is_in_repository(folder) else []
    files: set[str] = set()
    for word in words:
        names = _files_with(git, folder, word)
        if names is None:
            return None if _is_in_repository(folder) else []
        files.update(names)
    return sorted(files)


def _is_in_repository(folder: Path) -> bool:
    return any((directory / ".git").exists() for directory in (folder, *folder.parents))


def _files_with(git: str, folder: Path, word: str) -> set[str] | None:
    """The files of the commits that added or took away a word."""
    # The list is the command: no shell reads it.
    command = [
        *(git, "-C", str(folder)),
        # A repository can name programs for these, and it may be somebody else's.
        *("-c", "log.showSignature=false", "-c", "core.fsmonitor=false"),
        *("log", "--all", "--no-textconv", "--no-ext-diff", "--no-renames"),
        *("--format=", "--name-only", "-z", f"-S{word}"),
    ]
    try:
        done = subprocess.run(  # noqa: S603 - a list, and git's own path
            command,
            capture_output=True,
            check=False,
            timeout=_SECONDS,
            env={**os.environ, **_ENVIRONMENT},
        )
    except (subprocess.TimeoutExpired, OSError):
        return None
    if done.returncode != 0:
        return None
    names = done.stdout.decode("utf-8", "replace").split("\0")
    return {name.strip() for name in names if name.strip()}


_NAMED = 10


def _contacts(books: LedgerBooks) -> Sequence[str]:
    return books.relations.ids(RecordKind.CONTACT)


@click.command("forget")
@click.argument("contact", shell_complete=completed(_contacts))
@books_options
@click.option(
    "--everywhere",
    is_flag=True,
    help="Replace the name in summaries, notes and comments too",
)
@confirm_options
def forget_command(  # noqa: PLR0913 - click hands over each option
    contact: str,
    books: Path | None,
    file: Path | None,
    *,
    everywhere: bool,
    yes: bool,
    dry_run: bool,
) -> None:
    """Remove CONTACT from all files of the book: its directives and its id.

    Lists what still names the person, in backups and exports beside the books too, and
    where git still has it. Shows the change and
    asks.
    """
    loaded = load_for_command(books, file)
    try:
        forgotten = ForgottenContact(loaded, contact, everywhere=everywhere)
        writing = WriteOptions(into=None, yes=yes, dry_run=dry_run)
        written = write_change(forgotten.change, writing)
    except LedgerkitError as error:
        raise type(error)(visible(str(error))) from error
    if written:
        count = len(forgotten.change.changed)
        files = "1 file" if count == 1 else f"{count} files"
        click.echo(f"{forgotten.id} is forgotten: {files} changed.")
    if written or dry_run:
        _tell_what_is_left(forgotten, to_come=not written)


def _tell_what_is_left(forgotten: ForgottenContact, *, to_come: bool) -> None:
    mentions = forgotten.mentions()
    if mentions:
        when = " (lines as they will be)" if to_come else ""
        click.echo(f"Still named here, for you to decide on{when}:", err=True)
    for mention in mentions:
        line = f"  {shown_place(mention.place)}: {mention.text}"
        click.echo(visible(line), err=True)
    click.echo(
        "Looked for by id, full names, e-mail addresses and telephone numbers, in the"
        " book's own files and in others of its folder; not by first name.",
        err=True,
    )
    _tell_what_lies_beside(forgotten)
    _tell_what_git_has(forgotten)


def _tell_what_lies_beside(forgotten: ForgottenContact) -> None:
    """Backups, exports and letters: a person decides on them."""
    beside = forgotten.other_files()
    for sentence, paths in (
        ("Files that are no part of the books have it too: {}.", beside.named),
        ("Not looked into, as they hold no plain text: {}.", beside.closed),
    ):
        if paths:
            names = ", ".join(shown_file(str(path)) for path in paths[:_NAMED])
            more = len(paths) - _NAMED
            names += f" and {more} files more" if more > 0 else ""
            click.echo(visible(sentence.format(names)), err=True)


def _tell_what_git_has(forgotten: ForgottenContact) -> None:
    words = [f'"{forgotten.id}"', *forgotten.terms[1:]]
    kept = files_in_history(forgotten.change.files[0].parent, words)
    if kept is None:
        click.echo(
            "This folder is in a git repository whose history could not be searched;"
            " git probably still has it.",
            err=True,
        )
    elif kept:
        names = ", ".join(kept[:_NAMED])
        names += f" and {len(kept) - _NAMED} files more" if len(kept) > _NAMED else ""
        click.echo(visible(f"git still has it in the history of {names}."), err=True)
    if kept is None or kept:
        click.echo(
            "Every copy of the repository has it too. To take it out, rewrite the"
            " history with git filter-repo --replace-text, or start a new repository"
            " from the files as they are now, and replace the copies.",
            err=True,
        )

"""``ledgerkit trust``: the folders whose programs may run, and asking for one."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from ledgerkit.errors import UntrustedBooksError, UsageError
from ledgerkit.ledger.trust import (
    allow,
    beware_of,
    distrust_folder,
    trust_file,
    trust_folder,
    trusted_folders,
)
from ledgerkit.text.untrusted import visible

if TYPE_CHECKING:
    from collections.abc import Callable

R = TypeVar("R")


def list_of_trusted() -> Path | None:
    """The file with the user's list of trusted folders."""
    return trust_file(os.environ)


def allow_trusted() -> None:
    """Let programs in the trusted folders run, and none of this directory.

    Python may find modules in the directory that a command runs in; that is no reason
    to take them for the user's.
    """
    beware_of(Path.cwd())
    try:
        allow(trusted_folders(list_of_trusted()))
    except UsageError as error:
        # Most books need no trust: a broken list must not stop their reports.
        click.echo(f"Note: {error}", err=True)


def asking_for_trust(read: Callable[[], R]) -> R:
    """What reading books gives; on a terminal the user is asked for trust, once.

    Raises:
        UntrustedBooksError: If the user doesn't trust the folder, or can't be asked.
    """
    asked: set[Path] = set()
    while True:
        try:
            return read()
        except UntrustedBooksError as error:
            if error.folder in asked or not _may_ask():
                raise
            asked.add(error.folder)
            click.echo(visible(error.reason), err=True)
            question = f"Trust {error.folder}, with all that lies below it?"
            if not click.confirm(visible(question), default=False, err=True):
                raise
            trust_folder(list_of_trusted(), error.folder)
            allow([error.folder])


def _may_ask() -> bool:
    return sys.stdin.isatty() and sys.stderr.isatty()


def trust_new_books(folder: Path) -> None:
    """Trust the folder of books that the user has just begun, if that is not all."""
    home = Path(os.path.expanduser("~"))  # noqa: PTH111 - it never fails
    if folder.resolve() in {home.resolve(), *home.resolve().parents}:
        click.echo(
            f"Note: {folder} holds more than these books, so it isn't trusted; plugins"
            " of your own need a folder of their own.",
            err=True,
        )
        return
    try:
        trust_folder(list_of_trusted(), folder)
    except UsageError as error:
        click.echo(visible(f"Note: {error}"), err=True)


@click.command("trust")
@click.argument("folder", required=False, type=click.Path(path_type=Path))
@click.option("--list", "list_", is_flag=True, help="List the trusted folders")
@click.option("--remove", is_flag=True, help="Trust FOLDER no longer")
def trust_command(
    folder: Path | None,
    list_: bool,  # noqa: FBT001
    remove: bool,  # noqa: FBT001
) -> None:
    """Let programs that lie in FOLDER, or below it, run with the books there.

    Books can name programs: plugins beside the ledger, extensions of Fava, an import
    configuration, an option that is run. Until their folder is trusted such books are
    refused. What is installed needs no trust, and books of ledgerkit init have it.
    """
    if list_:
        if folder is not None or remove:
            raise UsageError("--list takes no folder")
        for trusted in trusted_folders(list_of_trusted()):
            click.echo(visible(str(trusted)))
        return
    if folder is None:
        raise UsageError("name the folder to trust, as in ledgerkit trust FOLDER")
    if remove:
        distrust_folder(list_of_trusted(), folder)
        click.echo(visible(f"{folder} is not trusted any more."))
        return
    if not trust_folder(list_of_trusted(), folder):
        click.echo(visible(f"{folder} is trusted already."))
        return
    click.echo(visible(f"Programs in {folder.resolve()}, and below it, may run now."))

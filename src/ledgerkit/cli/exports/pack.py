"""``ledgerkit pack``: the auditor's folder."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ledgerkit.cli.exports.options import load_whole, write_or_refuse
from ledgerkit.cli.exports.pack_contents import MANIFEST, PackContents
from ledgerkit.cli.options import books_options, despite_errors_option
from ledgerkit.cli.show import status_of
from ledgerkit.errors import UsageError, WriteRefusedError
from ledgerkit.general_ledger.period import parse_period
from ledgerkit.text.untrusted import visible

if TYPE_CHECKING:
    from collections.abc import Mapping


@click.command("pack")
@click.argument("period")
@click.argument("folder", type=click.Path(path_type=Path))
@books_options
@click.option("--force", is_flag=True, help="Overwrite files with other content")
@despite_errors_option
def pack_command(
    period: str,
    folder: Path,
    books: Path | None,
    file: Path | None,
    *,
    force: bool,
) -> None:
    """Write a folder for the auditor: all of a period, with digests.

    PERIOD is 2025, 2025-Q2, 2025-06 or FY2025. FOLDER gets the statements, the
    journal, a card for each account, open items, reconciliations, an index of
    documents and of the files of the books with their SHA-256, closed periods and
    findings; SHA256SUMS lists all of it. Same books, same bytes.
    """
    loaded = load_whole(books, file)
    of = parse_period(period, loaded.general_ledger.fiscal)
    contents = PackContents(loaded, of)
    files = contents.files()
    _check_folder(folder, files, force=force)
    written = sum(
        write_or_refuse(folder / name, content, force=force)
        for name, content in files.items()
    )
    for note in contents.notes:
        click.echo(f"Note: {visible(note)}.", err=True)
    kept = len(files) - written
    again = f", {kept} there already" if kept else ""
    click.echo(f"{folder}: {written} files written{again}; see {MANIFEST}.")
    sys.exit(status_of(loaded))


def _check_folder(folder: Path, files: Mapping[str, bytes], *, force: bool) -> None:
    """Refuse before anything is written.

    Raises:
        LedgerkitError: If the folder has other files, or other content.
    """
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder} is a file; name a folder")
    there = {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file()
    }
    others = sorted(there - set(files))
    if others:
        raise WriteRefusedError(
            f"{folder / others[0]}: this is not of the pack, which {MANIFEST} would not"
            " list; name a new folder"
        )
    changed = [n for n in sorted(there) if (folder / n).read_bytes() != files[n]]
    if changed and not force:
        raise WriteRefusedError(
            f"{folder / changed[0]}: a file of this name is there with other content;"
            " name a new folder, or overwrite it with --force"
        )

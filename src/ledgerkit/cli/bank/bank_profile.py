"""``ledgerkit bank profile``: draft a profile for a bank's table."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ledgerkit.cli.bank.files import bank_file_choices, bank_file_options, file_content
from ledgerkit.cli.show import write
from ledgerkit.importers.bank_files.tables.draft_profile import draft_profile
from ledgerkit.text.untrusted_text import visible

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledgerkit.importers.bank_files.tables.draft_profile import ProfileDraft


@click.command("profile")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--title", help="What the bank is called; else the file's name.")
@bank_file_options
@click.option(
    "--output",
    "-o",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write to this file, e.g. bank-profiles/my-bank.toml.",
)
def profile_command(
    file: Path, *, title: str | None, output: Path | None, **chosen: Any
) -> None:
    """Draft a profile from a CSV or XLSX FILE of a bank.

    The profile is TOML on standard output; what was understood, and the first lines
    as it reads them, are on standard error. What the file leaves open is a key
    behind a #: decide it, and take the # away. Put it in the folder bank-profiles
    beside the books, or give it with --profile.
    """
    draft = draft_profile(
        file_content(file),
        str(file),
        bank_file_choices(chosen),
        title=title or file.stem,
    )
    for line in _understood(draft):
        click.echo(visible(line), err=True)
    write(draft.text, output)


def _understood(draft: ProfileDraft) -> Iterator[str]:
    yield f"Columns: {draft.columns}"
    yield from (f"{why[0].upper()}{why[1:]}" for why in draft.why)
    if draft.open:
        yield f"It reads nothing yet: {draft.open}"
    for line in draft.lines:
        amount = f"{line.amount:f} {line.currency}".strip()
        words = " | ".join(filter(None, (line.name, line.iban, line.text)))
        yield f"Line {line.place.lineno}: {line.day} | {amount} | {words}"

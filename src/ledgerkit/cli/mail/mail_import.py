"""``ledgerkit mail import``: what clients wrote, and the files that came with it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

import click

from ledgerkit.books.general_ledger.fiscal_year import USUAL_INBOX, inbox_folders
from ledgerkit.cli.noun import Noun
from ledgerkit.cli.options import file_option, load_for_command, write_options
from ledgerkit.cli.report_command import made
from ledgerkit.cli.report_spec import ReportCommand
from ledgerkit.cli.write import WriteOptions, known_books, write_with_files
from ledgerkit.e_invoices.read import read_e_invoice
from ledgerkit.entries.mail.received import correspondents, known_mail, mail_activity
from ledgerkit.entries.received_file import received_name
from ledgerkit.entries.usual_file import usual_file_of
from ledgerkit.errors import LedgerkitError, UnreadableFileError, UsageError
from ledgerkit.importers.bank_files.choices import BankFileChoices
from ledgerkit.importers.bank_files.read import read_bank_file
from ledgerkit.importers.mail.read import FILE_BYTES_MAX, read_mail_file
from ledgerkit.parties.party import OURSELVES, PartyRole
from ledgerkit.text.untrusted import visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from beancount.core.data import Directive

    from ledgerkit.api import LedgerBooks
    from ledgerkit.entries.mail.received import Correspondent
    from ledgerkit.importers.mail.read import ReceivedMail

_ENDINGS = frozenset({".eml", ".mbox"})
#: Endings that an e-invoice or a bank file may have; nothing else is looked into.
_LOOKED_INTO = frozenset(
    [
        ".xml",
        ".p7m",
        ".pdf",
        ".csv",
        ".sta",
        ".mt940",
        ".940",
        ".ofx",
        ".qfx",
        ".qif",
        ".txt",
        ".xlsx",
    ]
)


@click.group("mail", cls=Noun)
def mail_command() -> None:
    """List what was sent by e-mail; read e-mails that came."""


mail_command.add_command(
    made(
        "list",
        ReportCommand(
            report="sent_mail", help="List what was sent by e-mail, and to whom."
        ),
    )
)


@mail_command.command("import")
@click.argument("folder", type=click.Path(path_type=Path))
@file_option
@write_options
def import_mail_command(
    folder: Path, file: Path | None, **writing: Unpack[WriteOptions]
) -> None:
    """Read the e-mails in FOLDER: .eml and .mbox files, or one such file.

    What a client or its contact wrote becomes an activity, each message once. Attached
    e-invoices and bank files of known senders go to the inbox, for the import. Senders
    whom the books don't know are named.
    """
    books = load_for_command(None, file)
    known = known_books(books)
    try:
        taken = _Taken(books)
        for path in _files(folder):
            for mail in read_mail_file(_content(path), str(path)):
                taken.take(mail)
        taken.tell()
        if not taken.directives and not taken.files:
            click.echo("Nothing new.", err=True)
            return
        options = WriteOptions(
            into=writing["into"] or usual_file_of(books, "activity"),
            yes=writing["yes"],
            dry_run=writing["dry_run"],
        )
        if write_with_files(
            books, taken.directives, known=known, writing=options, files=taken.files
        ):
            click.echo(
                f"{len(taken.directives)} activities, {len(taken.files)} files in"
                " the inbox."
            )
    except LedgerkitError as error:
        # Names and subjects come from anybody.
        raise type(error)(visible(str(error))) from error


def _files(folder: Path) -> Iterator[Path]:
    if folder.is_file():
        yield folder
        return
    if not folder.is_dir():
        raise UsageError(f"{folder}: there is no such file or folder")
    found = [p for p in sorted(folder.iterdir()) if p.suffix.lower() in _ENDINGS]
    if not found:
        raise UsageError(f"{folder}: has no .eml or .mbox files")
    yield from (path for path in found if path.is_file())


def _content(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(FILE_BYTES_MAX + 1)
    except OSError as error:
        raise UnreadableFileError(f"{path}: {error.strerror}") from None


@dataclass
class _Taken:
    """What the messages come to."""

    books: LedgerBooks
    directives: list[Directive] = field(default_factory=list)
    files: dict[Path, bytes] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._known = set(known_mail(self.books))
        self._who: Mapping[str, Correspondent] = correspondents(self.books, date.max)
        company = self.books.directory.as_of(PartyRole.COMPANY, OURSELVES, date.max)
        self._ours = company.text("email").lower()
        self._strangers = Counter[str]()
        self._undated = 0

    def take(self, mail: ReceivedMail) -> None:
        """One message: once, and only of somebody known."""
        if mail.id in self._known or (mail.sender and mail.sender == self._ours):
            return
        who = self._who.get(mail.sender)
        if who is None:
            self._strangers[mail.sender or "no address"] += 1
            return
        if mail.day is None:
            self._undated += 1
            return
        self._known.add(mail.id)
        if who.role is PartyRole.CLIENT:
            self.directives.append(mail_activity(who, mail.day, mail.subject, mail.id))
        for name, content in mail.attachments:
            if _is_for_import(name, content):
                self._keep(name, content)

    def _keep(self, name: str, content: bytes) -> None:
        folder = Path(self.books.filename).parent / self._inbox()
        path = folder / received_name(name)
        if (self.files.get(path) or _there(path) or content) != content:
            digest = sha256(content).hexdigest()[:8]
            path = path.with_name(f"{path.stem}-{digest}{path.suffix}")
        if _there(path) is None:
            self.files[path] = content

    def _inbox(self) -> str:
        for folder in inbox_folders(self.books.source.reading.customs):
            named = Path(folder)
            if not named.is_absolute() and ".." not in named.parts:
                return folder
        return USUAL_INBOX

    def tell(self) -> None:
        """Who isn't known, and what can't be dated."""
        for address, count in sorted(self._strangers.items()):
            messages = "1 message" if count == 1 else f"{count} messages"
            click.echo(
                visible(
                    f"Note: {messages} of {address}, whom the books don't know; give a"
                    " contact, client or vendor this email:."
                ),
                err=True,
            )
        if self._undated:
            click.echo(f"Note: {self._undated} without a date, left out.", err=True)


def _there(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


def _is_for_import(name: str, content: bytes) -> bool:
    """Whether it is an e-invoice or a bank file."""
    if Path(name).suffix.lower() not in _LOOKED_INTO or not content:
        return False
    try:
        read_e_invoice(content, name)
    except LedgerkitError:
        try:
            return bool(read_bank_file(content, name, BankFileChoices()))
        except LedgerkitError:
            return False
    return True

"""Papers -> e-mails in the outbox, and what says so in the books: both or neither."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from email import message_from_bytes, policy
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ledgerkit.books.mail.addresses import recipients, sender
from ledgerkit.books.mail.sent import delivered_digests, read_sent_mail
from ledgerkit.books.stationery import StationeryFolder
from ledgerkit.cli.mail.mail_server import answer_before, connected, mark_of
from ledgerkit.cli.options import load_for_command
from ledgerkit.cli.write import WriteOptions, known_books, write_with_files
from ledgerkit.entries.kept_files import file_name
from ledgerkit.entries.mail.sending import (
    NewMail,
    check_not_sent,
    delivered_directive,
    mail_directive,
)
from ledgerkit.errors import UsageError
from ledgerkit.exporters.mail import Mail
from ledgerkit.ledger.place import short_place
from ledgerkit.ledger.writing.disk import DISK
from ledgerkit.parties.party import OURSELVES, PartyRole
from ledgerkit.rendering.language import choose_language
from ledgerkit.rendering.mail import MailFacts, mail_text
from ledgerkit.text.untrusted import visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from decimal import Decimal

    from beancount.core.data import Directive

    from ledgerkit.api import LedgerBooks
    from ledgerkit.books.mail.sent import SentMail
    from ledgerkit.cli.mail.mail_server import MailServer
    from ledgerkit.cli.mail.options import Posting
    from ledgerkit.ledger.writing.writer import LoadedFiles

SMTP = "smtp"


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """Something to send: a document or a letter.

    Attributes:
        about: What the books call it: its number, or what else names it once.
        kind: ``invoice``, ``reminder`` and so on.
        number: As its reader knows it.
        day: Its day.
        amount: What is to be paid, or the balance.
        currency: Of the amount.
        role: Whether it goes to a client or a vendor.
        party: Its id.
        name: The name of the file attached.
        content: Its bytes.
        contact: The contact that it goes to; empty for those who get all papers.
    """

    about: str
    kind: str
    number: str
    day: date
    amount: Decimal
    currency: str
    role: PartyRole
    party: str
    name: str
    content: bytes
    contact: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ready:
    """A message, as it is shown, kept and said in the books."""

    mail: Mail
    path: Path
    content: bytes
    directive: Directive


def post(  # noqa: PLR0913 - what to send, and how to write it
    books: LedgerBooks,
    papers: Sequence[Paper],
    how: Posting,
    *,
    known: LoadedFiles,
    writing: WriteOptions,
    also: Sequence[Directive] = (),
    files: Mapping[Path, bytes] | None = None,
) -> bool:
    """Write messages to the outbox and say so in the books; False if nothing was.

    All are made before anything is asked or written.

    Args:
        books: The books.
        papers: What to send.
        how: Who sends it and when.
        known: What the books' files were like when they were loaded.
        writing: The options that the person gave.
        also: What else to say in the books, such as that a client was reminded.
        files: What else to write with it.

    Raises:
        LedgerkitError: If nothing was written; the message says why.
    """
    ready = list(_ready(books, papers, how))
    for one in ready:
        _show(one, whole=writing["dry_run"])
    kept = {**(files or {}), **{one.path: one.content for one in ready}}
    directives = [*also, *(one.directive for one in ready)]
    is_written = bool(directives) and write_with_files(
        books, directives, known=known, writing=writing, files=kept
    )
    if is_written:
        count = "1 message" if len(ready) == 1 else f"{len(ready)} messages"
        folder = outbox_of(books)
        click.echo(visible(f"{count} in {folder}, and the books say so."))
    if how.smtp and (is_written or not directives) and not writing["dry_run"]:
        hand_over(Path(books.filename), how.day, writing)
    return is_written


def waiting_mail(books: LedgerBooks) -> Sequence[SentMail]:
    """What the books say is for the mail server, and that it hasn't taken yet."""
    customs = books.source.reading.customs
    taken = delivered_digests(customs)
    sent, _findings = read_sent_mail(customs)
    return [
        mail
        for mails in sent.values()
        for mail in mails
        if mail.via == SMTP and mail.digest not in taken
    ]


def hand_over(main: Path, day: date, writing: WriteOptions) -> None:
    """Hand to the mail server what the books say is for it, and write that it went.

    Raises:
        UsageError: If a message can't be handed over; those before it were.
    """
    books = load_for_command(None, main)
    waiting = waiting_mail(books)
    if not waiting:
        click.echo("No message waits for the mail server.", err=True)
        return
    with connected(books.settings, os.environ) as server:
        for mail in waiting:
            path = main.parent / mail.file
            answer = answer_before(path) or _handed(server, path, mail)
            _say_delivered(main, mail, answer, day, writing)
            DISK.unlink(mark_of(path))
            click.echo(visible(f"{mail.number} to {mail.to}: {answer}"))


def _handed(server: MailServer, path: Path, mail: SentMail) -> str:
    content = path.read_bytes() if path.is_file() else b""
    if hashlib.sha256(content).hexdigest() != mail.digest:
        raise UsageError(
            f"{path}: is not there, or not the message that the books have a digest of"
            f" ({short_place(mail.place)}); put it back, or delete that entry and send"
            f" {mail.number} again"
        )
    message = message_from_bytes(content, policy=policy.SMTP)
    [ours] = message["From"].addresses
    return server.hand_over(path, ours.addr_spec, mail.to.split(", "), content)


def _say_delivered(
    main: Path, mail: SentMail, answer: str, day: date, writing: WriteOptions
) -> None:
    """Write that the server took a message, to the file that says it was sent."""
    books = load_for_command(None, main)
    options = WriteOptions(into=Path(mail.place.filename), yes=True, dry_run=False)
    write_with_files(
        books,
        [delivered_directive(mail.digest, answer, max(day, mail.day))],
        known=known_books(books),
        writing=options if writing["into"] is None else {**writing, "yes": True},
        files={},
    )


def _ready(
    books: LedgerBooks, papers: Sequence[Paper], how: Posting
) -> Iterator[_Ready]:
    sent, _findings = read_sent_mail(books.source.reading.customs)
    own = StationeryFolder(books.filename).mail_templates
    company = books.directory.as_of(PartyRole.COMPANY, OURSELVES, how.day)
    ours = sender(books, how.day)
    at = _time_of(how.day)
    taken: set[Path] = set()
    for paper in papers:
        if not how.again:
            check_not_sent(sent, paper.about, paper.kind)
        to = recipients(books, paper.role, paper.party, how.day, paper.contact)
        party = books.directory.as_of(paper.role, paper.party, how.day)
        language = choose_language(party.text("lang"), company.text("lang"))
        facts = MailFacts(
            kind=paper.kind,
            number=paper.number,
            day=paper.day,
            amount=paper.amount,
            currency=paper.currency,
            client=party.legal_name,
            company=company.legal_name,
        )
        subject, text = mail_text(facts, language, own)
        mail = Mail(
            sender=ours,
            to=to,
            subject=subject,
            text=text,
            attachment=paper.name,
            content=paper.content,
            at=at,
            message_id="",
            language=language.tag,
        )
        path = _free(outbox_of(books), paper.about, taken)
        yield _with_record(books, paper, mail, path, how)


def _with_record(
    books: LedgerBooks, paper: Paper, mail: Mail, path: Path, how: Posting
) -> _Ready:
    mail = replace(mail, message_id=_message_id(mail, path))
    content = mail.to_bytes()
    new = NewMail(
        number=paper.about,
        kind=paper.kind,
        role=paper.role,
        party=paper.party,
        to=[address for _name, address in mail.to],
        file=f"{books.settings.outbox_folder}/{path.name}",
        digest=hashlib.sha256(content).hexdigest(),
        attachment=paper.name,
        attachment_digest=hashlib.sha256(paper.content).hexdigest(),
        message_id=mail.message_id,
        at=mail.at.isoformat(),
        via=SMTP if how.smtp else "",
        by=how.by,
    )
    directive = mail_directive(new, how.day)
    return _Ready(mail=mail, path=path, content=content, directive=directive)


def _message_id(mail: Mail, path: Path) -> str:
    """An id that no other message has: of what it says, when, and its file."""
    facts = repr((mail.sender, mail.to, mail.subject, mail.at, path.name)).encode()
    digest = hashlib.sha256(facts + mail.content).hexdigest()
    return f"<{digest[:40]}@{mail.sender[1].rpartition('@')[2]}>"


def _time_of(day: date) -> datetime:
    """Now; on another day than today, noon."""
    now = datetime.now(UTC).replace(microsecond=0)
    is_today = day in {now.date(), date.today()}
    return now if is_today else datetime.combine(day, time(12), UTC)


def outbox_of(books: LedgerBooks) -> Path:
    """The folder of messages to send."""
    return Path(books.filename).parent / books.settings.outbox_folder


def _free(folder: Path, about: str, taken: set[Path]) -> Path:
    """A file of this name that isn't there yet."""
    name = file_name(about)
    path, count = folder / f"{name}.eml", 1
    while path in taken or path.exists():
        count += 1
        path = folder / f"{name}-{count}.eml"
    taken.add(path)
    return path


def _show(ready: _Ready, *, whole: bool) -> None:
    """What is sent to whom; with its text where nothing is written."""
    mail = ready.mail
    to = ", ".join(address for _name, address in mail.to)
    size = f"{mail.attachment}, {len(mail.content):,} bytes"
    click.echo(visible(f"{mail.subject} -> {to} ({size})"), err=True)
    if whole:
        for line in mail.text.splitlines():
            click.echo(visible(f"    {line}").rstrip(), err=True)

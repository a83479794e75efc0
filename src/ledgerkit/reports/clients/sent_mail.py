"""What was sent by e-mail, to whom, and how far it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledgerkit.books.mail.sent import delivered_digests, read_sent_mail
from ledgerkit.ledger.place import place_of, written
from ledgerkit.table import Column, Link, LinkKind, Row, Table
from ledgerkit.table import ColumnType as Type

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet
    from datetime import date

    from ledgerkit.books.books import Books
    from ledgerkit.books.mail.sent import SentMail

_COLUMNS = (
    Column("day", "Day", Type.DATE),
    Column("kind", "Kind"),
    Column("number", "Number"),
    Column("party", "Party"),
    Column("to", "To"),
    Column("by", "By", optional=True),
    Column("state", "State"),
    Column("file", "File"),
    Column("digest", "Digest", for_programs=True),
)


def sent_mail(books: Books, *, as_of: date, party: str | None = None) -> Table:
    """The messages that the books say were sent, the latest first.

    A message is in the outbox, for a mail program to send; or it waits for the mail
    server; or the server took it. What became of a file since is not known here.

    Args:
        books: The books.
        as_of: The last day that counts.
        party: Only what went to this client or vendor, by id.
    """
    customs = [c for c in books.source.reading.customs if c.date <= as_of]
    parties = {
        place_of(c): written(c.meta, "client") or written(c.meta, "vendor")
        for c in customs
        if c.type == "mail"
    }
    sent, _findings = read_sent_mail(customs)
    taken = delivered_digests(customs)
    every = [
        (mail, str(parties.get(mail.place) or ""))
        for mails in sent.values()
        for mail in mails
    ]
    every.sort(key=lambda pair: (pair[0].day, pair[0].at, pair[0].number), reverse=True)
    rows = [_row(mail, of, taken) for mail, of in every if party in {None, of}]
    return Table(
        title="Sent by e-mail",
        as_of=as_of,
        columns=_COLUMNS,
        rows=rows,
        notes=[] if rows else ["The books say of nothing that it was sent by e-mail."],
    )


def _row(mail: SentMail, party: str, taken: AbstractSet[str]) -> Row:
    links = {
        "file": Link(LinkKind.MESSAGE, mail.digest),
        "day": Link(LinkKind.SOURCE, str(mail.place)),
    }
    if party:
        links["party"] = Link(LinkKind.PARTY, party)
    if not (mail.file and mail.digest):
        del links["file"]
    return Row(
        cells={
            "day": mail.day,
            "kind": mail.kind or None,
            "number": mail.number,
            "party": party or None,
            "to": mail.to,
            "by": mail.by or None,
            "state": _state(mail, taken),
            "file": mail.file or None,
            "digest": mail.digest or None,
        },
        links=links,
    )


def _state(mail: SentMail, taken: AbstractSet[str]) -> str:
    if mail.via != "smtp":
        return "in the outbox"
    if mail.digest in taken:
        return "taken by the mail server"
    return "waits for the mail server"

"""Quotes by e-mail: what is sent, and that they then count as sent."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from ledgerkit.cli.mail.post import Paper
from ledgerkit.entries.kept_files import file_name
from ledgerkit.entries.quotes.quote import QuoteAnswer, plan_answer
from ledgerkit.errors import UsageError
from ledgerkit.open_items.side import Side
from ledgerkit.outgoing import LETTER_FORMATS
from ledgerkit.parties.party import PartyRole
from ledgerkit.quotes.quote import QuoteStatus
from ledgerkit.rendering.as_pdf import file_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from beancount.core.data import Directive

    from ledgerkit.api import LedgerBooks


def is_quote(books: LedgerBooks, number: str) -> bool:
    """Whether a number is a quote's, and no invoice's."""
    if number not in books.quotes_read.histories:
        return False
    return number not in books.subledger(Side.RECEIVABLE, date.max).by_number


def quote_paper(books: LedgerBooks, number: str, day: date, as_: str) -> Paper:
    """A quote to send, as it stands on the day.

    Raises:
        LedgerkitError: If it can't be made.
    """
    if as_ not in LETTER_FORMATS:
        raise UsageError(
            f"{number} is a quote, and {as_} is for invoices; say --as"
            f" {' or --as '.join(LETTER_FORMATS)}"
        )
    quote = books.quotes_read.find(number, day)
    page = books.quote_page(number, day=day)
    return Paper(
        about=number,
        kind="quote",
        number=number,
        day=quote.declared,
        amount=quote.gross,
        currency=quote.currency,
        role=PartyRole.CLIENT,
        party=quote.client,
        name=f"{file_name(number)}.{as_}",
        content=file_of(page, as_),
        contact=quote.contact,
    )


def quotes_are_sent(
    books: LedgerBooks, numbers: Iterable[str], day: date
) -> Sequence[Directive]:
    """What says that quotes are sent, where that is not said yet.

    Raises:
        UsageError: If one is answered or has expired.
    """
    directives: list[Directive] = []
    for number in numbers:
        if books.quotes_read.find(number, day).status is not QuoteStatus.SENT:
            sent = QuoteAnswer(number=number, day=day, status=QuoteStatus.SENT)
            directives += plan_answer(books, sent).directives
    return directives

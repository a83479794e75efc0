"""The sentences on the pages."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from fava.util.date import local_today
from flask import request

from ledgerkit.fava.ledger import NarrowedBooks, is_another_day, today, words
from ledgerkit.fava.parts.remedies import ShownNote, shown_note
from ledgerkit.notes import NextStep, Note, see_findings
from ledgerkit.open_items.side import Side
from ledgerkit.text.untrusted import visible

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from ledgerkit.books.books import Books
    from ledgerkit.errors import Finding

#: The link to all parties of a side.
PAGE_OF_ALL = {Side.RECEIVABLE: "All receivables", Side.PAYABLE: "All payables"}
#: The link to the party's page on the other side.
ALSO = {Side.RECEIVABLE: "Also a client", Side.PAYABLE: "Also a vendor"}
#: The link from a party to all that passed, with a running balance.
ACCOUNT_OF = {Side.RECEIVABLE: "What it owes", Side.PAYABLE: "What we owe"}

NO_SUCH_PARTY = {Side.RECEIVABLE: "No such client", Side.PAYABLE: "No such vendor"}

NO_SUCH_DOCUMENT = {Side.RECEIVABLE: "No such invoice", Side.PAYABLE: "No such bill"}

#: Letters are files, and files are only written on request, in a terminal.
HOW_TO_REMIND = Note(
    text="No letter is written here.",
    remedy=NextStep(
        to="write the letters", command="reminders", options={"write": "letters"}
    ),
)

#: So is the bank's file.
HOW_TO_PAY = Note(
    text="Nothing is paid or written here.",
    remedy=NextStep(
        to="make the bank's file and enter the payments",
        command="payment-run",
        options={"write": "payments"},
    ),
)
NO_BANK = (
    "No account of these books is a bank account; write for instance"
    ' role: "bank" on its open directive.'
)

_NOBODY_OWES = {
    Side.RECEIVABLE: "Nobody owes us anything as at {day}.",
    Side.PAYABLE: "We owe nobody anything as at {day}.",
}
_NO_ACCOUNT = {
    Side.RECEIVABLE: (
        "Nothing was ever posted to a receivable account in these books. An account"
        " below assets is one if a part of its name is Receivable, AR or Debtors, or"
        ' if its open directive says role: "receivable".'
    ),
    Side.PAYABLE: (
        "Nothing was ever posted to a payable account in these books. An account"
        " below liabilities is one if a part of its name is Payable, AP or Creditors,"
        ' or if its open directive says role: "payable".'
    ),
}


def of_nothing(books: Books, side: Side, day: date) -> str:
    """Why there is nothing to show."""
    if isinstance(books, NarrowedBooks):
        return f"No document that is open as at {day} passes the filter."
    has_postings = any(posting.side is side for posting in books.control_postings)
    return (_NOBODY_OWES if has_postings else _NO_ACCOUNT)[side].format(day=day)


def of_filters(filters: Sequence[str]) -> Sequence[str]:
    """A note that the figures are filtered."""
    if not filters:
        return []
    filter_text = visible(" and ".join(filters))
    return [f"Only documents that pass the filter {filter_text} are counted."]


def of_unused_filters(
    *, narrows: bool = False, is_period: bool = False
) -> Sequence[str]:
    """What Fava's filters don't do on this page.

    Args:
        narrows: Whether the account and text filters narrow what is shown.
        is_period: Whether the time filter is the period of the page.
    """
    said = []
    time = request.args.get("time", "")
    if time and not is_period and not _is_from_the_beginning(time):
        said.append(
            "Only the end of the time filter counts: what is still open or left on that"
            " day may be older than its beginning."
        )
    if not narrows and words(request.args):
        said.append("The account and text filters don't narrow this page.")
    if request.args.get("conversion", "at_cost") not in {"", "at_cost"}:
        said.append("Amounts are in their own currencies: this page converts none.")
    return said


def of_day(day: date) -> Sequence[str | ShownNote]:
    """A note that the day is in the future, or that another is taken for today."""
    if day > today():
        return [f"{day} is yet to come: what falls due before it counts as late."]
    if is_another_day() and day == today():
        said = f"These books are shown as at {day}."
        return [ShownNote(text=said, label="As at today", address=_as_at_today())]
    return []


def _is_from_the_beginning(time: str) -> bool:
    return re.fullmatch(r"\d{4}-\d{2}-\d{2}", time) is not None


def _as_at_today() -> str:
    """The address of this page as at the calendar's day."""
    args = {**request.args, "time": local_today().isoformat()}
    args.pop("partial", None)
    return f"{request.path}?{urlencode(args)}"


def of_errors(findings: Sequence[Finding]) -> str | None:
    """A warning that figures can't be trusted, and where to see why."""
    errors = sum(not finding.advice for finding in findings)
    if not errors:
        return None
    noun = "1 error makes" if errors == 1 else f"{errors} errors make"
    return f"{noun} some figure untrustworthy."


def of_advice(findings: Sequence[Finding]) -> Sequence[ShownNote]:
    """A note that something deserves a look, and where to see it."""
    advice = sum(finding.advice for finding in findings)
    if not advice:
        return []
    is_one = advice == 1
    text = f"{'1 piece' if is_one else f'{advice} pieces'} of advice on these books."
    note = Note(text=text, remedy=see_findings("read it" if is_one else "read them"))
    return [shown_note(note)]

"""The sentences on the pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledgerkit.fava.ledger import NarrowedBooks, is_another_day, today
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
HOW_TO_REMIND = "In a terminal, ledgerkit reminders --write DIR writes the letters."

#: So is the bank's file.
HOW_TO_PAY = (
    "Nothing is paid or written here. In a terminal, ledgerkit payment-run --write"
    " FOLDER makes the bank's file and enters the payments."
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


def of_too_many(count: int, all_: int) -> Sequence[str]:
    """A note that some rows are not shown, and how to see them."""
    if count == all_:
        return []
    return [
        (
            f"These are the newest {count} of {all_}; the totals are of all. End the"
            " time filter earlier, or choose a payee, to see others."
        )
    ]


def of_day(day: date) -> Sequence[str]:
    """A note that the day is in the future, or that another is taken for today."""
    if day > today():
        return [f"{day} is yet to come: what falls due before it counts as late."]
    if is_another_day() and day == today():
        said = f"These books are shown as at {day}. To see them as at today, start"
        return [f"{said} ledgerkit serve --as-of today."]
    return []


def of_errors(findings: Sequence[Finding]) -> str | None:
    """A warning that figures can't be trusted, and where to see why."""
    errors = sum(not finding.advice for finding in findings)
    if not errors:
        return None
    noun = "1 error makes" if errors == 1 else f"{errors} errors make"
    return (
        f"{noun} some figure untrustworthy. In a terminal, ledgerkit check lists all."
    )


def of_advice(findings: Sequence[Finding]) -> Sequence[str]:
    """A note that something deserves a look, and where to see it."""
    advice = sum(finding.advice for finding in findings)
    if not advice:
        return []
    noun = "1 piece" if advice == 1 else f"{advice} pieces"
    return [f"{noun} of advice on these books: ledgerkit check lists them."]

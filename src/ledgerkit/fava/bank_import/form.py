"""The lines of a bank's file, each with its choices."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ledgerkit.entries.bank.import_statements import BookingChoice, choices_above
from ledgerkit.entries.bank.own_choice import own_proposal, own_rule
from ledgerkit.errors import UsageError
from ledgerkit.fava.actions.offered import bookable
from ledgerkit.fava.bank_import.inbox import fingerprint
from ledgerkit.reports.bank.proposals import proposal_words
from ledgerkit.text.untrusted import visible

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from decimal import Decimal

    from ledgerkit.api import LedgerBooks
    from ledgerkit.banking.matching.proposal import Proposal
    from ledgerkit.entries.bank.prepared import LineToBook, PreparedImport

#: What is typed for a line is no longer.
_TYPED_MAX = 1_000
#: The choices for any line besides its proposals.
SUSPENSE, LEFT_OUT, OWN = "suspense", "left-out", "own"


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One choice for a line.

    Attributes:
        value: The value to send.
        label: Its label.
        reason: The reason, in a sentence; empty if none is needed.
        is_chosen: Whether it is chosen by default.
    """

    value: str
    label: str
    reason: str
    is_chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FormLine:
    """A line of the file.

    Attributes:
        number: Counted from 1.
        account: Our account.
        day: The day the bank booked it.
        name: The payer or payee.
        text: Its text.
        amount: The amount as text, with its currency.
        options: Its choices, likeliest first.
    """

    number: int
    account: str
    day: str
    name: str
    text: str
    amount: str
    options: Sequence[Option]


@dataclass(frozen=True, slots=True, kw_only=True)
class BankImportForm:
    """The form for the template.

    Attributes:
        file: Name of the file.
        fingerprint: Of the lines as shown.
        address: The address that choices are sent to.
        reading: How the file is to be read, to be sent along.
        lines: The lines not in the books.
        offered: What a line can be booked to, each with a description.
    """

    file: str
    fingerprint: str
    address: str
    reading: Mapping[str, str]
    lines: Sequence[FormLine]
    offered: Sequence[tuple[str, str]]


def bank_import_form(  # noqa: PLR0913 - each is a part of the form
    books: LedgerBooks,
    prepared: PreparedImport,
    *,
    file: str,
    address: str,
    reading: Mapping[str, str],
    write_amount: Callable[[Decimal, str], str],
) -> BankImportForm:
    """The form for a file; sure enough proposals are already chosen."""
    choices = choices_above(prepared)
    lines = zip(prepared.lines, choices, strict=True)
    return BankImportForm(
        file=file,
        fingerprint=fingerprint(prepared),
        address=address,
        reading=reading,
        offered=list(bookable(books)),
        lines=[
            _line(number, line, choice, write_amount)
            for number, (line, choice) in enumerate(lines, start=1)
        ],
    )


def _line(
    number: int,
    line: LineToBook,
    choice: BookingChoice,
    write_amount: Callable[[Decimal, str], str],
) -> FormLine:
    bank_line = line.line.line
    return FormLine(
        number=number,
        account=visible(line.account),
        day=bank_line.day.isoformat(),
        name=visible(bank_line.name),
        text=visible(bank_line.text),
        amount=write_amount(bank_line.amount, bank_line.currency)
        + f" {visible(bank_line.currency)}",
        options=list(_options(line, choice)),
    )


def _options(line: LineToBook, choice: BookingChoice) -> Iterator[Option]:
    for index, proposal in enumerate(_proposals(line)):
        sure = int(proposal.confidence * 100)
        yield Option(
            value=str(index),
            label=visible(f"{proposal_words(proposal)}, {sure} %"),
            reason=visible(f"{proposal.reason} {line.doubt}".strip()),
            is_chosen=choice.proposal is proposal,
        )
    is_unknown = choice.proposal is None
    yield Option(
        value=SUSPENSE,
        label="On suspense, flagged !",
        reason=visible(line.proposal.reason) if not _proposals(line) else "",
        is_chosen=is_unknown and not choice.is_left_out,
    )
    yield Option(
        value=OWN,
        label="Book to …",
        reason="An account, an open invoice or bill; to split: NUMBER 100.00; ACCOUNT",
        is_chosen=False,
    )
    yield Option(
        value=LEFT_OUT,
        label="Leave out",
        reason=visible(line.doubt),
        is_chosen=choice.is_left_out,
    )


def _proposals(line: LineToBook) -> Sequence[Proposal]:
    """The proposals that can be booked for a line, likeliest first."""
    proposals = (line.proposal, *line.proposal.others)
    return [proposal for proposal in proposals if proposal.parts or proposal.booked]


def booking_choices(
    books: LedgerBooks, prepared: PreparedImport, values: object
) -> Sequence[BookingChoice]:
    """The choices sent by a page, for the lines in order.

    Raises:
        UsageError: If there isn't one choice for each line.
    """
    if not isinstance(values, list) or len(values) != len(prepared.lines):
        raise UsageError(
            f"{len(prepared.lines)} lines need as many choices; load the page anew"
        )
    return [
        _choice(books, line, value)
        for line, value in zip(prepared.lines, values, strict=True)
    ]


def _choice(books: LedgerBooks, line: LineToBook, value: object) -> BookingChoice:
    if isinstance(value, dict):
        proposal = own_proposal(books, line, str(value.get(OWN, ""))[:_TYPED_MAX])
        remembers = value.get("remember") is True
        rule = own_rule(books, line, proposal) if remembers else None
        return BookingChoice(proposal=proposal, rule=rule)
    if value == SUSPENSE:
        return BookingChoice()
    if value == LEFT_OUT:
        return BookingChoice(is_left_out=True)
    proposals = {str(i): proposal for i, proposal in enumerate(_proposals(line))}
    if not isinstance(value, str) or value not in proposals:
        raise UsageError("a line has no such choice; load the page anew")
    return BookingChoice(proposal=proposals[value])

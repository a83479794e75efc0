"""The lines of a bank's file, each with what may be chosen for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ledgerkit.entries.bank.import_statements import BookingChoice, choices_above
from ledgerkit.errors import UsageError
from ledgerkit.fava.bank_import.inbox import fingerprint
from ledgerkit.reports.bank.proposals import proposal_words
from ledgerkit.text.untrusted import visible

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from decimal import Decimal

    from ledgerkit.banking.matching.proposal import Proposal
    from ledgerkit.entries.bank.prepared import LineToBook, PreparedImport

#: What a line can be besides its proposals.
SUSPENSE, LEFT_OUT = "suspense", "left-out"


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One thing that a line may be.

    Attributes:
        value: By which it is sent.
        label: To read.
        reason: Why, in a sentence; empty for what needs none.
        is_chosen: Whether it is taken unless somebody says otherwise.
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
        account: Of which account of ours it is.
        day: When the bank booked it.
        name: Who paid or was paid.
        text: What it says.
        amount: Written, with its currency.
        options: What it may be, the likeliest first.
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
    """What the template shows.

    Attributes:
        file: Name of the file.
        fingerprint: Of the lines as they are shown.
        address: Where choices are sent to.
        reading: What was said of how the file is read, to be sent along.
        lines: What the books lack.
    """

    file: str
    fingerprint: str
    address: str
    reading: Mapping[str, str]
    lines: Sequence[FormLine]


def bank_import_form(
    prepared: PreparedImport,
    *,
    file: str,
    address: str,
    reading: Mapping[str, str],
    written: Callable[[Decimal, str], str],
) -> BankImportForm:
    """The form of a file; what is sure enough is chosen already."""
    chosen = choices_above(prepared)
    lines = zip(prepared.lines, chosen, strict=True)
    return BankImportForm(
        file=file,
        fingerprint=fingerprint(prepared),
        address=address,
        reading=reading,
        lines=[
            _line(number, line, choice, written)
            for number, (line, choice) in enumerate(lines, start=1)
        ],
    )


def _line(
    number: int,
    line: LineToBook,
    choice: BookingChoice,
    written: Callable[[Decimal, str], str],
) -> FormLine:
    one = line.line.line
    return FormLine(
        number=number,
        account=visible(line.account),
        day=one.day.isoformat(),
        name=visible(one.name),
        text=visible(one.text),
        amount=f"{written(one.amount, one.currency)} {visible(one.currency)}",
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
        value=LEFT_OUT,
        label="Leave out",
        reason=visible(line.doubt),
        is_chosen=choice.is_left_out,
    )


def _proposals(line: LineToBook) -> Sequence[Proposal]:
    """What can be written of a line, the likeliest first."""
    known = (line.proposal, *line.proposal.others)
    return [proposal for proposal in known if proposal.parts or proposal.booked]


def booking_choices(prepared: PreparedImport, sent: object) -> Sequence[BookingChoice]:
    """What a page sent, as choices for the lines in their order.

    Raises:
        UsageError: If it isn't one choice for each line.
    """
    if not isinstance(sent, list) or len(sent) != len(prepared.lines):
        raise UsageError(
            f"{len(prepared.lines)} lines need as many choices; load the page anew"
        )
    return [
        _choice(line, value) for line, value in zip(prepared.lines, sent, strict=True)
    ]


def _choice(line: LineToBook, value: object) -> BookingChoice:
    if value == SUSPENSE:
        return BookingChoice()
    if value == LEFT_OUT:
        return BookingChoice(is_left_out=True)
    proposals = {str(i): proposal for i, proposal in enumerate(_proposals(line))}
    if not isinstance(value, str) or value not in proposals:
        raise UsageError("a line has no such choice; load the page anew")
    return BookingChoice(proposal=proposals[value])

"""Questions to a person about the lines of a statement."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ledgerkit.banking.matching.proposal import MatchKind
from ledgerkit.entries.bank.import_statements import BookingChoice, is_certain
from ledgerkit.entries.bank.own_choice import own_proposal, own_rule
from ledgerkit.errors import UsageError
from ledgerkit.money import with_cents
from ledgerkit.reports.bank.proposals import proposal_words
from ledgerkit.text.untrusted import visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from decimal import Decimal

    from ledgerkit.banking.matching.proposal import Proposal
    from ledgerkit.books.books import Books
    from ledgerkit.entries.bank.prepared import LineToBook, PreparedImport

_BOOK, _SUSPENSE, _LEAVE, _QUIT = "b", "s", "l", "q"


class _GivenUpError(Exception):
    """The person wants to write nothing."""


def ask_bank_lines(
    books: Books,
    prepared: PreparedImport,
    min_confidence: Decimal,
    *,
    skip_unknown: bool,
) -> Sequence[BookingChoice] | None:
    """One choice for each line; None if the person gives up.

    Args:
        books: The books.
        prepared: What files bring.
        min_confidence: From here a line needs no question, if the person likes.
        skip_unknown: Whether to leave out what is unknown.
    """
    sure = sum(is_certain(line, min_confidence) for line in prepared.lines)
    unknown = _LEAVE if skip_unknown else _SUSPENSE
    try:
        asks_all = _asks_all(sure, len(prepared.lines))
        return [
            BookingChoice(proposal=line.proposal)
            if is_certain(line, min_confidence) and not asks_all
            else _ask(books, number, line, unknown)
            for number, line in enumerate(prepared.lines, start=1)
        ]
    except _GivenUpError:
        return None


def _asks_all(sure: int, count: int) -> bool:
    """Whether to ask for every line, and not only for those in doubt."""
    if not sure:
        return True
    rest = f", ask for the other {count - sure}" if count > sure else ""
    click.echo(f"{sure} of {count} are sure.", err=True)
    answer = click.prompt(
        f"[a]ccept those{rest}; ask for [e]ach; [q]uit",
        type=click.Choice(["a", "e", _QUIT]),
        default="a",
        show_choices=False,
        err=True,
    )
    if answer == _QUIT:
        raise _GivenUpError
    return bool(answer == "e")


def _ask(books: Books, number: int, line: LineToBook, unknown: str) -> BookingChoice:
    stated = line.line.line
    amount = with_cents(stated.amount, stated.currency)
    words = (
        f"{number}:",
        f"{stated.day}",
        f"{amount:f} {stated.currency}",
        stated.name,
    )
    click.echo(visible("  ".join(filter(None, (*words, stated.text)))), err=True)
    if line.doubt:
        click.echo(visible(f"   {line.doubt}"), err=True)
    options = list(_options(line.proposal))
    for place, option in enumerate(options, start=1):
        sure = int(option.confidence * 100)
        what = f"{proposal_words(option)} ({sure} %). {option.reason}"
        click.echo(visible(f"   {place}  {what}"), err=True)
    numbers = [str(place) for place in range(1, len(options) + 1)]
    answer = click.prompt(
        "   Which? [b]ook to, [s]uspense, [l]eave out, [q]uit",
        type=click.Choice([*numbers, _BOOK, _SUSPENSE, _LEAVE, _QUIT]),
        default=_default(line, options, unknown),
        show_choices=False,
        err=True,
    )
    if answer == _QUIT:
        raise _GivenUpError
    if answer in numbers:
        return BookingChoice(proposal=options[int(answer) - 1])
    if answer == _BOOK:
        return _own(books, line)
    return BookingChoice(is_left_out=answer == _LEAVE)


def _own(books: Books, line: LineToBook) -> BookingChoice:
    """An account, an invoice or bill, or several; asked for until it can be booked."""
    while True:
        typed = click.prompt(
            "   Account, invoice or bill (to split: NUMBER 100.00; ACCOUNT)", err=True
        )
        try:
            proposal = own_proposal(books, line, typed)
        except UsageError as error:
            click.echo(visible(f"   {error}"), err=True)
            continue
        break
    can_be_remembered = len(proposal.parts) == 1 and not proposal.parts[0].document
    if can_be_remembered and click.confirm(
        "   Remember it as a bank rule?", default=False, err=True
    ):
        rule = own_rule(books, line, proposal)
        return BookingChoice(proposal=proposal, rule=rule)
    return BookingChoice(proposal=proposal)


def _default(line: LineToBook, options: Sequence[Proposal], unknown: str) -> str:
    """The likeliest; or to leave out, where the books may have the line already."""
    if line.doubt:
        return _LEAVE
    return "1" if options and line.proposal is options[0] else unknown


def _options(proposal: Proposal) -> Iterator[Proposal]:
    """The proposals for a line, the likeliest first."""
    for option in (proposal, *proposal.others):
        if option.kind is not MatchKind.NOTHING and (option.parts or option.booked):
            yield option

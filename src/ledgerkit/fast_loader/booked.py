"""Booking: plain transactions are almost booked as they stand, the others by Beancount.

Of the plain ones nothing but a left-out amount and the tolerances is missing. Both are
found by Beancount's own functions, the tolerances once for each kind of transaction.
Beancount books the rest, one after the other, and knows of the plain ones what it asks
for: the balances of accounts from which lots are taken or a currency is told.
"""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from beancount.core.amount import Amount
from beancount.core.data import Open, Posting, Transaction
from beancount.core.interpolate import (
    AUTOMATIC_META,
    AUTOMATIC_TOLERANCES,
    infer_tolerances,
    quantize_with_tolerance,
)
from beancount.core.inventory import Inventory
from beancount.core.number import MISSING, ZERO
from beancount.parser import booking, booking_full

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from beancount.core.data import Directive

    from ledgerkit.fast_loader.transactions import ToBook


def book(
    directives: list[Any], options: Mapping[str, Any]
) -> tuple[list[Any], list[Any]]:
    """Book all transactions, exactly as Beancount's `booking.book`.

    Args:
        directives: Sorted, the plain transactions with their notes.
        options: Of the books.
    """
    if not _is_usual(options):
        for transaction in directives:
            if type(transaction) is Transaction:
                transaction.meta.pop(AUTOMATIC_TOLERANCES, None)
        found, errors = booking.book(directives, options)
        return found, errors
    tolerances: dict[ToBook, Any] = {}
    others = []
    for directive in directives:
        if type(directive) is Transaction:
            meta = directive[0]
            note = meta.get(AUTOMATIC_TOLERANCES)
            if note is None:
                others.append(directive)
                continue
            found = tolerances.get(note)
            if found is None:
                found = tolerances[note] = _tolerances(note, options)
            meta[AUTOMATIC_TOLERANCES] = found
            if note[2] >= 0:
                _fill_in(directive.postings, note, found)
    if not others:
        return directives, []
    return _book_among(directives, options, _looked_at(others))


def _is_usual(options: Mapping[str, Any]) -> bool:
    """Whether the tolerance follows from the fewest decimals of a transaction."""
    try:
        positive = options["tolerance_multiplier"] > 0
    except (TypeError, InvalidOperation):
        return False
    return positive and not options["use_precise_interpolation"]


def _tolerances(note: ToBook, options: Mapping[str, Any]) -> Any:
    """The tolerances of transactions of one kind: one posting decides them."""
    number = Decimal(1).scaleb(-note.decimals)
    units = Amount(number, note.currency)
    posting = Posting("", units, None, None, None, None)
    return infer_tolerances([posting], options)


def _fill_in(postings: list[Any], note: ToBook, tolerances: Any) -> None:
    """Fill in the amount that is left out; a posting of nothing isn't one."""
    posting = postings[note.blank]
    # As an inventory adds: a sum that comes to nothing begins anew, with no decimals.
    total = ZERO
    for other in postings:
        if other is not posting:
            number = other.units.number
            total = total + number if total else number
    if not total:
        del postings[note.blank]
        return
    number = quantize_with_tolerance(tolerances, note.currency, -total)
    posting.meta[AUTOMATIC_META] = True
    postings[note.blank] = posting._replace(units=Amount(number, note.currency))


def _looked_at(others: Iterable[Transaction]) -> set[str]:
    """The accounts whose balances may decide how these transactions are booked."""
    return {
        posting.account
        for transaction in others
        for posting in transaction.postings
        if _asks_for_balance(posting)
    }


def _asks_for_balance(posting: Any) -> bool:
    """Whether a lot is taken, or a currency told, from what the account holds."""
    units, price = posting.units, posting.price
    return (
        posting.cost is not None
        or (price is not None and (units is MISSING or price.currency is MISSING))
        or (units is not MISSING and units.currency is MISSING)
    )


def _book_among(
    directives: Sequence[Directive], options: Mapping[str, Any], looked_at: set[str]
) -> tuple[list[Directive], list[Any]]:
    """Have Beancount book what isn't plain, each at its place among the plain."""
    methods: Any = defaultdict(lambda: options["booking_method"])
    for directive in directives:
        if type(directive) is Open and directive.booking:
            methods[directive.account] = directive.booking
    balances: Any = defaultdict(Inventory)
    result: list[Any] = []
    errors: list[Any] = []
    others: list[Any] = []
    for directive in directives:
        if type(directive) is not Transaction:
            result.append(directive)
        elif AUTOMATIC_TOLERANCES in directive.meta:
            result.append(directive)
            if looked_at:
                for posting in directive.postings:
                    if posting.account in looked_at:
                        balances[posting.account].add_position(posting)
        else:
            booked, found, _ = booking_full._book(  # noqa: SLF001
                [directive], options, methods, balances
            )
            result += booked
            others += booked
            errors += found
    return result, errors + booking.validate_missing_eliminated(others, options)

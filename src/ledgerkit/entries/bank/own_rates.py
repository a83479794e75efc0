"""A line's documents settled at their own rates of exchange.

A proposal says what each document has of the line; booked at a rate, it takes what it
is carried at, so that nothing of it is left in the books' currency. The rest is an
exchange difference.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from beancount.core.amount import Amount

from ledgerkit.banking.matching.proposal import ProposedPosting
from ledgerkit.books.currencies.exchange import carried_of
from ledgerkit.entries.adjustment_accounts import AdjustmentAccounts
from ledgerkit.entries.directives import posting_of
from ledgerkit.entries.entry import as_money
from ledgerkit.errors import UsageError
from ledgerkit.general_ledger.chart_of_accounts import Role
from ledgerkit.general_ledger.currencies.carried import Carried
from ledgerkit.money import ZERO, rounded

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from beancount.core.data import Posting

    from ledgerkit.banking.line_identity import IdentifiedLine
    from ledgerkit.banking.matching.books_side import OpenDocument
    from ledgerkit.books.books import Books
    from ledgerkit.open_items.document import Document


class OwnRates:
    """The rates of the documents that one import settles.

    Lines of one import are taken into account by each other, so that the last line of
    a document takes all that is left of it.
    """

    def __init__(
        self, books: Books, find: Callable[[OpenDocument], Document | None]
    ) -> None:
        """Settle documents of these books.

        Args:
            books: The books.
            find: Finds the document that matching knows.
        """
        self._books = books
        self._find = find
        self._taken: dict[tuple[str, ...], dict[str, tuple[Decimal, Decimal]]] = (
            defaultdict(dict)
        )

    def apply(
        self, line: IdentifiedLine, parts: Iterable[ProposedPosting]
    ) -> Sequence[ProposedPosting]:
        """The parts, which still sum to the line.

        Raises:
            UsageError: If the books have no account for the difference, or it isn't
                known.
        """
        settled, over = [], ZERO
        for part in parts:
            base = self._base(line, part)
            settled.append(part if base is None else replace(part, amount=base))
            over += ZERO if base is None else part.amount - base
        return self._with_difference(line, settled, over) if over else settled

    def _base(self, line: IdentifiedLine, part: ProposedPosting) -> Decimal | None:
        """What is carried of the part of a document; None if it has no rate."""
        known = part.document
        document = self._find(known) if known is not None else None
        if known is None or document is None or part.settles is None:
            return None
        carried = carried_of(self._books.source, document)
        if carried is None:
            return None
        if carried.currency != line.line.currency:
            raise UsageError(
                f"{document.label} is booked at a rate in {carried.currency}, and what"
                f" {line.line.currency} are worth in {carried.currency} isn't known"
            )
        return self._taken_off(line, document, carried, part.settles)

    def _taken_off(
        self,
        line: IdentifiedLine,
        document: Document,
        carried: Carried,
        settles: Decimal,
    ) -> Decimal:
        """What is carried of part of a document, less what other lines have taken.

        Args:
            line: The line.
            document: The document.
            carried: What is carried of it, by the books alone.
            settles: The part in its own currency; positive for money that comes in, as
                is what is returned.
        """
        sign = document.side.sign
        units = sign * settles
        taken = self._taken[document.side.value, document.party, document.label]
        others = [other for name, other in taken.items() if name != line.reference]
        left = Carried(
            carried.open - sum((units for units, _base in others), ZERO),
            carried.base - sum((base for _units, base in others), ZERO),
            carried.currency,
        )
        base = rounded(left.part(units) if left.open else ZERO, carried.currency)
        taken[line.reference] = (units, base)
        return sign * base

    def in_own_currency(
        self,
        line: IdentifiedLine,
        bank: Posting,
        others: Sequence[tuple[Posting, ProposedPosting]],
    ) -> list[Posting]:
        """The postings of a line in its documents' currency, at their rates.

        Each document is taken off at what it is carried at, and the money is worth what
        the day's rate says; without one, what was carried. What is in no currency of
        its own, or isn't booked at a rate, is left as it is.

        Args:
            line: The line.
            bank: Its posting to the account of the statement.
            others: The other postings, each with what was proposed.
        """
        settled = [part for _posting, part in others if part.document is not None]
        bases = [self._base_in_own_currency(line, part) for part in settled]
        known = [base for base in bases if base is not None and base.currency]
        currencies = {base.currency for base in known}
        plain = [bank, *(posting for posting, _part in others)]
        if not settled or len(known) < len(bases) or len(currencies) != 1:
            return plain
        [currency] = currencies
        total = sum((part.amount for part in settled), ZERO)
        carried = sum((base.number or ZERO for base in known), ZERO)
        worth, account = self._worth(line, total, currency)
        if worth is None or not total:
            worth = carried
        if not total:
            return plain
        money = Amount(Decimal(worth / total), currency)
        of_documents = iter(known)
        rated = [bank._replace(price=money)]
        for posting, part in others:
            price = money
            if part.document is not None:
                base = next(of_documents)
                price = Amount(Decimal((base.number or ZERO) / part.amount), currency)
            rated.append(posting._replace(price=price))
        if worth != carried:
            rated.append(posting_of(account, carried - worth, currency))
        return rated

    def _base_in_own_currency(
        self, line: IdentifiedLine, part: ProposedPosting
    ) -> Amount | None:
        """What is carried of a part in the line's own currency; None if unknown."""
        document = self._find(part.document) if part.document is not None else None
        if document is None or part.settles is not None or not part.amount:
            return None
        carried = carried_of(self._books.source, document)
        if carried is None or carried.currency == line.line.currency:
            return None
        base = self._taken_off(line, document, carried, part.amount)
        return Amount(base, carried.currency)

    def _worth(
        self, line: IdentifiedLine, total: Decimal, currency: str
    ) -> tuple[Decimal | None, str]:
        """What money is worth, and the account of gains; None if not both are there."""
        accounts = AdjustmentAccounts(self._books, line.line.day)
        account = accounts.find(Role.EXCHANGE_GAIN, currency)
        office = self._books.general_ledger.exchange_office(currency)
        rate = office.closing(line.line.currency, line.line.day)
        if account is None or rate is None:
            return None, ""
        return rounded(rate.of(total), currency), account

    def _with_difference(
        self, line: IdentifiedLine, parts: list[ProposedPosting], over: Decimal
    ) -> Sequence[ProposedPosting]:
        gains = self._books.chart.stated_accounts(Role.EXCHANGE_GAIN)
        for place, part in enumerate(parts):
            if part.document is None and part.account in gains:
                amount = part.amount + over
                parts[place : place + 1] = (
                    [replace(part, amount=amount)] if amount else []
                )
                return parts
        accounts = AdjustmentAccounts(self._books, line.line.day)
        account = accounts.find(Role.EXCHANGE_GAIN, line.line.currency)
        if account is None:
            raise UsageError(
                f"an exchange difference of {as_money(over, line.line.currency)} has no"
                ' account; write role: "exchange-gain" below an open directive'
            )
        return [
            *parts,
            ProposedPosting(account=account, amount=over, why="exchange difference"),
        ]

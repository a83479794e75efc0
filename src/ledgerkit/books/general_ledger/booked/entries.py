"""A book's transactions -> numbered entries in coins, for other programs."""

from __future__ import annotations

from functools import cache, cached_property
from typing import TYPE_CHECKING

from ledgerkit.books.general_ledger.booked.matches import (
    Matches,
    controls_by_transaction,
    paired,
)
from ledgerkit.books.general_ledger.booked.opening_lines import OpeningLines
from ledgerkit.books.general_ledger.movements import weight_of
from ledgerkit.books.general_ledger.opening_entries import OpeningEntries
from ledgerkit.errors import LedgerkitError, UsageError
from ledgerkit.general_ledger.booked.entry import (
    BookedEntry,
    BookedLine,
    EntryKind,
    Foreign,
    NumberedAccount,
    PartyOfLine,
    in_coins,
)
from ledgerkit.general_ledger.chart_of_accounts import Role, stated_above
from ledgerkit.general_ledger.period import Period
from ledgerkit.ledger.place import place_in, place_of
from ledgerkit.money import ZERO
from ledgerkit.open_items.purpose import Purpose
from ledgerkit.open_items.side import Side
from ledgerkit.text.typed_amounts import has_coins

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date
    from decimal import Decimal

    from beancount.core.data import Posting, Transaction

    from ledgerkit.books.general_ledger.reading import GeneralLedgerReading
    from ledgerkit.books.source import Source
    from ledgerkit.open_items.control_posting import ControlPosting

_DOCUMENTS = {Purpose.DOCUMENT, Purpose.TAKEN_BACK}
_KIND_OF_SIDE = {
    Side.RECEIVABLE: EntryKind.SALES,
    Side.PAYABLE: EntryKind.PURCHASES,
}


class BookedEntries:
    """The entries of a book, as they are handed to another program.

    Attributes:
        currency: The currency of the books, and of every amount.
        notes: What a reader must know of what was read so far.
    """

    def __init__(
        self, source: Source, general: GeneralLedgerReading, as_of: date
    ) -> None:
        """Take the book.

        Args:
            source: The book.
            general: Its general ledger.
            as_of: The last day on which debts count as settled.

        Raises:
            UsageError: If the book names no currency of its own.
        """
        if general.currency is None:
            raise UsageError(
                "the books name no currency of their own; write for instance"
                ' option "operating_currency" "EUR"'
            )
        self.currency: str = general.currency
        self._source = source
        self._general = general
        self._matches = Matches(source, as_of)
        self._rests: list[Decimal] = []
        self._left_out = 0
        self.account = cache(self._account)
        self.party = cache(self._party)

    @property
    def notes(self) -> Sequence[str]:
        """What a reader must know of what was read so far, in sentences."""
        notes = []
        if self._rests:
            entries = _counted(len(self._rests), "entry", "entries")
            rest = f"{sum(map(abs, self._rests), ZERO):f} {self.currency}"
            to = self._rounding.account if self._rounding else "their largest line"
            notes.append(
                f"{entries} of fractions of a coin: {rest} in all went to {to}"
            )
        if self._left_out:
            notes.append(
                f"{_counted(self._left_out, 'posting', 'postings')} of what is no money"
                f" left out, without a price in {self.currency}"
            )
        return notes

    def period(self, period: Period) -> Period:
        """The period, which must be within one fiscal year.

        Raises:
            UsageError: If it isn't.
        """
        year = self._general.fiscal.year_of(period.first)
        if period.last > year.last:
            raise UsageError(
                f"{period.label} is more than one fiscal year; export {year.label}"
                " and those after it one by one"
            )
        return period

    def entries(self, period: Period) -> Sequence[BookedEntry]:
        """The entries of a period, numbered within their fiscal year.

        Entries that close a year are none, and neither is what posts nothing. Those
        that bring balances forward on the period's first day come first.

        Raises:
            LedgerkitError: If an amount has no rate to the books' currency.
        """
        year = self._general.fiscal.year_of(period.first)
        found, number = [], 0
        for txn in self._general.transactions(Period(year.first, period.last)):
            entry = self._entry(txn, number + 1, period)
            if entry is not None:
                number += 1
                if txn.date >= period.first:
                    found.append(entry)
        return sorted(found, key=lambda entry: entry.kind is not EntryKind.OPENING)

    def opening(self, period: Period) -> BookedEntry | None:
        """The balances of assets, debts and equity before a period; None if all are 0.

        Debts are by party and by what settles them. What earlier years earned stands
        on the account for it.

        Raises:
            UsageError: If there is none.
        """
        exact = OpeningLines(self._source, self._general, self._matches).lines(
            period, self.currency, self.account, self.party
        )
        lines, rest = self._in_coins(exact)
        self._rests += [rest] if rest else []
        if not lines:
            return None
        return BookedEntry(
            number=0,
            day=period.first,
            kind=EntryKind.OPENING,
            reference="",
            text="",
            lines=lines,
            place=None,
        )

    def _in_coins(
        self, exact: Sequence[BookedLine]
    ) -> tuple[Sequence[BookedLine], Decimal]:
        return in_coins(
            exact, self.currency, rounding=self._rounding, is_fixed=self._is_fixed
        )

    def _is_fixed(self, line: BookedLine) -> bool:
        role = self._role(line.account.account)
        is_money = role is not None and role.holds_money
        return is_money or line.party is not None

    @cached_property
    def _rounding(self) -> NumberedAccount | None:
        """The account for rounding, if just one has that role."""
        accounts = self._general.accounts_with(Role.ROUNDING)
        return self.account(accounts[0]) if len(accounts) == 1 else None

    def _entry(
        self, txn: Transaction, number: int, period: Period
    ) -> BookedEntry | None:
        controls = self._controls.get(id(txn), ())
        kind = self._kind(txn, controls, period)
        exact = list(self._lines(txn, controls, is_counted=txn.date >= period.first))
        lines, rest = self._in_coins(exact)
        if not lines:
            return None
        self._rests += [rest] if rest and txn.date >= period.first else []
        documents = [line.document for line in lines if line.document]
        return BookedEntry(
            number=number,
            day=txn.date,
            kind=kind,
            reference=next(iter([*documents, *sorted(txn.links or ())]), ""),
            text=" ".join(filter(None, (txn.payee, txn.narration))),
            lines=lines,
            place=place_of(txn),
        )

    def _lines(
        self, txn: Transaction, controls: Sequence[ControlPosting], *, is_counted: bool
    ) -> Iterator[BookedLine]:
        for posting, control in paired(txn, controls, self._source.chart):
            amount, currency = weight_of(posting)
            if currency == self.currency:
                yield self._line(txn, posting, amount, control)
            elif amount and has_coins(currency):
                place = place_in(posting.meta or txn.meta)
                raise LedgerkitError(
                    f"{place}: {amount:f} {currency} has no rate to {self.currency};"
                    f" write it behind the amount, e.g. {amount:f} {currency}"
                    f" @ 0.90 {self.currency}"
                )
            else:
                self._left_out += bool(amount) and is_counted

    def _line(
        self,
        txn: Transaction,
        posting: Posting,
        amount: Decimal,
        control: ControlPosting | None,
    ) -> BookedLine:
        units, tax = posting.units, (posting.meta or {}).get("tax")
        foreign = None
        if units and units.currency != self.currency and has_coins(units.currency):
            foreign = Foreign(units.number or ZERO, units.currency)
        line = BookedLine(
            account=self.account(posting.account),
            amount=amount,
            foreign=foreign,
            tax=tax if isinstance(tax, str) else "",
            text=str((posting.meta or {}).get("description") or txn.narration or ""),
        )
        return line if control is None else self._of_party(line, control)

    def _of_party(self, line: BookedLine, control: ControlPosting) -> BookedLine:
        return BookedLine(
            account=line.account,
            amount=line.amount,
            party=self.party(control.side, self._matches.party(control)),
            foreign=line.foreign,
            match=self._matches.match(control),
            document=self._matches.document(control),
            due=control.due if control.due_is_stated else None,
            tax=line.tax,
            text=line.text,
        )

    def _kind(
        self, txn: Transaction, controls: Sequence[ControlPosting], period: Period
    ) -> EntryKind:
        if txn.date == period.first and self._openings.is_one(txn):
            return EntryKind.OPENING
        for control in controls:
            if control.purpose in _DOCUMENTS or control.credit is not None:
                return _KIND_OF_SIDE[control.side]
        roles = {self._role(posting.account) for posting in txn.postings}
        if Role.BANK in roles:
            return EntryKind.BANK
        return EntryKind.CASH if Role.CASH in roles else EntryKind.GENERAL

    def _role(self, account: str) -> Role | None:
        role = self._source.chart.role(account)
        return role.role if role is not None else None

    def _account(self, account: str) -> NumberedAccount:
        """An account with its number and its grouping, or those above it."""
        name, number = self._inherited(account, "number")
        _name, grouping = self._inherited(account, "grouping")
        return NumberedAccount(number, _without_root(name), account, grouping)

    def _inherited(self, account: str, key: str) -> tuple[str, str]:
        """Which account states a key, itself or the nearest above it, and what."""
        found = stated_above(self._general.opens, account, key)
        return (found[0], str(found[1])) if found is not None else (account, "")

    def _party(self, side: Side, id_: str) -> PartyOfLine:
        if not id_:
            return PartyOfLine("", "", side)
        last = self._source.directives[-1].date
        record = self._source.directory.as_of(side.party_role, id_, last)
        return PartyOfLine(id_, record.legal_name, side)

    @cached_property
    def _openings(self) -> OpeningEntries:
        return OpeningEntries(self._source)

    @cached_property
    def _controls(self) -> Mapping[int, Sequence[ControlPosting]]:
        """The control postings of each transaction, by its identity."""
        directives = self._source.directives
        found = controls_by_transaction(self._source)
        return {id(directives[index]): controls for index, controls in found.items()}


def _without_root(account: str) -> str:
    """An account's name without its root; a root's own.

    >>> _without_root("Assets:Bank:Main")
    'Bank:Main'
    """
    return account.partition(":")[2] or account


def _counted(number: int, one: str, several: str) -> str:
    return f"{number} {one if number == 1 else several}"

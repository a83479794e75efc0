"""What invoices charge, what credits take off, and what was given up."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING

from ledgerkit.invoices.credited import CreditedDocuments
from ledgerkit.ledger.place import place_in, place_of, written
from ledgerkit.money import ZERO
from ledgerkit.open_items.side import Side
from ledgerkit.work.charged import ChargedLine, Charges, Credited, GivenUp

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from decimal import Decimal

    from beancount.core.data import Custom, Posting, Transaction

    from ledgerkit.books.source import Source
    from ledgerkit.open_items.building import SubledgerItem
    from ledgerkit.open_items.control_posting import ControlPosting

BILLS, WRITE_OFF = "bills", "write-off"
_VALUES = 2


def read_charges(source: Source, charging: Collection[Transaction]) -> Charges:
    """Everything that charges or gives up work.

    Args:
        source: The book.
        charging: The transactions with a posting that has ``bills:``.
    """
    voided: dict[str, date] = {}
    for number in source.reading.voids:
        voided.setdefault(number.number, number.day)
    lines, credited = _Invoices(source).read(charging) if charging else ([], [])
    return Charges(
        lines=sorted(lines, key=lambda line: (line.day, line.amount < 0)),
        credited=sorted(credited, key=lambda each: each.day),
        given_up=[
            given_up(custom)
            for custom in source.reading.customs
            if custom.type == WRITE_OFF and is_given_up(custom)
        ],
        voided=voided,
    )


def is_given_up(custom: Custom) -> bool:
    """Whether a ``write-off`` can be read."""
    values = [value.value for value in custom.values or ()]
    return len(values) == _VALUES and all(isinstance(v, str) and v for v in values)


def given_up(custom: Custom) -> GivenUp:
    """The hours and expenses that a readable ``write-off`` gives up."""
    ids, reason = (str(value.value) for value in custom.values)
    return GivenUp(tuple(ids.split()), custom.date, reason, place_of(custom))


def charged_ids(posting: Posting) -> tuple[str, ...]:
    """What a posting charges, by id; mostly nothing."""
    ids = written(posting.meta, BILLS)
    return tuple(dict.fromkeys(ids.split())) if isinstance(ids, str) else ()


class _Invoices:
    """The lines of invoices, with the credits of those invoices."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._receivables = source.subledger(Side.RECEIVABLE, date.max)
        self._credits = CreditedDocuments(self._receivables)
        self._taxes = source.reading.tax_codes.accounts()

    def read(
        self, charging: Collection[Transaction]
    ) -> tuple[Sequence[ChargedLine], Sequence[Credited]]:
        """The lines that name work, and the credits of their invoices."""
        controls = self._controls(charging)
        lines = [
            line for txn in charging for line in self._lines(txn, controls.get(id(txn)))
        ]
        charged = {(line.number, line.client) for line in lines}
        credited = [
            each
            for item in self._credits
            if (item.number, item.party) in charged
            for each in self._credited(item)
        ]
        return lines, credited

    def _controls(
        self, charging: Collection[Transaction]
    ) -> Mapping[int, ControlPosting]:
        """The first control posting of each transaction, by its identity."""
        wanted = {id(txn) for txn in charging}
        found: dict[int, ControlPosting] = {}
        directives = self._source.directives
        for posting, index in self._source.origins(Side.RECEIVABLE):
            key = id(directives[index])
            if key in wanted:
                found.setdefault(key, posting)
        return found

    def _lines(
        self, txn: Transaction, control: ControlPosting | None
    ) -> Iterator[ChargedLine]:
        number = self._number(txn, control)
        for posting in txn.postings:
            ids, units = charged_ids(posting), posting.units
            if ids and units is not None and units.number is not None:
                yield ChargedLine(
                    number=number,
                    client=control.party if control else "",
                    day=txn.date,
                    amount=-units.number,
                    currency=units.currency,
                    ids=ids,
                    place=place_in(posting.meta),
                )

    def _number(self, txn: Transaction, control: ControlPosting | None) -> str:
        """The number of the invoice that a transaction makes, credits or reverses."""
        links = sorted(txn.links or ())
        if control is not None and control.credit is not None:
            for item in self._receivables.by_number.get(control.credit, ()):
                target = self._credits.credited_by(item)
                if target is not None and target.number is not None:
                    return target.number
            return control.credit
        if control is not None and control.number is not None:
            return control.number
        return links[0] if links else txn.date.isoformat()

    def _credited(self, item: SubledgerItem) -> Iterator[Credited]:
        whole = item.finish().amount
        net = self._net(item.first)[0]
        for posting, part in self._credits.parts_of(item):
            without, named = self._net(posting)
            total = -posting.amount
            share = part / total if total else ZERO
            yield Credited(
                number=str(item.number),
                client=item.party,
                day=posting.day,
                part=part,
                whole=whole,
                amount=-(without - named) * (1 if part == total else share),
                net=net,
            )

    def _net(self, control: ControlPosting) -> tuple[Decimal, Decimal]:
        """What a document's lines come to net of tax, and those of it that name work.

        Both as what is owed: negative for a credit.
        """
        sums: dict[bool, Decimal] = defaultdict(lambda: ZERO)
        for posting in self._source.transaction_of(control).postings:
            units, account = posting.units, posting.account
            is_line = account not in self._taxes and account != control.account
            is_line &= written(posting.meta, "withholding") is None
            if is_line and units is not None and units.currency == control.currency:
                sums[bool(charged_ids(posting))] -= units.number or ZERO
        return sums[True] + sums[False], sums[True]

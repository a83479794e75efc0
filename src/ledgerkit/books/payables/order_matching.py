"""Bills -> held against the orders that they name."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, NamedTuple, Protocol

from beancount.core.amount import Amount

from ledgerkit.books.payables.orders import OrderRecords
from ledgerkit.books.slips.refused import record_subject
from ledgerkit.errors import Place, UsageError, finding
from ledgerkit.language.order_kinds import (
    BILLED_BEFORE_GOODS,
    OVER_BILLED,
    PRICE_ABOVE_ORDER,
    UNKNOWN_ORDER,
)
from ledgerkit.ledger.place import place_in, written
from ledgerkit.money import ZERO, rounded
from ledgerkit.open_items.purpose import Purpose
from ledgerkit.open_items.side import Side
from ledgerkit.payables.order import (
    BilledLine,
    OrderDifferenceKind,
    line_states,
    order_differences,
)
from ledgerkit.text.closest_word import suggestion

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from beancount.core.data import Posting, Transaction

    from ledgerkit.books.documents.invoices import InvoiceReader
    from ledgerkit.books.reading import Reading
    from ledgerkit.errors import Finding, FindingKind
    from ledgerkit.invoices.invoice import InvoiceLine
    from ledgerkit.open_items.control_posting import ControlPosting
    from ledgerkit.open_items.document import Document
    from ledgerkit.open_items.subledger import Subledger
    from ledgerkit.payables.order import LineState, PurchaseOrder

_KINDS = {
    OrderDifferenceKind.OVER_BILLED: OVER_BILLED,
    OrderDifferenceKind.PRICE_ABOVE: PRICE_ABOVE_ORDER,
    OrderDifferenceKind.BEFORE_GOODS: BILLED_BEFORE_GOODS,
}


class BooksOfOrders(Protocol):
    """What orders are read from: a `Source`."""

    @property
    def reading(self) -> Reading:
        """The directives in our values."""

    @property
    def invoices(self) -> InvoiceReader:
        """The reader of documents."""

    @property
    def subledger(self) -> Callable[[Side, date], Subledger]:
        """What is owed on a side, as at a day."""

    def transaction_of(self, posting: ControlPosting) -> Transaction:
        """The transaction that a control posting is in."""


class HeldAgainst(NamedTuple):
    """One way in which a bill differs from its order."""

    kind: FindingKind
    place: Place
    text: str
    order: str


class _Line(NamedTuple):
    """A line of a document that names an order."""

    order: str
    document: Document
    line: InvoiceLine
    posting: Posting
    kept: Decimal
    """The part of it that wasn't taken back, from 0 to 1."""


class OrderReading:
    """A book's orders, and its bills held against them.

    Attributes:
        records: The orders.
    """

    def __init__(self, source: BooksOfOrders) -> None:
        """Read the orders; bills are read on first use."""
        self._source = source
        self.records = OrderRecords(source.reading.customs)
        self.held = lru_cache(maxsize=8)(self._held)

    def states(self, as_of: date) -> Iterator[LineState]:
        """Each line of each order given by a day, with what came and was billed."""
        for order in self.records.on(as_of).values():
            received = self.records.received(order.id, as_of)
            billed, _unmatched = self._matched(order, as_of)
            yield from line_states(order, received, billed, as_of)

    def why_held(self, document: Document, as_of: date) -> Sequence[str]:
        """How a bill differs from its order, a sentence each."""
        if not self.records or document.is_credit:
            return ()
        return [each.text for each in self.held(as_of).get(_key(document), ())]

    def findings(
        self, is_approved: Callable[[Document, date], bool], *, advice: bool
    ) -> Iterator[Finding]:
        """Findings on orders, and on the bills that nobody has approved."""
        yield from self.records.findings
        held = self.held(date.max) if advice and self.records else {}
        documents = {_key(d): d for d in self._documents} if held else {}
        for key, differences in held.items():
            document = documents[key]
            if is_approved(document, date.max):
                continue
            for each in differences:
                yield finding(
                    each.kind,
                    each.place,
                    f"{document.label} of {document.party}: {each.text}",
                    party=document.party,
                    about=record_subject("order", each.order),
                    key="order" if each.kind is UNKNOWN_ORDER else "",
                )

    def _held(self, as_of: date) -> Mapping[tuple[str, str], Sequence[HeldAgainst]]:
        """How each bill differs from its order, by vendor and label."""
        found: dict[tuple[str, str], list[HeldAgainst]] = defaultdict(list)
        for order_id, document, why in self._named[1]:
            if document.issued <= as_of:
                text = f"it is held against nothing of {order_id}: {why}"
                each = HeldAgainst(UNKNOWN_ORDER, document.place, text, order_id)
                found[_key(document)].append(each)
        orders = self.records.on(as_of)
        for id_, lines in self._lines.items():
            order = orders.get(id_)
            if order is None:
                for key, each in self._without_order(id_, lines, as_of):
                    found[key].append(each)
                continue
            billed, unmatched = self._matched(order, as_of)
            for line, text in unmatched:
                found[_key(line.document)].append(
                    HeldAgainst(UNKNOWN_ORDER, line.line.place, text, id_)
                )
            received = self.records.received(id_, as_of)
            for different in order_differences(order, received, billed):
                found[different.line.document].append(
                    HeldAgainst(
                        _KINDS[different.kind],
                        different.line.place,
                        different.text,
                        id_,
                    )
                )
        return found

    def _without_order(
        self, id_: str, lines: Sequence[_Line], as_of: date
    ) -> Iterator[tuple[tuple[str, str], HeldAgainst]]:
        if self.records.is_unread(id_):
            return
        remedy = suggestion(id_, self.records.ids) or (
            "; correct the number, or declare it with its lines: ledgerkit order new"
        )
        text = f'there is no order "{id_}" by {as_of}{remedy}'
        if as_of == date.max:
            text = f'there is no order "{id_}"{remedy}'
        documents = {_key(line.document): line.document for line in lines}
        for key, document in documents.items():
            if document.issued <= as_of and not document.is_credit:
                yield key, HeldAgainst(UNKNOWN_ORDER, document.place, text, id_)

    def _matched(
        self, order: PurchaseOrder, as_of: date
    ) -> tuple[Sequence[BilledLine], Sequence[tuple[_Line, str]]]:
        """The lines billed by a day; and those that are for no line, and why."""
        billed: list[BilledLine] = []
        unmatched: list[tuple[_Line, str]] = []
        for line in self._lines.get(order.id, ()):
            document = line.document
            if document.issued > as_of:
                continue
            name, wrong = _line_named(order, line)
            if not wrong:
                billed.append(_billed(line, name))
            elif not document.is_credit:
                unmatched.append((line, wrong))
        return billed, unmatched

    @cached_property
    def _documents(self) -> Sequence[Document]:
        return self._source.subledger(Side.PAYABLE, date.max).documents

    @property
    def _lines(self) -> Mapping[str, Sequence[_Line]]:
        """Every line of a bill or credit that names an order, by order."""
        return self._named[0]

    @cached_property
    def _named(
        self,
    ) -> tuple[Mapping[str, Sequence[_Line]], Sequence[tuple[str, Document, str]]]:
        """The lines that name an order; and the documents whose lines can't be told."""
        named: dict[str, str] = {}
        found: dict[str, list[_Line]] = defaultdict(list)
        untold: list[tuple[str, Document, str]] = []
        # Bills come before the credits that link them.
        for document in sorted(self._documents, key=lambda d: d.is_credit):
            order = self._order_of(document, named)
            if not order:
                continue
            if document.number and not document.is_credit:
                named[f"{document.party} {document.number}"] = order
            try:
                found[order] += self._lines_of(order, document)
            except UsageError as error:
                why = str(error).removeprefix(f"{document.place}: ")
                untold.append((order, document, why))
        return found, untold

    def _order_of(self, document: Document, named: Mapping[str, str]) -> str:
        """The order that a bill names, or the bill that a credit links; else empty."""
        if document.postings[0].opening:
            return ""
        txn = self._source.transaction_of(document.postings[0])
        order = written(txn.meta, "order")
        if order is not None:
            return str(order)
        links = document.postings[0].links if document.is_credit else ()
        keys = (f"{document.party} {link}" for link in sorted(links))
        return next((named[key] for key in keys if key in named), "")

    def _lines_of(self, order: str, document: Document) -> Iterator[_Line]:
        lines = self._source.invoices.posted(document).lines
        postings = {
            place_in(posting.meta): posting
            for control in document.postings
            for posting in self._source.transaction_of(control).postings
        }
        taken_back = sum(
            (
                settlement.amount
                for settlement in document.settlements
                if settlement.posting.purpose is Purpose.TAKEN_BACK
            ),
            ZERO,
        )
        kept = Decimal(1)
        if taken_back and document.amount:
            kept = (document.amount - taken_back) / document.amount
        for line in lines:
            yield _Line(order, document, line, postings[line.place], kept)


def _key(document: Document) -> tuple[str, str]:
    return document.party, document.label


def _line_named(order: PurchaseOrder, line: _Line) -> tuple[str, str]:
    """The order's line that a bill's line is for; or why there is none."""
    document = line.document
    if document.party != order.vendor:
        return "", f"{order.id} is an order to {order.vendor}, not {document.party}"
    if order.currency and document.currency != order.currency:
        return "", f"{order.id} is in {order.currency}, the bill in {document.currency}"
    name = written(line.posting.meta, "order-line")
    if name is not None:
        if str(name) in order.lines:
            return str(name), ""
        remedy = suggestion(str(name), order.lines) or _names(order)
        return "", f'{order.id} has no line "{name}"{remedy}'
    fitting = [
        each for each in order.lines.values() if each.account == line.line.account
    ]
    if len(fitting) == 1:
        return fitting[0].name, ""
    number = "several lines" if fitting else "no line"
    return "", (
        f"{order.id} has {number} on {line.line.account}; write order-line: below it"
        f"{_names(order)}"
    )


def _names(order: PurchaseOrder) -> str:
    return f": {', '.join(order.lines)}" if order.lines else ""


def _billed(line: _Line, name: str) -> BilledLine:
    document = line.document
    sign = -1 if document.is_credit else 1
    quantity = written(line.posting.meta, "quantity")
    if isinstance(quantity, Amount):
        quantity = quantity.number
    return BilledLine(
        document=_key(document),
        day=document.issued,
        line=name,
        quantity=None if quantity is None else sign * abs(quantity) * line.kept,
        net=rounded(sign * line.line.net * line.kept, document.currency),
        place=line.line.place,
    )

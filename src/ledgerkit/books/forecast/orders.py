"""Open orders to vendors -> what they will cost, and when."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from ledgerkit.banking.forecast.item import ForecastItem, ItemKind
from ledgerkit.money import ZERO, rounded
from ledgerkit.parties.party import PartyRole
from ledgerkit.parties.payment_terms import PaymentTerms, parse_terms

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from decimal import Decimal

    from ledgerkit.books.books import Books
    from ledgerkit.payables.order import LineState, PurchaseOrder

_DAY = timedelta(days=1)
_ON_RECEIPT = "on receipt"


def order_items(books: Books, as_of: date) -> Iterator[ForecastItem]:
    """What is open of each order, with tax, by its terms from the expected day.

    What should have come already is expected tomorrow.
    """
    open_: dict[str, tuple[PurchaseOrder, Decimal]] = {}
    for state in books.payables_read.orders.states(as_of):
        if state.open > 0:
            _order, before = open_.get(state.order.id, (state.order, ZERO))
            open_[state.order.id] = state.order, before + _with_tax(books, state)
    for order, amount in open_.values():
        comes = max(order.expected or order.day, as_of + _DAY)
        terms = _terms(books, order, as_of)
        for part in terms.due_parts(comes, amount, order.currency):
            yield ForecastItem(
                kind=ItemKind.OPEN_ORDER,
                label=order.id,
                party=order.vendor,
                currency=order.currency,
                amount=-part.amount,
                day=max(part.due, as_of + _DAY),
                reason=f"ordered, comes on {comes}, {terms.text}",
                place=order.place,
            )


def _with_tax(books: Books, state: LineState) -> Decimal:
    """What is open of a line, with the tax that its bill will have."""
    code = books.tax_codes.on(state.line.tax, state.order.day)
    if code is None or code.reverse_charge_account is not None:
        return state.open
    return rounded(state.open * (1 + code.rate), state.order.currency)


def _terms(books: Books, order: PurchaseOrder, as_of: date) -> PaymentTerms:
    vendor = books.directory.as_of(PartyRole.VENDOR, order.vendor, as_of)
    for text in (order.terms, vendor.text("payment-terms")):
        try:
            if text:
                return parse_terms(text)
        except ValueError:
            # A finding says so on the record.
            continue
    return parse_terms(_ON_RECEIPT)

"""Documents and what settled them -> early-payment discounts offered and taken.

A discount is taken where a transaction that settles the document posts to an account
of role ``discount-given`` (``discount-taken`` on bills); the tax posted in the same
transaction is its correction. Ledger signs stop here.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from ledgerkit.errors import UsageError
from ledgerkit.general_ledger.chart_of_accounts import Role
from ledgerkit.invoices.discount_taking import (
    DiscountStanding,
    Payment,
    discount_standing,
)
from ledgerkit.invoices.early_payment import (
    DiscountedDocument,
    DiscountOffer,
    DiscountTax,
    TaxedAmount,
)
from ledgerkit.ledger.place import written
from ledgerkit.money import ZERO
from ledgerkit.open_items.side import Side

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from decimal import Decimal

    from beancount.core.data import Posting, Transaction

    from ledgerkit.books.documents.invoices import InvoiceReader
    from ledgerkit.general_ledger.chart_of_accounts import ChartOfAccounts
    from ledgerkit.open_items.document import Document
    from ledgerkit.open_items.subledger import Subledger

#: The role of the account that a side's discounts are booked on.
DISCOUNT_ROLE = {
    Side.RECEIVABLE: Role.DISCOUNT_GIVEN,
    Side.PAYABLE: Role.DISCOUNT_TAKEN,
}
#: What takes something off a document without a payment.
_WRITE_OFFS = {Role.BAD_DEBT, Role.ROUNDING, Role.BANK_FEES}


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentDiscount:
    """What a document offered for early payment, and what became of it.

    Attributes:
        document: The document, as at the day.
        offer: What it offered, less what credit notes took off; None where a
            discount was taken that no terms offer.
        standing: What became of it.
    """

    document: Document
    offer: DiscountOffer | None
    standing: DiscountStanding


@dataclass(slots=True)
class _Settling:
    """One document while transactions that settle it are looked through."""

    document: Document
    offer: DiscountOffer | None
    credited: Decimal
    taken: Decimal = ZERO


class DiscountReader:
    """Finds the discounts of a subledger."""

    def __init__(
        self, invoices: InvoiceReader, chart: ChartOfAccounts, treatment: DiscountTax
    ) -> None:
        """Read by this chart, and with this treatment of tax."""
        self._invoices = invoices
        self._chart = chart
        self._treatment = treatment
        # The list of discounts, that of differences and the check all ask.
        self.read = lru_cache(maxsize=8)(self._read)

    def _read(self, subledger: Subledger) -> Sequence[DocumentDiscount]:
        """Every discount offered or taken by the subledger's day, by due date."""
        if self._is_without(subledger):
            return []
        found = [
            _Settling(document, self.offer(document), _credited(document))
            for document in subledger.documents
            if not document.is_credit
        ]
        payments = self._payments(subledger.side, found)
        return [
            self._discount(one, payments[id(one)], subledger)
            for one in found
            if one.offer is not None or one.taken
        ]

    def _is_without(self, subledger: Subledger) -> bool:
        """Whether no terms offer a discount and no account takes one: most books."""
        return not self._chart.has(DISCOUNT_ROLE[subledger.side]) and not any(
            item.first.terms is not None and item.first.terms.discount_percent
            for item in subledger.items
        )

    def offer(self, document: Document) -> DiscountOffer | None:
        """What a document's terms offer for early payment; None for nothing.

        Where its lines can't be told, the percentage is of the whole.
        """
        terms = document.postings[0].terms
        if terms is None or not terms.discount_percent or document.is_credit:
            return None
        try:
            return self._invoices.discount_offer(document)
        except UsageError:
            whole = DiscountedDocument(
                terms=terms,
                issued=document.issued,
                currency=document.currency,
                full=document.amount,
                amounts=(TaxedAmount(net=document.amount),),
            )
            return whole.offer(self._treatment)

    def _payments(
        self, side: Side, found: Sequence[_Settling]
    ) -> Mapping[int, Sequence[Payment]]:
        """The payments of each document, and beside that what it took."""
        settling: dict[int, tuple[Transaction, dict[int, Decimal]]] = {}
        by_id = {id(one): one for one in found}
        for one in found:
            for settlement in one.document.settlements:
                if settlement.credit is None:
                    txn = self._invoices.transaction_of(settlement.posting)
                    amounts = settling.setdefault(id(txn), (txn, {}))[1]
                    amounts[id(one)] = amounts.get(id(one), ZERO) + settlement.amount
        payments: dict[int, list[Payment]] = defaultdict(list)
        for txn, amounts in settling.values():
            ones = [(by_id[key], amount) for key, amount in amounts.items()]
            taken = self._taken(side, txn, [one for one, _amount in ones])
            is_payment = self._is_payment(txn)
            for one, amount in ones:
                discount = taken.get(id(one), ZERO)
                one.taken += discount
                if is_payment and amount > discount:
                    payments[id(one)].append(Payment(txn.date, amount - discount))
        return payments

    def _taken(
        self, side: Side, txn: Transaction, ones: Sequence[_Settling]
    ) -> Mapping[int, Decimal]:
        """What each document took as discount in a transaction that settles it.

        A posting that names its document says so; the others fill what each
        document offers, in the order of their due dates, and a surplus is the last
        one's.
        """
        postings = self._discount_postings(side, txn)
        if not postings:
            return {}
        taken: dict[int, Decimal] = defaultdict(lambda: ZERO)
        left = ZERO
        by_number = {one.document.number: one for one in ones}
        for posting in postings:
            assert posting.units is not None
            assert posting.units.number is not None
            number = written(posting.meta, side.number_key)
            named = by_number.get(str(number)) if number is not None else None
            amount = side.sign * posting.units.number
            if named is None:
                left += amount
            else:
                taken[id(named)] += amount
        for one in ones:
            offered = one.offer.amount if one.offer else ZERO
            part = min(left, max(offered - one.taken - taken[id(one)], ZERO))
            taken[id(one)] += part
            left -= part
        taken[id(ones[-1])] += left
        return taken

    def _discount_postings(self, side: Side, txn: Transaction) -> Sequence[Posting]:
        """The postings to a discount account, and the tax that they correct."""
        discounts = [p for p in txn.postings if self._role(p) is DISCOUNT_ROLE[side]]
        if not discounts:
            return ()
        return discounts + [p for p in txn.postings if self._invoices.is_tax(p)]

    def _is_payment(self, txn: Transaction) -> bool:
        """Whether anything but discount, its tax and write-offs settles."""
        passive = {*DISCOUNT_ROLE.values(), *_WRITE_OFFS}
        return any(
            role not in passive and (role is None or role.side is None)
            for posting in txn.postings
            for role in [self._role(posting)]
            if role is not None or not self._invoices.is_tax(posting)
        )

    def _role(self, posting: Posting) -> Role | None:
        found = self._chart.role(posting.account)
        return found.role if found else None

    def _discount(
        self, one: _Settling, payments: Sequence[Payment], subledger: Subledger
    ) -> DocumentDiscount:
        document, offer = one.document, one.offer
        if offer is not None:
            offer = offer.less_credits(one.credited)
        standing = discount_standing(
            offer or _no_offer(document),
            payments,
            taken=one.taken,
            open_=document.open,
            as_of=subledger.as_of,
        )
        return DocumentDiscount(document=document, offer=offer, standing=standing)


def _credited(document: Document) -> Decimal:
    return sum((s.amount for s in document.settlements if s.credit), ZERO)


def _no_offer(document: Document) -> DiscountOffer:
    return DiscountOffer(
        percent=ZERO,
        until=document.issued,
        currency=document.currency,
        full=document.amount,
        off=(),
    )
